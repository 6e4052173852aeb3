/**
 * Guides: first approximations of the posterior, made of one observation at a time. A guide gives
 * the {@link ./transform.ts | transform} to coordinates in which that approximation is N(0, I), so that
 * a flow has only the rest to learn, and numbers about the approximation, that show a network where
 * it is. The numbers are made from the guide, and never the guide from the numbers.
 *
 * @module
 */
import type { Batch } from "./batch.ts";
import type { Fields } from "./field.ts";
import type { SummaryVariables } from "./summary_variables.ts";
import type { Transform } from "./transform.ts";

/** What a guide makes of one observation. */
export interface Guided {
  /** One number for each of the guide's names. */
  readonly features: ArrayLike<number>;
  /** Made only when it is asked for. It never leaves the prior's support. */
  transform(): Transform<"normal" | "support">;
}

/**
 * A first approximation of the posterior of any observation.
 *
 * @example A guide of one's own: the exact posterior of a normal mean
 * ```ts
 * import type { Guide } from "./guide.ts";
 * import { type Batch, seriesBatch } from "./batch.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // theta ~ N(0, 1), x = theta + noise of sd 0.5: theta = z, and p(z | x) = N(0.8 x, 0.2).
 * const conjugate: Guide = {
 *   names: ["posterior mean"],
 *   of({ values }, row) {
 *     const mean = 0.8 * values.x[row], sd = Math.sqrt(0.2);
 *     return {
 *       features: [mean],
 *       transform: () => ({
 *         domain: "normal",
 *         forward({ z }, out) {
 *           out[0] = (z[0] - mean) / sd;
 *           return -Math.log(sd);
 *         },
 *         inverse: ([c], { z }) => z[0] = mean + sd * c,
 *       }),
 *     };
 *   },
 * };
 * const x: Batch = seriesBatch({ x: Float32Array.of(1, 2) }, { count: 2, step: 1 });
 * assertAlmostEquals(conjugate.of(x, 1).features[0], 1.6);
 * ```
 */
export interface Guide<X extends Fields = Fields> {
  /** Of the features. */
  readonly names: readonly string[];
  /** The approximation of observation `row`, which depends on nothing but that observation. */
  of(observations: Batch<X>, row: number): Guided;
}

/**
 * A guide's features as summary variables.
 *
 * @example Usage
 * ```ts
 * import { featuresOf, type Guide } from "./guide.ts";
 * import { type Batch, seriesBatch } from "./batch.ts";
 * import { summarise } from "./summary_variables.ts";
 * import { normalTransform } from "./transform.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const guide: Guide = {
 *   names: ["x", "x²"],
 *   of: ({ values: { x } }, row) => ({
 *     features: [x[row], x[row] ** 2],
 *     transform: () => normalTransform,
 *   }),
 * };
 * const x: Batch = seriesBatch({ x: Float32Array.of(1, 2) }, { count: 2, step: 1 });
 * assertEquals([...summarise(featuresOf(guide), x)], [1, 1, 2, 4]);
 * ```
 */
export function featuresOf<X extends Fields>({ names, of }: Guide<X>): SummaryVariables<X> {
  return {
    shape: [names.length],
    names,
    write: (observations, row, out, offset) => out.set(of(observations, row).features, offset),
  };
}
