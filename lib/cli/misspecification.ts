/**
 * Whether a recording of one's own is one that the simulator could have made, in words.
 *
 * @module
 */
import { simulateJoint } from "../dataset.ts";
import { lifSummaries } from "../diagnostics/lif_summaries.ts";
import {
  fitMisspecification,
  misspecification,
  type MisspecificationReport,
} from "../diagnostics/misspecification.ts";
import type { Key } from "../random.ts";
import type { LifChannel } from "../simulators/lif.ts";
import type { Recordings } from "../simulators/simulator.ts";
import type { Study } from "../study.ts";

/** Simulations with which the recording is compared: two seconds' work. */
const SIMULATIONS = 2000;
/** The user is warned at this level: of a hundred good recordings, one. */
const LEVEL = 0.01;

/**
 * Compares a recording with simulations from the prior; nothing if the experiment has no noise, of
 * which the test lives.
 */
export function examine(
  key: Key,
  { model, recipe }: Study,
  observed: Recordings<LifChannel>,
): MisspecificationReport | undefined {
  const { sim } = recipe.configuration;
  if (sim.obs_noise_std === 0 || sim.I_std === 0) return undefined;
  const summariesOf = lifSummaries(sim);
  const { recordings } = simulateJoint(key, model, SIMULATIONS);
  return misspecification(fitMisspecification(summariesOf(recordings)), summariesOf(observed));
}

/** The warning that a report deserves, if any. */
export function misspecificationWarning(
  { pValue, simulations, standouts }: MisspecificationReport,
): string | undefined {
  if (pValue > LEVEL) return undefined;
  const list = standouts.slice(0, 3).map(({ summaries, name, value, low, high }) =>
    `  ${summaries}, ${name}: ${value.toPrecision(3)}, simulations ${low.toPrecision(3)} to ${
      high.toPrecision(3)
    }`
  );
  return [
    "warning: this recording lies far from what the simulator makes: it could hardly have made it,",
    `p = ${pValue.toPrecision(2)} among ${simulations} simulations of its kind. What stands out:`,
    ...list,
    "The posterior below assumes that the model is right; don't trust it.",
  ].join("\n");
}
