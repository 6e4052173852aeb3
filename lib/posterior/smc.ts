/**
 * Sequential Monte Carlo from the prior to the posterior: the likelihood is raised to a temperature
 * that grows from 0 to 1 as fast as the particles bear, and the particles are moved at each by
 * Markov chains that leave the tempered posterior unchanged. Del Moral, Doucet & Jasra 2006,
 * J. R. Stat. Soc. B 68, 411–436; temperatures by effective sample size as in Jasra, Stephens,
 * Doucet & Tsagaris 2011, Scand. J. Stat. 38, 1–22.
 *
 * @module
 */
import { fold, type Key, stream } from "../core/random.ts";
import { logSumExp } from "../core/special.ts";
import { effectiveSize, resample } from "./importance.ts";
import { cholesky, momentsOf, multiplyLower } from "../core/linear_algebra.ts";
import { normalisedWeights } from "./pareto_smoothing.ts";
import { type BayesianTarget, jointDensity, takeRows } from "./target.ts";

/** How the particles travel. */
export interface SmcOptions {
  readonly particles: number;
  /** Moves of every particle at each temperature. */
  readonly moves: number;
}

/** Where the particles arrived. */
export interface SmcResult {
  /** Equally weighted, [particles, dim]. */
  readonly points: Float64Array;
  readonly logEvidence: number;
  /**
   * The powers of the likelihood, ending with 1 if the posterior was reached. Empty if no particle
   * had a positive likelihood.
   */
  readonly temperatures: readonly number[];
  /** The mean acceptance rate of the moves at each temperature. */
  readonly acceptance: readonly number[];
}

/** Particles with what is known at each. */
interface Cloud {
  readonly points: Float64Array;
  readonly logPrior: Float64Array;
  readonly logLikelihood: Float64Array;
}

/** The share of particles that may lose their weight from one temperature to the next. */
const EFFECTIVE_SHARE = 0.5;
/**
 * Temperatures at most: each at least halves the volume that the particles fill, so that these reach a
 * posterior 2¹⁰⁰ times smaller than the prior.
 */
const MAX_TEMPERATURES = 100;
/** The acceptance rate that the random walk aims at (Roberts & Rosenthal 2001). */
const ACCEPTANCE_GOAL = 0.25;

/**
 * The next temperature: as far as leaves EFFECTIVE_SHARE of the particles that are possible. The same
 * again if even the nearest number is too far.
 */
function nextTemperature(temperature: number, logLikelihood: Float64Array): number {
  const possible = logLikelihood.filter((l) => l > -Infinity);
  const bearable = (to: number) =>
    effectiveSize(possible.map((l) => (to - temperature) * l)) >=
      EFFECTIVE_SHARE * possible.length;
  if (bearable(1)) return 1;
  let low = temperature, high = 1;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (bearable(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * One move of every particle in turn by the two halves: the one that moves may look at the other
 * (ter Braak & Vrugt 2008). Even rounds walk at random by the covariance, odd rounds along the
 * difference of two particles of the other half.
 */
function move(
  key: Key,
  target: BayesianTarget,
  cloud: Cloud,
  temperature: number,
  propose: { readonly lower: Float64Array; readonly scale: number; readonly differences: boolean },
): number {
  const { dim } = target.prior;
  const { points, logPrior, logLikelihood } = cloud;
  const count = logPrior.length;
  const half = Math.floor(count / 2);
  let accepted = 0;
  for (const [from, to, other, size] of [[0, half, half, count - half], [half, count, 0, half]]) {
    const proposals = points.slice(from * dim, to * dim);
    const logUniforms = new Float64Array(to - from);
    for (let i = from; i < to; i++) {
      const rng = stream(fold(key, i));
      logUniforms[i - from] = Math.log(rng.uniform());
      const z = Float64Array.from({ length: dim }, () => rng.normal());
      const jitter = multiplyLower(propose.lower, z);
      const first = other + Math.floor(rng.uniform() * size);
      const second = other + Math.floor(rng.uniform() * size);
      for (let j = 0; j < dim; j++) {
        proposals[(i - from) * dim + j] += propose.differences
          ? propose.scale / Math.SQRT2 * (points[first * dim + j] - points[second * dim + j]) +
            1e-2 * jitter[j]
          : propose.scale * jitter[j];
      }
    }
    const proposed = jointDensity(target, proposals);
    for (let i = from; i < to; i++) {
      const p = i - from;
      const gain = proposed.logPrior[p] - logPrior[i] +
        temperature * (proposed.logLikelihood[p] - logLikelihood[i]);
      if (!(logUniforms[p] < gain)) continue;
      points.set(proposals.subarray(p * dim, (p + 1) * dim), i * dim);
      logPrior[i] = proposed.logPrior[p];
      logLikelihood[i] = proposed.logLikelihood[p];
      accepted++;
    }
  }
  return accepted / count;
}

/**
 * Carries particles from the prior to the posterior, or as far as they get.
 *
 * @example Usage
 * ```ts
 * import { temperedSmc } from "./smc.ts";
 * import { studentMixture } from "./student_mixture.ts";
 * import { key } from "../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const prior = studentMixture(1, [
 *   { weight: 1, mean: Float64Array.of(0), scale: Float64Array.of(1), freedom: 30 },
 * ]);
 * const logLikelihood = (x: Float64Array) => x.map((v) => -50 * (v - 1) ** 2);
 * const { points } = temperedSmc(key(1), { prior, logLikelihood }, { particles: 200, moves: 4 });
 * assert(points.every((x) => Math.abs(x - 1) < 0.5));
 * ```
 */
export function temperedSmc(
  key: Key,
  target: BayesianTarget,
  { particles, moves }: SmcOptions,
): SmcResult {
  const { dim } = target.prior;
  const start = target.prior.sample(fold(key, "prior"), particles);
  let cloud: Cloud = { points: start, ...jointDensity(target, start) };
  const few = momentsOf(start, new Float64Array(particles).fill(1 / particles), dim).covariance
    .map((v) => 1e-10 * v); // keeps the covariance regular when only few particles are possible
  let logEvidence = 0;
  let scale = 2.38 / Math.sqrt(dim);
  const temperatures: number[] = [];
  const acceptance: number[] = [];
  for (let temperature = 0; temperature < 1 && temperatures.length < MAX_TEMPERATURES;) {
    const stage = fold(fold(key, "stage"), temperatures.length);
    const next = nextTemperature(temperature, cloud.logLikelihood);
    const logWeights = cloud.logLikelihood.map((l) => (next - temperature) * l);
    logEvidence += logSumExp(logWeights) - Math.log(particles);
    if (logEvidence === -Infinity || next === temperature) break;
    const weights = normalisedWeights(logWeights);
    const { covariance } = momentsOf(cloud.points, weights, dim);
    const rows = resample(fold(stage, "resample"), weights, particles);
    cloud = {
      points: takeRows(cloud.points, rows, dim),
      logPrior: Float64Array.from(rows, (i) => cloud.logPrior[i]),
      logLikelihood: Float64Array.from(rows, (i) => cloud.logLikelihood[i]),
    };
    const lower = cholesky(covariance.map((v, jk) => v + few[jk]), dim);
    let rate = 0;
    for (let round = 0; round < moves; round++) {
      const differences = round % 2 === 1;
      const accepted = move(fold(stage, round), target, cloud, next, { lower, scale, differences });
      scale *= Math.exp(0.5 * (accepted - ACCEPTANCE_GOAL));
      rate += accepted / moves;
    }
    temperature = next;
    temperatures.push(next);
    acceptance.push(rate);
  }
  return { points: cloud.points, logEvidence, temperatures, acceptance };
}
