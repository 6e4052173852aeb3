/**
 * Densities where the prior has atoms: with respect to Lebesgue measure plus the counting measure
 * on the atoms, as the prior's own (see `Prior.logProb`). A clipped parameter's atom merges a tail
 * of its standard normal coordinate, so what a posterior gives to it is an integral over that tail,
 *
 *     q(theta) = ∫ q(z) dz_j · |dz_k / dtheta_k|,   j on atoms, k the others.
 *
 * @module
 */
import type { Fields } from "../../model/field.ts";
import { inOrder } from "../../core/columns.ts";
import { dataset, type Draws, type PosteriorDraws, take } from "../../core/draws.ts";
import type { Posterior } from "../../posterior/posterior.ts";
import type { Prior } from "../../distributions/prior.ts";
import { type Batch, observation } from "../../model/batch.ts";
import { logSumExp, normalLogDensity } from "../../core/special.ts";

/** Simpson's rule over the first `REACH` of a tail: all of it that a normal distribution has. */
const REACH = 8, INTERVALS = 80;

/** Distances into the tail, and the logs of their weights. */
const NODES = Array.from({ length: INTERVALS + 1 }, (_, i) => ({
  at: REACH * i / INTERVALS,
  logWeight: Math.log(
    REACH / INTERVALS / 3 * (i === 0 || i === INTERVALS ? 1 : i % 2 === 1 ? 4 : 2),
  ),
}));

/** A coordinate on an atom, and on which side of its z the tail is. */
interface Tail {
  readonly column: number;
  readonly side: -1 | 1;
}

const SIDES = [-1, 1] as const;

/** The atoms that one row lies on: there a step into the tail leaves theta as it is. */
function tailsOf<Name extends string>(
  prior: Prior<Name>,
  theta: Float64Array,
  z: Float64Array,
): Tail[] {
  return [...z.keys()].flatMap((column) =>
    SIDES.filter((side) => {
      const moved = z.slice();
      moved[column] += side;
      return Number.isFinite(z[column]) && prior.fromNormal(moved).values[column] === theta[column];
    }).map((side) => ({ column, side }))
  );
}

/** Points z over all tails of a row, with the logs of their weights. */
function overTails(z: Float64Array, tails: readonly Tail[]) {
  let points = [{ z, logWeight: 0 }];
  for (const { column, side } of tails) {
    points = points.flatMap((point) =>
      NODES.map(({ at, logWeight }) => {
        const moved = point.z.slice();
        moved[column] += side * at;
        return { z: moved, logWeight: point.logWeight + logWeight };
      })
    );
  }
  return points;
}

/**
 * What a posterior of one observation gives to rows on atoms; NaN for one that is on a bound, too.
 */
async function atomLogProbs<Name extends string, X extends Fields>(
  { logProbNormal }: Posterior<Name, X>,
  prior: Prior<Name>,
  theta: Draws<Name>,
  own: Batch<X>,
): Promise<number[]> {
  const dim = prior.names.length;
  const all = prior.toNormal(theta), factors = prior.logFactors(theta);
  const rows = Array.from({ length: theta.count }, (_, i) => {
    const cut = (values: Float64Array) => values.subarray(i * dim, (i + 1) * dim);
    const z = cut(all), tails = tailsOf(prior, cut(theta.values), z);
    // log |det dz_k / dtheta_k| of the others.
    const logDet = cut(factors).reduce(
      (sum, factor, k) =>
        tails.some(({ column }) => column === k) ? sum : sum + factor - normalLogDensity(z[k]),
      0,
    );
    return { points: overTails(z, tails), logDet: Number.isFinite(logDet) ? logDet : NaN };
  });
  if (!logProbNormal) return rows.map(() => -Infinity);
  const points = rows.flatMap(({ points }) => points);
  const z = new Float64Array(points.length * dim);
  points.forEach((point, i) => z.set(point.z, i * dim));
  const logQ = await logProbNormal(z, { ...prior.fromNormal(z), datasets: 1 }, own);
  let next = 0;
  return rows.map(({ points, logDet }) =>
    logDet + logSumExp(points.map(({ logWeight }) => logQ[next++] + logWeight))
  );
}

/**
 * The log density of each draw given its observation, [datasets, count], with respect to the
 * measure of the prior: as `posterior.logProb` off the atoms, and on them a mass. A posterior
 * without `logProbNormal` gives atoms none, and its log density there is −∞.
 *
 * @example Usage
 * ```ts
 * import { logProbWithAtoms } from "./atoms.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { referencePosterior } from "../../models/lif/likelihood/reference_posterior.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif({ T: 5 }) };
 * const { theta, observations } = simulateJoint(key(1), model, 1);
 * const values = theta.values.slice();
 * values[theta.names.indexOf("g_L")] = 15;
 * const atom = { ...theta, datasets: 1, values };
 * const exact = referencePosterior(model.prior, { T: 5 });
 * const [logProb] = await logProbWithAtoms(exact, model.prior, atom, observations);
 * assert(Number.isFinite(logProb));
 * ```
 */
export async function logProbWithAtoms<Name extends string, X extends Fields>(
  posterior: Posterior<Name, X>,
  prior: Prior<Name>,
  draws: PosteriorDraws<Name>,
  observations: Batch<X>,
): Promise<Float64Array> {
  const theta = inOrder("evaluate posterior", draws, prior.names);
  const { names, datasets, count, values } = theta;
  const logProb = await posterior.logProb(theta, observations);
  const atoms = prior.atoms({ names, count: datasets * count, values });
  for (let i = 0; i < datasets; i++) {
    const on = Array.from({ length: count }, (_, l) => l).filter((l) => atoms[i * count + l] === 1);
    if (on.length === 0) continue;
    const rows = take(dataset(theta, i), on);
    const found = await atomLogProbs(posterior, prior, rows, observation(observations, i));
    on.forEach((l, at) => logProb[i * count + l] = found[at]);
  }
  return logProb;
}
