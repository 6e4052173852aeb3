"""sbi: neural posterior estimation with a neural spline flow and a convolutional embedding network,
in batches of 128, until its early stopping or the budget of steps.

Everything not set here is sbi's default. The two channels are standardised one by one beforehand,
as sbi would otherwise share one mean and one sd between them.
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
from torch.optim.optimizer import register_optimizer_step_post_hook
from torch.utils.tensorboard.writer import SummaryWriter

from peer import Arguments, Array, Doubles, Finished, Meter, load_simulations

Build = Callable[[torch.Tensor, torch.Tensor], ConditionalDensityEstimator]


def make_builder(steps: int) -> Build:
    """Neural spline flow, embedding of the recordings [N, 2, steps] to 32 numbers."""
    embedding = CNNEmbedding(
        input_shape=(steps,),
        in_channels=2,
        out_channels_per_layer=[16, 32],
        pool_kernel_size=4,
        output_dim=32,
    )
    build: Build = posterior_nn("nsf", embedding_net=embedding, z_score_x="none")
    return build


def main() -> None:
    arguments = Arguments.parse("Trains sbi and grades it.")
    torch.manual_seed(arguments.seed)
    parts = [
        load_simulations(arguments.folder / f"{name}.safetensors")
        for name in ("training", "validation")
    ]
    theta, recordings = (np.concatenate(arrays) for arrays in zip(*parts))
    mean, sd = recordings.mean((0, 1)), recordings.std((0, 1))

    def to_tensor(recordings: Array) -> torch.Tensor:
        standard: Array = (recordings - mean) / sd
        return torch.from_numpy(np.ascontiguousarray(standard.swapaxes(1, 2)))

    builder = make_builder(recordings.shape[1])
    built: list[ConditionalDensityEstimator] = []

    def build(theta: torch.Tensor, x: torch.Tensor) -> ConditionalDensityEstimator:
        built.append(builder(theta, x))
        return built[0]

    def log_prob(recordings: Array, theta: Array) -> Doubles:
        estimator = built[0]
        was_training = estimator.training
        estimator.eval()
        with torch.no_grad():
            points = torch.from_numpy(theta).transpose(0, 1)  # [K, N, 6]
            log_q = estimator.log_prob(points, condition=to_tensor(recordings))
        estimator.train(was_training)
        return log_q.numpy().T.astype(np.float64)

    meter = Meter(arguments, log_prob)
    register_optimizer_step_post_hook(lambda *_: meter.after_step())
    with TemporaryDirectory() as logs:  # sbi's default is a folder of the user's
        inference = NPE(
            density_estimator=build,
            show_progress_bars=False,
            tracker=TensorBoardTracker(SummaryWriter(logs)),
        )
        inference.append_simulations(torch.from_numpy(theta), to_tensor(recordings))
        try:
            inference.train(
                training_batch_size=arguments.batch,
                validation_fraction=len(parts[1][0]) / len(theta),
            )
            meter.grade("stopped")  # with the weights that validated best
        except Finished:
            pass


if __name__ == "__main__":
    main()
