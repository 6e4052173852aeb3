/**
 * The time-rescaling test of a point process: measured in its integrated hazard, the intervals
 * between spikes are independent and exponential with mean 1 (Brown, Barbieri, Ventura, Kass & Frank
 * 2002, Neural Comput. 14, 325–346). In steps of finite length a spike is placed at random in its
 * step, so that this is exact (Haslinger, Pipa & Brown 2010, Neural Comput. 22, 2477–2506).
 *
 * @module
 */
import { allFinite, ofLength } from "../../core/check.ts";
import { type Key, stream } from "../../core/random.ts";
import type { Batch } from "../../model/batch.ts";
import type { SpikeFields } from "./fields.ts";

/** Rescaled intervals against the uniform distribution, by the test of Kolmogorov and Smirnov. */
export interface TimeRescaling {
  /** 1 − e^{−interval}: uniform on [0, 1] if the hazard is that of the spikes. */
  readonly values: Float64Array;
  /** The largest distance of their distribution function from the uniform one. */
  readonly statistic: number;
  /** Small if the hazard is not that of the spikes; null if there is no spike. */
  readonly pValue: number | null;
}

/**
 * P(the statistic of `count` uniform values is larger), by Kolmogorov's series with the correction
 * of Stephens 1970 (J. R. Stat. Soc. B 32, 115–122).
 */
function kolmogorovTail(statistic: number, count: number): number {
  const root = Math.sqrt(count);
  const t = (root + 0.12 + 0.11 / root) * statistic;
  if (t < 0.3) return 1; // to 5 digits, where the series converges slowly
  let sum = 0;
  for (let j = 1; j <= 20; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * j * j * t * t);
  return Math.min(1, Math.max(0, sum));
}

/**
 * Tests whether recordings have their spikes from a hazard. The recordings are laid end to end, so
 * that no interval but the last is left out for being incomplete: left out of each recording, the
 * long ones would be missing.
 *
 * @param key Of the places of spikes in their steps.
 * @param hazard The hazard integrated over each step, given the spikes before, [count, samples]; a
 * spike comes in a step with probability 1 − e^{−hazard}.
 * @throws {RangeError} If the hazard has not one value a sample, or one is < 0 or not finite; if it is
 * 0 where there is a spike.
 *
 * @example Usage
 * ```ts
 * import { timeRescaling } from "./time_rescaling.ts";
 * import { key, stream } from "../../core/random.ts";
 * import { seriesBatch } from "../../model/batch.ts";
 * import { assert } from "@std/assert";
 *
 * const rng = stream(key(1));
 * const spikes = Float32Array.from({ length: 5000 }, () => rng.uniform() < 1 - Math.exp(-0.1) ? 1 : 0);
 * const batch = seriesBatch({ spikes }, { count: 5, step: 1 });
 * const tested = (hazard: number) =>
 *   timeRescaling(key(2), batch, new Float64Array(5000).fill(hazard)).pValue ?? NaN;
 * assert(tested(0.1) > 0.01);
 * assert(tested(0.15) < 0.01);
 * ```
 */
export function timeRescaling(
  key: Key,
  { values: { spikes } }: Pick<Batch<SpikeFields>, "values">,
  hazard: Float64Array,
): TimeRescaling {
  const action = "rescale time";
  ofLength(action, "hazard", hazard, spikes.length);
  allFinite(action, "hazard", hazard);
  const rng = stream(key);
  const values: number[] = [];
  let interval = 0;
  for (let k = 0; k < hazard.length; k++) {
    if (hazard[k] < 0 || (spikes[k] > 0 && hazard[k] === 0)) {
      throw new RangeError(
        `Cannot ${action} as the hazard must be >= 0, and > 0 at a spike: it is ${hazard[k]} at ` +
          `sample ${k}`,
      );
    }
    if (spikes[k] > 0) {
      interval -= Math.log1p(rng.uniform() * Math.expm1(-hazard[k]));
      values.push(-Math.expm1(-interval));
      interval = 0;
    } else interval += hazard[k];
  }
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  let statistic = 0;
  sorted.forEach((u, i) => statistic = Math.max(statistic, u - i / count, (i + 1) / count - u));
  return {
    values: Float64Array.from(values),
    statistic,
    pValue: count > 0 ? kolmogorovTail(statistic, count) : null,
  };
}
