/**
 * Tests of accuracy with random points (TARP): the share of draws nearer to a reference point than
 * the truth is. Lemos et al. 2023, arXiv:2302.03026.
 *
 * If the posterior is calibrated, that share is uniform for any reference point that is made
 * without the truth. That proves a posterior right only with points that depend on the observation:
 * with others, the prior passes.
 *
 * @module
 */
import { allFinite, integer, ofLength } from "../../core/check.ts";
import { inOrder } from "../../core/columns.ts";
import { dataset, type Draws, type PosteriorDraws } from "../../core/draws.ts";
import { fold, type Key, stream } from "../../core/random.ts";
import { columnMoments } from "../../core/stats.ts";
import { checkPairing } from "./pairing.ts";
import { type EcdfReport, rankEcdf } from "./rank_ecdf.ts";
import { rankAmong } from "./ranks.ts";

/** Simulations to compare with, and numbers that describe their observations. */
export interface ReferenceSimulations<Name extends string = string> {
  /** The parameters behind each. */
  readonly theta: Draws<Name>;
  /** Row-major, [theta.count, K], such as `summarise` gives. */
  readonly summaries: ArrayLike<number>;
}

/**
 * For each observation, the parameters of the simulation whose summaries are nearest to its own:
 * reference points that depend on the observation. The sds of the summaries in the simulations are
 * their units.
 *
 * @param simulations Others than those tested: were they among them, the ranks of neighbours
 * would depend on each other, and no p-value be right.
 * @param summaries Of the observations tested, [N, K].
 * @throws {RangeError} If there are fewer than two simulations, or the summaries don't fit or are
 * not finite.
 *
 * @example Usage
 * ```ts
 * import { nearestReferences } from "./tarp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const theta = { names: ["g_L"], count: 2, values: Float64Array.of(8, 12) };
 * const simulations = { theta, summaries: Float64Array.of(-50, -65) };
 * const { values } = nearestReferences(simulations, Float64Array.of(-60, -52, -70));
 * assertEquals([...values], [12, 8, 12]);
 * ```
 */
export function nearestReferences<Name extends string>(
  simulations: ReferenceSimulations<Name>,
  summaries: ArrayLike<number>,
): Draws<Name> {
  const action = "find reference points";
  const { names, count, values } = simulations.theta;
  integer(action, "simulations.theta.count", count, 2);
  const width = simulations.summaries.length / count;
  integer(action, "simulations.summaries.length / simulations.theta.count", width, 1);
  const datasets = summaries.length / width;
  integer(action, `summaries.length / ${width}`, datasets, 1);
  allFinite(action, "simulations.summaries", simulations.summaries);
  allFinite(action, "summaries", summaries);
  const units = columnMoments(simulations.summaries, width).map(({ sd }) => sd || 1);
  const references = new Float64Array(datasets * names.length);
  for (let i = 0; i < datasets; i++) {
    let nearest = 0, least = Infinity;
    for (let k = 0; k < count; k++) {
      let distance = 0;
      for (let l = 0; l < width && distance < least; l++) {
        distance +=
          ((summaries[i * width + l] - simulations.summaries[k * width + l]) / units[l]) ** 2;
      }
      if (distance < least) [nearest, least] = [k, distance];
    }
    const own = values.subarray(nearest * names.length, (nearest + 1) * names.length);
    references.set(own, i * names.length);
  }
  return { names, count: datasets, values: references };
}

/**
 * The rank of each truth among the draws for its observation, by distance from its reference point.
 * The sds of the reference points are the units of the parameters.
 *
 * @param references One an observation, made without the truths.
 * @returns [datasets, 1]; row i depends on the key, observation i and the references only.
 * @throws {RangeError} If the three don't belong together, or a parameter never varies in the
 * references.
 *
 * @example Usage
 * ```ts
 * import { tarpRanks } from "./tarp.ts";
 * import { key } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["g_L"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(9, 11) };
 * const posterior = { names, datasets: 2, count: 2, values: Float64Array.of(8.5, 10, 8, 10.5) };
 * const references = { names, count: 2, values: Float64Array.of(8, 12) };
 * assertEquals([...tarpRanks(key(1), posterior, truth, references).values], [1, 0]);
 * ```
 */
export function tarpRanks<Name extends string>(
  key: Key,
  posterior: PosteriorDraws<Name>,
  truth: Draws<NoInfer<Name>>,
  references: Draws<NoInfer<Name>>,
): Draws<"all parameters"> {
  const action = "test accuracy";
  checkPairing(action, posterior, truth);
  const { names, datasets } = posterior;
  const dim = names.length;
  const points = inOrder(action, references, names);
  ofLength(action, "references", { length: points.count }, datasets);
  allFinite(action, "references.values", points.values);
  const units = columnMoments(points.values, dim).map(({ mean, sd }, j) => {
    if (sd > 0) return sd;
    throw new RangeError(
      `Cannot ${action} as references.${names[j]} must vary: current value is ${mean} in all`,
    );
  });
  const ranks = Float64Array.from({ length: datasets }, (_, i) => {
    const distances = ({ values }: { readonly values: Float64Array }) =>
      Float64Array.from({ length: values.length / dim }, (_, k) => {
        let sum = 0;
        for (let j = 0; j < dim; j++) {
          sum += ((values[k * dim + j] - points.values[i * dim + j]) / units[j]) ** 2;
        }
        return sum;
      });
    const [own] = distances({ values: truth.values.subarray(i * dim, (i + 1) * dim) });
    return rankAmong(stream(fold(key, i)), own, distances(dataset(posterior, i)));
  });
  return { names: ["all parameters"], count: datasets, values: ranks };
}

/**
 * Expected coverage of the regions around reference points, for all parameters at once, with a
 * simultaneous band and an exact p-value.
 *
 * @param references One an observation, made from the observation without its truth, as by
 * {@linkcode nearestReferences}.
 * @param options.level Of the band, 0.95 if not given.
 * @throws {RangeError} As {@linkcode tarpRanks} and `rankEcdf` do.
 *
 * @example Usage
 * ```ts
 * import { tarp } from "./tarp.ts";
 * import { key } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["g_L"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(9, 11) };
 * const posterior = { names, datasets: 2, count: 2, values: Float64Array.of(8.5, 10, 8, 10.5) };
 * const references = { names, count: 2, values: Float64Array.of(8, 12) };
 * // One draw is nearer than the truth in the first observation, none in the second.
 * assertEquals(tarp(key(1), posterior, truth, references).quantities[0].shares, [1 / 2, 1]);
 * ```
 */
export function tarp<Name extends string>(
  key: Key,
  posterior: PosteriorDraws<Name>,
  truth: Draws<NoInfer<Name>>,
  references: Draws<NoInfer<Name>>,
  { level = 0.95 }: { readonly level?: number } = {},
): EcdfReport<"all parameters"> {
  const ranks = tarpRanks<Name>(key, posterior, truth, references);
  return rankEcdf(ranks, { draws: posterior.count, level });
}
