import { drawsOf } from "../../../../lib/core/draws.ts";
import { key } from "../../../../lib/core/random.ts";
import { type Batch, observation } from "../../../../lib/model/batch.ts";
import { type Dataset, simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { LIF_PARAMETERS, type LifParameter } from "../../../../lib/models/lif/simulator/lif.ts";
import {
  type SweepFields,
  type SweepsConfig,
  sweepsConfig,
} from "../../../../lib/models/lif/sweeps/config.ts";
import { lifSweeps } from "../../../../lib/models/lif/sweeps/simulator.ts";
import { sweepsBatch } from "../../../../lib/models/lif/sweeps/sweeps_batch.ts";
import { type LifSweep, sweepsOf } from "../../../../lib/models/lif/sweeps/sweeps_of.ts";

/** A neuron that spikes under the usual currents. */
export const THETA = { V_th: -54, tau_m: 10, g_L: 9, V_reset: -74, V_init: -71, E_L: -69 };

/** One theta in the usual order. */
export const DRAWS = drawsOf<LifParameter>(LIF_PARAMETERS, [THETA]);

/** Rows of the joint distribution. */
export function simulated(
  seed: number,
  count: number,
  overrides?: Partial<SweepsConfig>,
): Dataset<LifParameter, SweepFields> {
  return simulateJoint(key(seed), { prior: lifPrior(), simulator: lifSweeps(overrides) }, count);
}

/** Observation `row` with its sweeps in the order that a number of steps turns them to. */
export function turned(
  observations: Batch<SweepFields>,
  row: number,
  steps: number,
  overrides?: Partial<SweepsConfig>,
): Batch<SweepFields> {
  const sweeps = sweepsOf(observation(observations, row), 0);
  const order = [...sweeps.slice(steps), ...sweeps.slice(0, steps)].reverse();
  return sweepsBatch(order, sweepsConfig(overrides));
}

/** The header of a file of sweeps, without a column of their numbers. */
export const SWEEP_HEADER = "time (ms),voltage (mV),spikes,current (pA)\n";

/** The lines of a sweep in a file, each with what comes before. */
export const sweepLines = ({ voltage, spikes, current }: LifSweep, before = ""): string =>
  Array.from(
    voltage,
    (v, k) => `${before}${(k / 5).toFixed(1)},${v},${spikes[k]},${current[k]}\n`,
  ).join("");
