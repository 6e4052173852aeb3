/**
 * The coordinates in which a member is learnt given its population: those of the single prior, in
 * which what a member's own observation says does not depend on the population.
 *
 * @module
 */
import { ofLength } from "../core/check.ts";
import type { Guide } from "./guide.ts";
import type { MemberFields } from "./population_models.ts";

/**
 * The guide of a member of a population: its features are the means and the logarithms of the sds,
 * and its transform takes deviations ε to z = mean + sd · ε.
 *
 * @param names Of the population's parameters, means before sds.
 * @throws {RangeError} If a population has not so many numbers.
 *
 * @example Usage
 * ```ts
 * import { memberGuide } from "./population_guide.ts";
 * import { vector } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = { own: vector(["x"]), population: vector(["mu_mean", "mu_sd"]) };
 * const values = { own: Float32Array.of(3), population: Float32Array.of(1, 2) };
 * const { features, transform } = memberGuide(["mu_mean", "mu_sd"])
 *   .of({ fields, count: 1, values }, 0);
 * const z = new Float64Array(1);
 * assertEquals(transform().forward({ theta: z, z: Float64Array.of(0.5) }, z), Math.log(2));
 * assertEquals([z[0], features[1]], [2, Math.log(2)]);
 * ```
 */
export function memberGuide(names: readonly string[]): Guide<MemberFields> {
  const dim = names.length / 2;
  return {
    names,
    of({ count, values: { population } }, row) {
      ofLength("guide member", "population", population, count * 2 * dim);
      const mean = population.subarray(row * 2 * dim, row * 2 * dim + dim);
      const sd = population.subarray(row * 2 * dim + dim, (row + 1) * 2 * dim);
      const logSd = Float64Array.from(sd, Math.log);
      const logDet = logSd.reduce((sum, log) => sum + log, 0);
      return {
        features: [...mean, ...logSd],
        transform: () => ({
          domain: "normal",
          forward({ z }, out) {
            for (let j = 0; j < dim; j++) out[j] = mean[j] + sd[j] * z[j];
            return logDet;
          },
          inverse(c, { z }) {
            for (let j = 0; j < dim; j++) z[j] = (c[j] - mean[j]) / sd[j];
          },
        }),
      };
    },
  };
}
