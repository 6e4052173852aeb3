/**
 * The grade of a posterior estimate q, in nats. With exact draws theta ~ p(theta | x) and their
 * exact densities, KL(p ‖ q) = E[log p(theta | x) − log q(theta | x)] has little noise; with the
 * truth theta* alone, the mean of log p(theta* | x) − log q(theta* | x) over observations estimates
 * the same, with more. A draw or a truth on an atom of the prior has no density: it is left out and
 * counted.
 *
 * @module
 */
import type { Draws, PosteriorDraws } from "../draws.ts";
import type { Posterior } from "../posterior.ts";
import type { Prior } from "../priors/prior.ts";
import type { Recordings } from "../simulators/simulator.ts";
import { spikeCounts } from "../statistics/spikes.ts";
import { mean, sd } from "../stats.ts";

/** Observations with known parameters, and what is known of their exact posteriors. */
export interface GradingSet<Name extends string = string, Channel extends string = string> {
  readonly theta: Draws<Name>;
  readonly recordings: Recordings<Channel>;
  /** log p(theta* | x), one an observation. */
  readonly logPosteriorTruth?: Float64Array;
  /** Exact draws, and log p(theta | x) at each, [datasets, count]. */
  readonly exact?: {
    readonly draws: PosteriorDraws<Name>;
    readonly logPosterior: Float64Array;
  };
}

/** An average with its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly se: number;
}

/** Observations grouped by their number of spikes. */
export const SPIKE_GROUPS = [
  { label: "none", holds: (spikes: number) => spikes === 0 },
  { label: "1 to 5", holds: (spikes: number) => spikes >= 1 && spikes <= 5 },
  { label: "more", holds: (spikes: number) => spikes > 5 },
] as const;

/** KL(p ‖ q) in nats. */
export interface KlGrade extends Estimate {
  readonly worst: number;
  /** One an observation; NaN where every draw is on an atom. */
  readonly rows: readonly number[];
  readonly bySpikes: readonly { readonly label: string; readonly rows: number; mean: number }[];
}

/** How good a posterior estimate is. */
export interface Grade {
  /** Mean −log q(theta* | x), the negative log posterior density of the truth. */
  readonly nlpd: Estimate;
  readonly kl?: KlGrade;
  /** KL(p ‖ prior) in nats: what the recordings tell, and the KL of an estimate that ignores them. */
  readonly information?: Estimate;
  /** Mean log p(theta* | x) − log q(theta* | x). */
  readonly truthGap?: Estimate;
  /** Observations. */
  readonly rows: number;
  /** Truths and draws left out, as they lie on an atom. */
  readonly atoms: { readonly truths: number; readonly draws: number };
}

function estimate(values: ArrayLike<number>): Estimate {
  const used = Array.from(values).filter((value) => !Number.isNaN(value));
  return { mean: mean(used), se: sd(used) / Math.sqrt(used.length) };
}

/** Refuses theta off the prior's support, and NaN that an atom does not explain. */
function checkSupport(logProb: Float64Array, atoms: Uint8Array, what: string): void {
  const off = logProb.findIndex((value, i) =>
    value === -Infinity || Number.isNaN(value) && atoms[i] === 0
  );
  if (off >= 0) {
    throw new RangeError(
      `Cannot grade posterior as every ${what} must lie in the prior's support: number ${off} does not`,
    );
  }
}

function klGrade(logP: Float64Array, logQ: Float64Array, spikes: readonly number[]): KlGrade {
  const count = logP.length / spikes.length;
  const rows = spikes.map((_, i) => {
    const gaps = logP.subarray(i * count, (i + 1) * count).map((p, j) => p - logQ[i * count + j]);
    return estimate(gaps).mean;
  });
  const { mean: average, se } = estimate(rows);
  return {
    mean: average,
    se,
    worst: Math.max(...rows.filter((gap) => !Number.isNaN(gap))),
    rows,
    bySpikes: SPIKE_GROUPS.map(({ label, holds }) => {
      const group = rows.filter((_, i) => holds(spikes[i]));
      return { label, rows: group.length, mean: estimate(group).mean };
    }),
  };
}

/**
 * Grades a posterior estimate on observations with known parameters.
 *
 * @throws {RangeError} If a truth or a draw lies off the prior's support.
 */
export async function grade<Name extends string, Channel extends string>(
  posterior: Posterior<Name, Channel | "spikes">,
  prior: Prior<Name>,
  { theta, recordings, logPosteriorTruth, exact }: GradingSet<Name, Channel | "spikes">,
): Promise<Grade> {
  const { names, count, values } = theta;
  const logQ = await posterior.logProb({ names, datasets: count, count: 1, values }, recordings);
  const truthAtoms = prior.atoms(theta);
  checkSupport(logQ, truthAtoms, "truth");
  const countAtoms = (atoms: Uint8Array) => atoms.reduce((a, b) => a + b, 0);
  const result = { nlpd: estimate(logQ.map((value) => -value)), rows: count };
  const gap = logPosteriorTruth &&
    { truthGap: estimate(logPosteriorTruth.map((p, i) => p - logQ[i])) };
  if (!exact) return { ...result, ...gap, atoms: { truths: countAtoms(truthAtoms), draws: 0 } };

  const { draws, logPosterior } = exact;
  const logQDraws = await posterior.logProb(draws, recordings);
  const all = { names, count: draws.datasets * draws.count, values: draws.values };
  const drawAtoms = prior.atoms(all);
  const logPrior = prior.logProb(all).map((value, i) => drawAtoms[i] === 1 ? NaN : value);
  checkSupport(logQDraws, drawAtoms, "draw");
  const spikes = spikeCounts(recordings);
  const { mean: information, se } = klGrade(logPosterior, logPrior, spikes);
  return {
    ...result,
    ...gap,
    kl: klGrade(logPosterior, logQDraws, spikes),
    information: { mean: information, se },
    atoms: { truths: countAtoms(truthAtoms), draws: countAtoms(drawAtoms) },
  };
}
