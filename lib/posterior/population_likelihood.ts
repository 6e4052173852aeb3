/**
 * What the observations of members say of their population, from draws of each member's posterior
 * under the single prior p₀: by Bayes' theorem
 *
 *     p(xᵢ | population) / p(xᵢ) = ∫ p(z | population) / p₀(z) · p(z | xᵢ) dz,
 *
 * the mean of a ratio of two normal densities over draws of p(z | xᵢ). Hogg, Myers & Bovy 2010,
 * arXiv:1008.4146.
 *
 * @module
 */
import { take } from "../core/draws.ts";
import type { Rng } from "../core/random.ts";
import { logNormalCdf, logSumExp, normalCdf, normalQuantile } from "../core/special.ts";
import type { Prior } from "../distributions/prior.ts";
import { takeRows } from "./target.ts";

/** Draws of one member's posterior under the single prior, in its standard normal coordinates. */
export interface MemberDraws {
  /** [count, dim]. */
  readonly points: Float64Array;
  /**
   * log of what each draw weighs, up to a constant: log posterior − log density that it was drawn
   * from. Equal if not given.
   */
  readonly logWeights?: Float64Array;
  /** The atoms that they lie on: none if not given. */
  readonly atoms?: readonly TailAtom[];
}

/**
 * Draws whose coordinate z lies beyond `end`, where the prior merges all z to one value, an atom. There
 * the posterior of z is p₀ cut at the end, so that its ratio is one of two tail masses, and no draw's
 * own z matters.
 */
export interface TailAtom {
  /** The coordinate. */
  readonly column: number;
  /** Where the tail starts. */
  readonly end: number;
  /** 1 for the tail above it, −1 for the one below. */
  readonly side: 1 | -1;
  /** The draws that lie there. */
  readonly rows: ReadonlySet<number>;
}

/** So far beyond its end a tail goes on, and an atom between two ends does not. */
const FAR = 8;

/**
 * The atoms that draws lie on, of priors that are clipped at an end.
 *
 * @param points [count, dim], in the prior's standard normal coordinates.
 *
 * @example Usage
 * ```ts
 * import { tailAtoms } from "./population_likelihood.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { clipped } from "../distributions/clipped.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = chain({ x: clipped(normal({ mean: 0, sd: 1 }), { low: -1, high: 2 }) });
 * assertEquals(tailAtoms(prior, Float64Array.of(0, 3, -1.5, 2.5)), [
 *   { column: 0, end: 2, side: 1, rows: new Set([1, 3]) },
 *   { column: 0, end: -1, side: -1, rows: new Set([2]) },
 * ]);
 * ```
 */
export function tailAtoms(prior: Prior, points: Float64Array): TailAtom[] {
  const dim = prior.names.length;
  const theta = prior.fromNormal(points);
  const rows = [...prior.atoms(theta)].flatMap((atom, row) => atom === 1 ? [row] : []);
  const ends = prior.toNormal(take(theta, rows));
  const found = new Map<string, TailAtom & { readonly rows: Set<number> }>();
  for (let column = 0; column < dim; column++) {
    // At an atom z is off the end that it is mapped back to, and all that is farther off is there, too.
    const far = takeRows(points, rows, dim);
    const candidates = rows.flatMap((_, i) => {
      const at = i * dim + column, beyond = far[at] - ends[at];
      if (!(Math.abs(beyond) > 1e-9 && Number.isFinite(beyond))) return [];
      const side = beyond > 0 ? 1 as const : -1 as const;
      far[at] = ends[at] + FAR * side;
      return [{ i, at, side }];
    });
    const farthest = prior.fromNormal(far).values;
    for (const { i, at, side } of candidates) {
      if (farthest[at] !== theta.values[rows[i] * dim + column]) continue;
      const end = ends[at], name = `${column} ${side} ${end}`;
      if (!found.has(name)) {
        found.set(name, { column, end, side, rows: new Set() });
      }
      found.get(name)!.rows.add(rows[i]);
    }
  }
  return [...found.values()];
}

/** A normal population in the members' standard normal coordinates. */
export interface NormalPopulation {
  /** [dim]. */
  readonly mean: ArrayLike<number>;
  /** [dim]. */
  readonly sd: ArrayLike<number>;
}

/** One member, ready to be weighed. */
export interface MemberLikelihood {
  /** [count, dim]. */
  readonly points: Float64Array;
  /**
   * The log weight of each draw in a population, log p(z | population) / p₀(z) and its own weight,
   * written into `out`, [count].
   */
  logWeights(population: NormalPopulation, out: Float64Array): void;
  /** log p(x | population) / p(x), the log of the mean weight. */
  logRatio(population: NormalPopulation): number;
  /** The z of draw `row`, [dim], those on an atom drawn anew from their tail of the population. */
  drawZ(rng: Rng, population: NormalPopulation, row: number): Float64Array;
}

/** So far below the largest, an exponential does not count: 1e-13 of it. */
const NEGLIGIBLE = 30;
const STEPS = 64;
/** exp(−i / STEPS) from 0 to NEGLIGIBLE. */
const EXPONENTIALS = Float64Array.from(
  { length: NEGLIGIBLE * STEPS + 2 },
  (_, i) => Math.exp(-i / STEPS),
);

/** logSumExp to 1e-10, several times faster: by a table, and a cubic between its values. */
function logSum(values: Float64Array): number {
  let max = -Infinity, sum = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > max) max = values[i];
  for (let i = 0; i < values.length; i++) {
    const below = max - values[i];
    if (!(below < NEGLIGIBLE)) continue;
    const step = (below * STEPS + 0.5) | 0, rest = step / STEPS - below;
    sum += EXPONENTIALS[step] * (1 + rest * (1 + rest * (0.5 + rest / 6)));
  }
  return max + Math.log(sum);
}

/**
 * The likelihood of a member of a population.
 *
 * @example Usage
 * ```ts
 * import { memberLikelihood } from "./population_likelihood.ts";
 * import { normals, key } from "../core/random.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // A posterior that is the prior, as of an observation that says nothing: the ratio is 1.
 * const { logRatio } = memberLikelihood({ points: normals(key(1), 5000) }, 1);
 * assertAlmostEquals(logRatio({ mean: [0.5], sd: [0.5] }), 0, 0.05);
 * ```
 */
export function memberLikelihood(
  { points, logWeights, atoms = [] }: MemberDraws,
  dim: number,
): MemberLikelihood {
  const count = points.length / dim;
  const total = logWeights ? logSumExp(logWeights) : Math.log(count);
  // −log p₀(z), without the constant that p(z | population) has, too.
  const base = Float64Array.from({ length: count }, (_, i) => {
    let square = 0;
    for (let j = i * dim; j < (i + 1) * dim; j++) square += points[j] * points[j];
    return 0.5 * square - total + (logWeights?.[i] ?? 0);
  });
  const quadratic = new Float64Array(dim), linear = new Float64Array(dim);
  const scratch = new Float64Array(count);

  function weigh({ mean, sd }: NormalPopulation, out: Float64Array): void {
    let constant = 0;
    for (let j = 0; j < dim; j++) {
      const precision = 1 / (sd[j] * sd[j]);
      quadratic[j] = -0.5 * precision;
      linear[j] = precision * mean[j];
      constant -= 0.5 * precision * mean[j] * mean[j] + Math.log(sd[j]);
    }
    for (let i = 0, at = 0; i < count; i++) {
      let sum = base[i] + constant;
      for (let j = 0; j < dim; j++, at++) {
        const z = points[at];
        sum += (quadratic[j] * z + linear[j]) * z;
      }
      out[i] = sum;
    }
    for (const { column, end, side, rows } of atoms) {
      const m = mean[column], s = sd[column];
      const ratio = logNormalCdf(side * (m - end) / s) - logNormalCdf(-side * end) + Math.log(s);
      for (const row of rows) {
        const z = points[row * dim + column];
        out[row] += ratio + 0.5 * (((z - m) / s) ** 2 - z * z);
      }
    }
  }

  return {
    points,
    logWeights: weigh,
    logRatio(population) {
      weigh(population, scratch);
      return logSum(scratch);
    },
    drawZ(rng, { mean, sd }, row) {
      const z = points.slice(row * dim, (row + 1) * dim);
      for (const { column, end, side, rows } of atoms) {
        if (!rows.has(row)) continue;
        // side · (z − mean) / sd ~ N(0, 1) above `cut`; Φ is exact in the lower tail.
        const cut = side * (end - mean[column]) / sd[column];
        const beyond = -normalQuantile(rng.uniform() * normalCdf(-cut));
        z[column] = mean[column] + side * sd[column] * Math.max(cut, beyond);
      }
      return z;
    },
  };
}
