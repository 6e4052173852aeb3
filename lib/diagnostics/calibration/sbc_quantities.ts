/**
 * Simulation-based calibration of test quantities, which are functions of parameters and
 * observation. Parameters one by one don't detect a wrong correlation, nor a posterior that ignores
 * the observations; quantities that mix parameters, or parameters and data, do. Modrák et al. 2023,
 * arXiv:2211.02383.
 *
 * @module
 */
import { integer, ofLength } from "../../core/check.ts";
import { type Draws, mapRows, type PosteriorDraws, type Theta } from "../../core/draws.ts";
import { fold, type Key, stream } from "../../core/random.ts";
import { cholesky, mahalanobis } from "../../core/linear_algebra.ts";
import { checkPairing } from "./pairing.ts";
import { rankAmong } from "./ranks.ts";

/** A function of parameters and observation, whose truth is ranked among draws. */
export interface SbcQuantity<Name extends string = string> {
  /** In a table or figure, such as "E_L + 200 / g_L". */
  readonly name: string;
  /**
   * One number a row, in an array of its own; NaN counts as −∞. The rows are all draws for an
   * observation and then its truth. The function may use what they have in common, such as their
   * mean; if it distinguished the truth from the draws, ranks would not be uniform.
   */
  evaluate(rows: Draws<Name>, observation: number): Float64Array;
}

/**
 * A quantity of one row, such as log p(x | theta).
 *
 * @example Usage
 * ```ts
 * import { quantity } from "./sbc_quantities.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { evaluate } = quantity<"E_L" | "g_L">("rest", ({ E_L, g_L }) => E_L + 200 / g_L);
 * const rows = { names: ["E_L", "g_L"] as const, count: 1, values: Float64Array.of(-70, 10) };
 * assertEquals([...evaluate(rows, 0)], [-50]);
 * ```
 */
export function quantity<Name extends string>(
  name: string,
  f: (theta: Theta<Name>, observation: number) => number,
): SbcQuantity<Name> {
  return { name, evaluate: (rows, observation) => mapRows(rows, (theta) => f(theta, observation)) };
}

/**
 * A quantity known beforehand at every draw and truth, such as log q(theta | x) from
 * `posterior.logProb`.
 *
 * @param values.draws [datasets, count].
 * @param values.truth [datasets].
 * @throws {RangeError} If there are not equally many draws for each truth.
 *
 * @example Usage
 * ```ts
 * import { knownQuantity } from "./sbc_quantities.ts";
 * import { drawsOf } from "../../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draws = Float64Array.of(-1, -2, -3, -4), truth = Float64Array.of(-1.5, -2.5);
 * const { evaluate } = knownQuantity("log q", { draws, truth });
 * assertEquals([...evaluate(drawsOf([], []), 1)], [-3, -4, -2.5]);
 * ```
 */
export function knownQuantity(
  name: string,
  { draws, truth }: { readonly draws: Float64Array; readonly truth: Float64Array },
): SbcQuantity {
  const count = draws.length / truth.length;
  integer("make test quantity", "draws.length / truth.length", count, 1);
  return {
    name,
    evaluate(_, observation) {
      const values = new Float64Array(count + 1);
      values.set(draws.subarray(observation * count, (observation + 1) * count));
      values[count] = truth[observation];
      return values;
    },
  };
}

function columnOf({ names: { length: dim }, count, values }: Draws, j: number): Float64Array {
  const result = new Float64Array(count);
  for (let k = 0; k < count; k++) result[k] = values[k * dim + j];
  return result;
}

/** The mean of one column. */
function columnMean({ names: { length: dim }, count, values }: Draws, j: number): number {
  let sum = 0;
  for (let k = j; k < values.length; k += dim) sum += values[k];
  return sum / count;
}

/** The products of two columns less their means; to divide by their sds would not change a rank. */
function products(rows: Draws, a: number, b: number): Float64Array {
  const { names: { length: dim }, count, values } = rows;
  const [meanA, meanB] = [columnMean(rows, a), columnMean(rows, b)];
  const result = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    result[k] = (values[k * dim + a] - meanA) * (values[k * dim + b] - meanB);
  }
  return result;
}

/** |L⁻¹ (theta − mean)|² of each row, L Lᵀ the covariance of all rows. */
function distances(rows: Draws): Float64Array {
  const { names: { length: dim }, count, values } = rows;
  const covariance = new Float64Array(dim * dim);
  const centered = values.slice();
  for (let j = 0; j < dim; j++) {
    const mean = columnMean(rows, j);
    for (let k = j; k < values.length; k += dim) centered[k] -= mean;
  }
  for (let k = 0; k < count; k++) {
    for (let a = 0; a < dim; a++) {
      for (let b = 0; b <= a; b++) {
        covariance[a * dim + b] += centered[k * dim + a] * centered[k * dim + b] / count;
      }
    }
  }
  // A trace of noise keeps the factor where draws lie on a line, or on an atom.
  for (let a = 0; a < dim; a++) covariance[a * dim + a] = covariance[a * dim + a] * (1 + 1e-9) || 1;
  const factor = cholesky(covariance, dim);
  const result = new Float64Array(count), row = new Float64Array(dim), work = new Float64Array(dim);
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < dim; j++) row[j] = centered[k * dim + j];
    result[k] = mahalanobis(factor, row, work);
  }
  return result;
}

/**
 * What needs nothing but draws: each parameter, the product of each two (their correlation), and
 * the Mahalanobis distance from the posterior mean (the width in all directions).
 *
 * @example Usage
 * ```ts
 * import { defaultQuantities } from "./sbc_quantities.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = defaultQuantities(["tau_m", "g_L"]).map(({ name }) => name);
 * assertEquals(names.slice(0, 2), ["tau_m", "g_L"]);
 * assertEquals(names.length, 4); // with their product, and the distance from the mean
 * ```
 */
export function defaultQuantities<Name extends string>(
  names: readonly Name[],
): SbcQuantity<Name>[] {
  const pairs = names.flatMap((_, a) => names.slice(0, a).map((_, b) => [b, a] as const));
  return [
    ...names.map((name, j): SbcQuantity<Name> => ({
      name,
      evaluate: (rows) => columnOf(rows, j),
    })),
    ...pairs.map(([a, b]): SbcQuantity<Name> => ({
      name: `${names[a]} × ${names[b]}`,
      evaluate: (rows) => products(rows, a, b),
    })),
    { name: "distance from mean", evaluate: distances },
  ];
}

/**
 * Each parameter times an estimate of it from the observation alone: detects a posterior that uses
 * less of the observation than the references do, above all one that uses nothing, and is the
 * prior.
 *
 * @param references One row an observation, made from the observation without its truth, as by
 * `nearestReferences`.
 */
export function dataQuantities<Name extends string>(
  references: Draws<Name>,
): SbcQuantity<Name>[] {
  const { names, values } = references;
  return names.map((name, j) => {
    const middle = columnMean(references, j);
    return {
      name: `${name} × reference`,
      evaluate(rows, observation) {
        const weight = values[observation * names.length + j] - middle;
        const result = columnOf(rows, j);
        for (let k = 0; k < result.length; k++) result[k] = weight * (result[k] - middle);
        return result;
      },
    };
  });
}

/**
 * The rank of each truth's quantity among those of the draws for its observation; equal ones count
 * as below or not at random.
 *
 * @param quantities {@linkcode defaultQuantities} if not given.
 * @returns [datasets, quantities.length]; row i depends on the key and observation i only.
 * @throws {RangeError} If the two don't belong together, or a quantity has not one value a row or
 * never varies.
 *
 * @example Usage
 * ```ts
 * import { quantity, sbcQuantities } from "./sbc_quantities.ts";
 * import { key } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["a", "b"] as const;
 * const truth = { names, count: 1, values: Float64Array.of(1, 2) };
 * const posterior = { names, datasets: 1, count: 2, values: Float64Array.of(0, 1, 3, 4) };
 * const sum = quantity<"a" | "b">("sum", ({ a, b }) => a + b);
 * assertEquals([...sbcQuantities(key(45), posterior, truth, [sum]).values], [1]);
 * ```
 */
export function sbcQuantities<Name extends string>(
  key: Key,
  posterior: PosteriorDraws<Name>,
  truth: Draws<NoInfer<Name>>,
  quantities: readonly SbcQuantity<NoInfer<Name>>[] = defaultQuantities(posterior.names),
): Draws {
  const action = "rank test quantities";
  checkPairing(action, posterior, truth);
  const { names, datasets, count } = posterior;
  const size = count * names.length;
  const rows = { names, count: count + 1, values: new Float64Array(size + names.length) };
  const ranks = new Float64Array(datasets * quantities.length);
  const varies = quantities.map(() => false);
  for (let i = 0; i < datasets; i++) {
    rows.values.set(posterior.values.subarray(i * size, (i + 1) * size));
    rows.values.set(truth.values.subarray(i * names.length, (i + 1) * names.length), size);
    const rng = stream(fold(key, i));
    quantities.forEach(({ name, evaluate }, j) => {
      const values = evaluate(rows, i);
      ofLength(action, name, values, count + 1);
      for (let k = 0; k <= count; k++) if (Number.isNaN(values[k])) values[k] = -Infinity;
      varies[j] ||= values.some((value) => value !== values[0]);
      ranks[i * quantities.length + j] = rankAmong(rng, values[count], values, { to: count });
    });
  }
  const still = quantities.filter((_, j) => !varies[j]).map(({ name }) => name);
  if (still.length > 0) { // ranks by chance alone would be uniform
    throw new RangeError(
      `Cannot ${action} as each must vary among draws and truth of some observation: ${
        still.join(", ")
      } never does`,
    );
  }
  return { names: quantities.map(({ name }) => name), count: datasets, values: ranks };
}
