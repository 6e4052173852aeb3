/**
 * Posteriors whose misfit is known: theta ~ N(0, 1), x | theta ~ N(theta, 1), so that
 * theta | x ~ N(x / 2, 1 / 2), for two independent parameters.
 */
import type { Draws, PosteriorDraws } from "../../lib/core/draws.ts";
import { fold, key, stream } from "../../lib/core/random.ts";

const NAMES = ["a", "b"] as const;

/** Truths, and the exact posterior with its sd multiplied and its mean shifted. */
export function conjugatePosterior(
  { sdFactor = 1, shift = 0, datasets = 400, count = 199 }: {
    sdFactor?: number;
    shift?: number;
    datasets?: number;
    count?: number;
  },
): { truth: Draws<"a" | "b">; posterior: PosteriorDraws<"a" | "b"> } {
  const rng = stream(fold(key(45), "patient")); // only a label: golden numbers depend on it
  const truth = new Float64Array(datasets * 2);
  const draws = new Float64Array(datasets * count * 2);
  for (let i = 0; i < datasets; i++) {
    for (let j = 0; j < 2; j++) {
      const theta = truth[i * 2 + j] = rng.normal();
      const mean = (theta + rng.normal()) / 2 + shift;
      for (let k = 0; k < count; k++) {
        draws[(i * count + k) * 2 + j] = mean + sdFactor * Math.SQRT1_2 * rng.normal();
      }
    }
  }
  return {
    truth: { names: NAMES, count: datasets, values: truth },
    posterior: { names: NAMES, datasets, count, values: draws },
  };
}
