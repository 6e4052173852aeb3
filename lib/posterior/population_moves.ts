/**
 * Moves of an ensemble of chains over a population and its members: each chain moves along the
 * difference of two others, of the half of the ensemble that stands still (ter Braak & Vrugt 2008).
 *
 * @module
 */
import { fold, type Key, type Rng, stream } from "../core/random.ts";
import { normalLogDensity } from "../core/special.ts";
import type { PopulationPrior } from "../distributions/population_prior.ts";

/** log p(x | z) of one member at each of the points [n, dim]. */
export type MemberLogLikelihood = (points: Float64Array) => Float64Array;

/** The noise on a difference of chains, in sds of a typical posterior: so that none is degenerate. */
const JITTER = 1e-3;

/** Lengths of moves, in those that are best for a normal posterior: a ridge that bends needs short ones. */
const LENGTHS = [1, 0.5, 0.25];

/** A length, the same for all chains, so that the way back is as long. */
function lengthOf(key: Key): number {
  return LENGTHS[Math.floor(stream(fold(key, "length")).uniform() * LENGTHS.length)];
}

/** One chain. */
export interface Walker {
  mean: Float64Array;
  sd: Float64Array;
  /** [members, dim]. */
  readonly z: Float64Array;
  /** Of each member. */
  readonly logLikelihood: Float64Array;
}

/** Two different numbers from `from` up to `to`. */
function pair(rng: Rng, from: number, to: number): [number, number] {
  const first = Math.floor(rng.uniform() * (to - from));
  const second = Math.floor(rng.uniform() * (to - from - 1));
  return [from + first, from + (second < first ? second : second + 1)];
}

/** The ensemble in two halves: chains that move, and those that they look at. */
function* halves(count: number): Generator<{ own: number[]; other: [number, number] }> {
  const half = count / 2;
  const rows = Array.from({ length: count }, (_, k) => k);
  yield { own: rows.slice(0, half), other: [half, count] };
  yield { own: rows.slice(half), other: [0, half] };
}

/** Moves member `i` of every chain; the share that was accepted. */
export function moveMember(
  key: Key,
  walkers: readonly Walker[],
  i: number,
  logLikelihood: MemberLogLikelihood,
): number {
  const dim = walkers[0].mean.length;
  const step = lengthOf(key) * 2.38 / Math.sqrt(2 * dim);
  let accepted = 0;
  for (const { own, other } of halves(walkers.length)) {
    const proposals = new Float64Array(own.length * dim);
    const thresholds = own.map((k, at) => {
      const rng = stream(fold(key, k));
      const [a, b] = pair(rng, ...other);
      const { z, mean, sd } = walkers[k];
      let gain = 0;
      for (let j = 0; j < dim; j++) {
        const here = i * dim + j;
        const moved = z[here] + step * (walkers[a].z[here] - walkers[b].z[here]) +
          JITTER * rng.normal();
        proposals[at * dim + j] = moved;
        gain += normalLogDensity((moved - mean[j]) / sd[j]) -
          normalLogDensity((z[here] - mean[j]) / sd[j]);
      }
      return Math.log(rng.uniform()) - gain;
    });
    const proposed = logLikelihood(proposals);
    own.forEach((k, at) => {
      if (!(thresholds[at] < proposed[at] - walkers[k].logLikelihood[i])) return;
      walkers[k].z.set(proposals.subarray(at * dim, (at + 1) * dim), i * dim);
      walkers[k].logLikelihood[i] = proposed[at];
      accepted++;
    });
  }
  return accepted / walkers.length;
}

/** Moves mean and sd of coordinate j of every chain, and its members along. */
export function moveTogether(
  key: Key,
  walkers: readonly Walker[],
  j: number,
  { meanSd, spread, logSd }: PopulationPrior,
  logLikelihoods: readonly MemberLogLikelihood[],
): number {
  const dim = walkers[0].mean.length;
  const step = lengthOf(key) * 2.38 / Math.sqrt(4);
  const logPrior = (mean: number, sd: number) =>
    normalLogDensity(mean / meanSd) + normalLogDensity(Math.log(sd / spread) / logSd);
  let accepted = 0;
  for (const { own, other } of halves(walkers.length)) {
    const moves = own.map((k) => {
      const rng = stream(fold(key, k));
      const [a, b] = pair(rng, ...other).map((row) => walkers[row]);
      const { mean, sd, z } = walkers[k];
      const to = {
        mean: mean[j] + step * (a.mean[j] - b.mean[j]) + JITTER * rng.normal(),
        sd: sd[j] * Math.exp(step * Math.log(a.sd[j] / b.sd[j]) + JITTER * rng.normal()),
      };
      const moved = z.slice();
      for (let at = j; at < z.length; at += dim) {
        moved[at] = to.mean + to.sd * (z[at] - mean[j]) / sd[j];
      }
      const threshold = Math.log(rng.uniform()) - logPrior(to.mean, to.sd) +
        logPrior(mean[j], sd[j]);
      return { k, to, moved, threshold };
    });
    const proposed = logLikelihoods.map((logLikelihood, i) => {
      const points = new Float64Array(own.length * dim);
      moves.forEach(({ moved }, at) =>
        points.set(moved.subarray(i * dim, (i + 1) * dim), at * dim)
      );
      return logLikelihood(points);
    });
    moves.forEach(({ k, to, moved, threshold }, at) => {
      const walker = walkers[k];
      const gain = proposed.reduce((sum, own, i) => sum + own[at] - walker.logLikelihood[i], 0);
      if (!(threshold < gain)) return;
      walker.mean[j] = to.mean;
      walker.sd[j] = to.sd;
      walker.z.set(moved);
      proposed.forEach((own, i) => walker.logLikelihood[i] = own[at]);
      accepted++;
    });
  }
  return accepted / walkers.length;
}
