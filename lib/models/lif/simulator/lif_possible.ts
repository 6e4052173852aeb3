/**
 * Which spike trains the leaky integrate-and-fire neuron can't make, whatever its parameters: those
 * of likelihood zero.
 *
 * @module
 */
import { refractorySteps, type SimConfig, stepCount } from "./lif.ts";

/** A spike that can't be where it is reported. */
export interface ImpossibleSpike {
  /** Too soon after another, or on the first or last sample. */
  readonly kind: "refractory" | "first" | "last";
  /** Its sample. */
  readonly sample: number;
  /** The sample of the spike before it that is too near. */
  readonly previous?: number;
}

/** What is known besides the experiment. */
export interface PossibleOptions {
  /** Whether every neuron starts below its threshold, as under a prior with V_init < V_th. */
  readonly startsBelow?: boolean;
}

/**
 * Samples from a spike to the first that may spike again: it and tref / dt more are held.
 *
 * @example Usage
 * ```ts
 * import { fewestStepsBetweenSpikes } from "./lif_possible.ts";
 * import { simConfig } from "./lif.ts";
 * import { assert } from "@std/assert";
 *
 * assert(fewestStepsBetweenSpikes(simConfig({ tref: 4 })) >= 20);
 * ```
 */
export function fewestStepsBetweenSpikes(config: Pick<SimConfig, "tref" | "dt">): number {
  return refractorySteps(config) + 1;
}

/**
 * The first spike that the neuron of this experiment can't have made.
 *
 * @param spikes One recording, 1 where a spike is reported, [stepCount].
 *
 * @example Usage
 * ```ts
 * import { impossibleSpike } from "./lif_possible.ts";
 * import { simConfig } from "./lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const config = simConfig({ T: 2, dt: 0.2, tref: 0.4 });
 * assertEquals(impossibleSpike([0, 1, 0, 0, 1, 0, 0, 0, 0, 0], config), undefined);
 * assertEquals(
 *   impossibleSpike([0, 1, 0, 1, 0, 0, 0, 0, 0, 0], config),
 *   { kind: "refractory", sample: 3, previous: 1 },
 * );
 * ```
 */
export function impossibleSpike(
  spikes: ArrayLike<number>,
  config: Pick<SimConfig, "T" | "tref" | "dt">,
  { startsBelow = false }: PossibleOptions = {},
): ImpossibleSpike | undefined {
  const fewest = fewestStepsBetweenSpikes(config);
  const last = stepCount(config) - 1;
  let previous = -Infinity;
  for (let sample = 0; sample < spikes.length; sample++) {
    if (!(spikes[sample] > 0)) continue;
    if (sample === 0 && startsBelow) return { kind: "first", sample };
    if (sample - previous < fewest) return { kind: "refractory", sample, previous };
    if (sample === last) return { kind: "last", sample };
    previous = sample;
  }
  return undefined;
}
