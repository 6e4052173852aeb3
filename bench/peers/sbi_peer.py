"""sbi: neural posterior estimation with a neural spline flow, in batches of 128, until its early
stopping or the budget of steps. Everything not set here is sbi's default.

Of recordings: with its convolutional embedding network; the two channels are standardised one by one
beforehand, as sbi would otherwise share one mean and one sd between them. Of a kit's inputs: with
none. With --annealed, training is ours: AdamW, 5 % warm-up, then half a cosine down to 0, gradients
clipped; and a kit's inputs go through its kind of network, a perceptron and a smaller flow.
"""

from collections.abc import Callable
from tempfile import TemporaryDirectory

import numpy as np
import torch
from sbi.inference import NPE
from sbi.neural_nets import posterior_nn
from sbi.neural_nets.embedding_nets import CNNEmbedding
from sbi.neural_nets.estimators import ConditionalDensityEstimator
from sbi.utils.tracking import TensorBoardTracker
from torch import nn
from torch.optim.optimizer import register_optimizer_step_post_hook
from torch.utils.tensorboard.writer import SummaryWriter

from peer import Arguments, Array, Doubles, Finished, Meter, load_simulations

Build = Callable[[torch.Tensor, torch.Tensor], ConditionalDensityEstimator]

RATE, WEIGHT_DECAY, WARMUP, CLIP = 1e-3, 1e-4, 0.05, 1.5


def make_builder(shape: tuple[int, ...], annealed: bool) -> Build:
    """A neural spline flow: of recordings [N, 2, steps] or of inputs [N, size]."""
    if len(shape) == 2:
        embedding: nn.Module = CNNEmbedding(
            input_shape=(shape[0],),
            in_channels=2,
            out_channels_per_layer=[16, 32],
            pool_kernel_size=4,
            output_dim=32,
        )
        build: Build = posterior_nn("nsf", embedding_net=embedding, z_score_x="none")
        return build
    if not annealed:
        build = posterior_nn("nsf")
        return build
    embedding = nn.Sequential(
        nn.Linear(shape[0], 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU(), nn.Linear(128, 32)
    )
    build = posterior_nn(
        "nsf",
        embedding_net=embedding,
        z_score_theta="none",
        z_score_x="none",
        hidden_features=64,
        num_transforms=3,
        num_bins=8,
        tail_bound=5.0,
    )
    return build


def rate_at(step: int, steps: int) -> float:
    """The share of the learning rate at a step: a linear warm-up, then half a cosine down to 0."""
    rising = max(1, round(WARMUP * steps))
    if step < rising:
        return (step + 1) / rising
    return float(0.5 * (1 + np.cos(np.pi * (step + 1 - rising) / (steps - rising))))


def train_annealed(
    estimator: ConditionalDensityEstimator,
    theta: torch.Tensor,
    x: torch.Tensor,
    arguments: Arguments,
) -> None:
    """Trains until the meter says that the budget is spent."""
    optimiser = torch.optim.AdamW(estimator.parameters(), lr=RATE, weight_decay=WEIGHT_DECAY)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: rate_at(step, arguments.steps)
    )
    while True:
        for rows in torch.randperm(len(theta)).split(arguments.batch)[: len(theta) // arguments.batch]:
            optimiser.zero_grad()
            estimator.loss(theta[rows], condition=x[rows]).mean().backward()
            nn.utils.clip_grad_norm_(estimator.parameters(), CLIP)
            optimiser.step()
            rates.step()


def main() -> None:
    arguments = Arguments.parse("Trains sbi and grades it.")
    torch.manual_seed(arguments.seed)
    parts = [load_simulations(arguments.path(name)) for name in ("training", "validation")]
    theta, conditions = (np.concatenate(arrays) for arrays in zip(*parts))
    of_series = conditions.ndim == 3
    axes = (0, 1) if of_series else (0,)
    mean, sd = conditions.mean(axes), conditions.std(axes)

    def to_tensor(conditions: Array) -> torch.Tensor:
        if not of_series:
            return torch.from_numpy(np.ascontiguousarray(conditions))
        standard: Array = (conditions - mean) / sd
        return torch.from_numpy(np.ascontiguousarray(standard.swapaxes(1, 2)))

    builder = make_builder(conditions.shape[1:], arguments.annealed)
    built: list[ConditionalDensityEstimator] = []

    def build(theta: torch.Tensor, x: torch.Tensor) -> ConditionalDensityEstimator:
        built.append(builder(theta, x))
        return built[0]

    def log_prob(conditions: Array, points: Array) -> Doubles:
        estimator = built[0]
        was_training = estimator.training
        estimator.eval()
        with torch.no_grad():
            draws = torch.from_numpy(points).to(torch.float32).transpose(0, 1)  # [K, N, 6]
            log_q = estimator.log_prob(draws, condition=to_tensor(conditions))
        estimator.train(was_training)
        return log_q.numpy().T.astype(np.float64)

    meter = Meter(arguments, log_prob)
    register_optimizer_step_post_hook(lambda *_: meter.after_step())
    try:
        if arguments.annealed:
            points, x = (torch.from_numpy(parts[0][0]), to_tensor(parts[0][1]))
            train_annealed(build(points, x), points, x, arguments)
        with TemporaryDirectory() as logs:  # sbi's default is a folder of the user's
            inference = NPE(
                density_estimator=build,
                show_progress_bars=False,
                tracker=TensorBoardTracker(SummaryWriter(logs)),
            )
            inference.append_simulations(torch.from_numpy(theta), to_tensor(conditions))
            inference.train(
                training_batch_size=arguments.batch,
                validation_fraction=len(parts[1][0]) / len(theta),
            )
            meter.grade("stopped")  # with the weights that validated best
    except Finished:
        pass


if __name__ == "__main__":
    main()
