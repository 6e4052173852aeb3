"""What both peers need: the simulations, the grade against the exact posterior, and a meter.

A peer writes JSON lines to its standard output; cpu_seconds are those of all its threads:
    {"event": "graded", "step": 100, "seconds": 201.4, "cpu_seconds": 390.2, "kl": ..., ...}
    {"event": "turn", "step": 5, "ms": [...], ...}   milliseconds of each step since the last turn
After a turn it waits for a line on its standard input, so that others can be measured in between.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

Array = NDArray[np.float32]
Doubles = NDArray[np.float64]

PARAMETERS = ("V_th", "tau_m", "g_L", "V_reset", "V_init", "E_L")

# log q of points [N, K, 6] given conditions [N, ...], in the units of the points, [N, K].
LogProb = Callable[[Array, Array], Doubles]


@dataclass(frozen=True)
class Arguments:
    """The command line of a peer."""

    folder: Path
    steps: int
    grade_at: frozenset[int]
    turn: int
    batch: int
    seed: int
    inputs: str
    annealed: bool

    @staticmethod
    def parse(purpose: str) -> "Arguments":
        parser = argparse.ArgumentParser(description=purpose)
        parser.add_argument("folder", type=Path, help="where the exported simulations are")
        parser.add_argument("--steps", type=int, default=7800, help="steps of training")
        parser.add_argument("--grade-at", default="", help="steps to grade after, 100,200,400")
        parser.add_argument("--turn", type=int, default=0, help="steps between waits; 0: no waits")
        parser.add_argument("--batch", type=int, default=128)
        parser.add_argument("--seed", type=int, default=45)
        parser.add_argument(
            "--inputs",
            default="series",
            help="series: recordings and parameters; or a kit: its summary variables and coordinates",
        )
        parser.add_argument(
            "--annealed",
            action="store_true",
            help="a rate that falls to 0 over --steps, and for a kit's inputs its kind of network",
        )
        given = parser.parse_args()
        grade_at = frozenset(int(step) for step in given.grade_at.split(",") if step)
        return Arguments(
            given.folder,
            given.steps,
            grade_at,
            given.turn,
            given.batch,
            given.seed,
            given.inputs,
            given.annealed,
        )

    def path(self, name: str) -> Path:
        """The file of training, validation or grading, for these inputs."""
        folder = self.folder if self.inputs == "series" else self.folder / self.inputs
        return folder / f"{name}.safetensors"


def load_simulations(path: Path) -> tuple[Array, Array]:
    """
    What is inferred [N, 6], and from what: recordings [N, 1000, 2], voltage in mV and spikes as 0 or
    1; or the inputs [N, size] of a kit, in standard units, and theta in its coordinates.
    """
    tensors = load_file(path)
    if "inputs" in tensors:
        return tensors["coordinates"], tensors["inputs"]
    channels = [tensors["voltage"], tensors["spikes"]]
    return tensors["theta"].astype(np.float32), np.stack(channels, axis=-1).astype(np.float32)


def estimate(values: Doubles) -> tuple[float, float]:
    """The mean of what is not NaN, and its standard error."""
    used = values[~np.isnan(values)]
    return float(used.mean()), float(used.std(ddof=1) / np.sqrt(len(used)))


@dataclass(frozen=True)
class ReferencePosteriors:
    """Observations with exact draws theta ~ p(theta | x) and log p(theta | x) at the truth and them."""

    conditions: Array  # [N, ...]
    points: Array  # [N, 1 + L, 6], the truth first, in the units that are inferred
    log_det: Doubles  # [N, 1 + L]: log |det dpoint/dtheta|
    # [N, 1 + L]; NaN on an atom of the prior, where there is no density.
    log_posterior: Doubles

    @staticmethod
    def load(path: Path) -> "ReferencePosteriors":
        tensors = load_file(path)
        if "inputs" in tensors:
            return ReferencePosteriors(
                tensors["inputs"], tensors["points"], tensors["log_det"], tensors["log_posterior"]
            )
        truth, recordings = load_simulations(path)

        def join(truth: NDArray[np.generic], draws: str) -> NDArray[np.generic]:
            return np.concatenate([truth[:, None], tensors[draws]], axis=1)

        log_posterior = join(tensors["logpost_truth"], "logpost_draws").astype(np.float64)
        atoms = join(tensors["truth_atoms"], "draw_atoms").astype(np.bool_)
        return ReferencePosteriors(
            recordings,
            join(truth, "draws").astype(np.float32),
            np.zeros_like(log_posterior),
            np.where(atoms, np.nan, log_posterior),
        )

    def grade(self, log_prob: LogProb) -> dict[str, float]:
        """
        KL(p || q) = E_p[log p - log q] in nats without the draws on atoms, to which a density gives
        no mass, and the same at the truths, with standard errors.
        """
        log_q = log_prob(self.conditions, np.nan_to_num(self.points)) + self.log_det
        gaps = self.log_posterior - log_q
        gap, gap_se = estimate(gaps[:, 0])
        rows = [estimate(row)[0] for row in gaps[:, 1:] if not np.isnan(row).all()]
        kl, kl_se = estimate(np.array(rows))
        return {"gap": gap, "gap_se": gap_se, "kl": kl, "kl_se": kl_se}


class Finished(Exception):
    """The budget is spent."""


class Meter:
    """Counts and times training steps; grades and waits between them, off the clock."""

    def __init__(self, arguments: Arguments, log_prob: LogProb) -> None:
        self._arguments = arguments
        self._log_prob = log_prob
        self._grading = ReferencePosteriors.load(arguments.path("grading"))
        self._step = 0
        self._seconds: list[float] = []
        self._cpu_seconds = 0.0
        self._start()

    def _start(self) -> None:
        self._since = time.perf_counter()
        self._cpu_since = time.process_time()

    def after_step(self) -> None:
        """To be called when a step has been computed, not only begun."""
        self._seconds.append(time.perf_counter() - self._since)
        self._cpu_seconds += time.process_time() - self._cpu_since
        self._step += 1
        turn = self._arguments.turn
        if self._step in self._arguments.grade_at:
            self.grade("graded")
        if turn > 0 and self._step % turn == 0:
            self._write("turn", ms=[1000 * s for s in self._seconds[-turn:]])
            if not sys.stdin.readline():
                raise Finished
        if self._step >= self._arguments.steps:
            raise Finished
        self._start()

    def grade(self, event: str) -> None:
        """Grades the network as it is. The first step builds and compiles: it is told apart."""
        later = self._seconds[1:] or self._seconds
        self._write(
            event,
            seconds=sum(self._seconds),
            cpu_seconds=self._cpu_seconds,
            first_ms=1000 * self._seconds[0],
            ms_per_step=1000 * float(np.median(later)),
            **self._grading.grade(self._log_prob),
        )

    def _write(self, event: str, **values: float | list[float]) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
        line = {"event": event, "step": self._step, "peak_mib": peak, **values}
        print(json.dumps(line), flush=True)
