"""BayesFlow with the original study's configuration: a recurrent time-series summary network to 32
numbers and an affine coupling flow of depth 6, offline training in batches of 128.

Everything not set here is BayesFlow's default. The learning rate is BasicWorkflow's (5 % warm-up,
cosine to 0, AdamW), over the steps of this run, so that a short run is annealed as a long one is.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"

import bayesflow as bf
import jax
import keras
import numpy as np

from peer import PARAMETERS, Arguments, Array, Doubles, Finished, Meter, load_simulations

LEARNING_RATE = 5e-4
WARMUP = 0.05


def named(theta: Array, recordings: Array) -> dict[str, Array]:
    """The arrays as the adapter knows them."""
    columns = {name: theta[:, [j]] for j, name in enumerate(PARAMETERS)}
    return columns | {"recordings": recordings}


def make_workflow(steps: int) -> bf.BasicWorkflow:
    """The original study's workflow."""
    adapter = (
        bf.Adapter()
        .to_array()
        .convert_dtype("float64", "float32")
        .concatenate(list(PARAMETERS), into="inference_variables")
        .rename("recordings", "summary_variables")
    )
    warmup = int(WARMUP * steps)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.1 * LEARNING_RATE,
        warmup_target=LEARNING_RATE,
        warmup_steps=warmup,
        decay_steps=steps - warmup,
    )
    return bf.BasicWorkflow(
        adapter=adapter,
        summary_network=bf.networks.TimeSeriesNetwork(summary_dim=32),
        inference_network=bf.networks.CouplingFlow(depth=6),
        standardize=["inference_variables", "summary_variables"],
        optimizer=keras.optimizers.AdamW(schedule, weight_decay=5e-3, clipnorm=1.5),
    )


def log_prob(approximator: bf.ContinuousApproximator, recordings: Array, theta: Array) -> Doubles:
    """As approximator.log_prob, but each recording is summarised once for its many theta."""
    count, draws, dim = theta.shape
    flat = theta.reshape(-1, dim)
    first = approximator.adapter(named(theta[:, 0], recordings), strict=False, stage="inference")
    summaries, _ = approximator._standardize_and_resolve(
        None, keras.ops.convert_to_tensor(first["summary_variables"]), stage="inference"
    )
    z, log_det = approximator.standardizer.maybe_standardize(
        keras.ops.convert_to_tensor(flat),
        key="inference_variables",
        stage="inference",
        log_det_jac=True,
    )
    log_q = approximator.inference_network.log_prob(
        z, conditions=keras.ops.repeat(summaries, draws, axis=0)
    )
    return np.asarray(log_q + log_det, dtype=np.float64).reshape(count, draws)


class Metered(keras.callbacks.Callback):
    """Tells the meter of each step."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self._meter = meter

    def on_train_batch_end(self, batch: int, logs: dict[str, jax.Array] | None = None) -> None:
        jax.block_until_ready(logs)
        self.model.jax_state_sync()
        self._meter.after_step()


def main() -> None:
    arguments = Arguments.parse("Trains BayesFlow and grades it.")
    keras.utils.set_random_seed(arguments.seed)
    workflow = make_workflow(arguments.steps)
    training = load_simulations(arguments.path("training"))
    validation = load_simulations(arguments.path("validation"))
    meter = Meter(arguments, lambda x, theta: log_prob(workflow.approximator, x, theta))
    per_epoch = len(training[0]) // arguments.batch
    try:
        workflow.fit_offline(
            data=named(*training),
            epochs=arguments.steps // per_epoch + 1,
            batch_size=arguments.batch,
            validation_data=named(*validation),
            callbacks=[Metered(meter)],
            verbose=0,
        )
    except Finished:
        pass


if __name__ == "__main__":
    main()
