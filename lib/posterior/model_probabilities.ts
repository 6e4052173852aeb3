/**
 * The probabilities of models, from the posterior of a choice among them.
 *
 * @module
 */
import { categories } from "../distributions/categorical.ts";
import { normalLogDensity } from "../core/special.ts";
import type { Batch } from "../model/batch.ts";
import type { Fields } from "../model/field.ts";
import type { ModelChoice } from "../model/model_choice.ts";
import type { Posterior } from "./posterior.ts";

/**
 * P(model k | observation i), [observations, models], without sampling: within a model z is
 * distributed as in the prior, so that its density at one point of each gives all of them.
 *
 * @throws {RangeError} If the posterior has no density in the prior's normal coordinates, or the
 * observations are not of the fields expected.
 *
 * @example Usage
 * ```ts
 * import { modelProbabilities } from "./model_probabilities.ts";
 * import { normalRowDensities } from "../core/special.ts";
 * import { seriesBatch } from "../model/batch.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const prior = {
 *   names: ["model"] as const,
 *   sample: () => Promise.reject(new Error("not used")),
 *   logProb: () => Promise.reject(new Error("not used")),
 *   logProbNormal: (z: Float64Array) => Promise.resolve(normalRowDensities(z, 1)),
 * };
 * const one = seriesBatch({ x: Float32Array.of(1) }, { count: 1, step: 1 });
 * const [first, second] = await modelProbabilities(prior, { weights: [1, 3] }, one);
 * assertAlmostEquals(first, 0.25);
 * assertAlmostEquals(second, 0.75);
 * ```
 */
export async function modelProbabilities<X extends Fields>(
  posterior: Posterior<"model", X>,
  { weights }: Pick<ModelChoice<X>, "weights">,
  observations: Batch<X>,
): Promise<Float64Array> {
  if (!posterior.logProbNormal) {
    throw new RangeError(
      "Cannot find model probabilities as the posterior must have a density in the prior's normal " +
        "coordinates: it has none",
    );
  }
  const { probabilities, medians } = categories(weights), kinds = weights.length;
  const datasets = observations.count;
  const z = Float64Array.from({ length: datasets * kinds }, (_, i) => medians[i % kinds]);
  const values = z.map((_, i) => i % kinds);
  const theta = { names: ["model"] as const, datasets, count: kinds, values };
  const logProb = await posterior.logProbNormal(z, theta, observations);
  return logProb.map((value, i) =>
    probabilities[i % kinds] * Math.exp(value - normalLogDensity(z[i]))
  );
}
