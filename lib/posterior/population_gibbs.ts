/**
 * Gibbs sampling of a normal population and its members: each member's z given the population,
 * chosen among draws of its posterior, then each mean and sd given the z of all members (Gelman &
 * Hill 2007, chapter 18). Sds are drawn with their mean integrated out, which mixes better.
 *
 * @module
 */
import { fold, type Key, type Rng, stream } from "../core/random.ts";
import { normalLogDensity } from "../core/special.ts";
import type { PopulationPrior } from "../distributions/population_prior.ts";
import type { MemberLikelihood, NormalPopulation } from "./population_likelihood.ts";

/** The numbers of a hyperprior. */
export type HyperPriorNumbers = Pick<PopulationPrior, "meanSd" | "spread" | "logSd">;

/** Metropolis steps of each sd in a sweep. */
const SD_STEPS = 4;

/**
 * Draws a number in proportion to the exponentials of log weights.
 *
 * @param logWeights Written over, by weights of which the largest is 1.
 */
export function chooseByLogWeight(rng: Rng, logWeights: Float64Array): number {
  let max = -Infinity, total = 0;
  for (let i = 0; i < logWeights.length; i++) max = Math.max(max, logWeights[i]);
  for (let i = 0; i < logWeights.length; i++) {
    logWeights[i] = Math.exp(logWeights[i] - max);
    total += logWeights[i];
  }
  const goal = rng.uniform() * total;
  let sum = 0;
  for (let i = 0; i < logWeights.length; i++) {
    sum += logWeights[i];
    if (sum >= goal) return i;
  }
  return logWeights.length - 1;
}

/** One step of mean and sd of one coordinate given its values in all members. */
function drawHyper(
  rng: Rng,
  { meanSd, spread, logSd }: HyperPriorNumbers,
  values: Float64Array,
  sd: number,
): { readonly mean: number; readonly sd: number } {
  const count = values.length;
  const average = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  // log p(values, log sd), the mean integrated out: average ~ N(0, meanSd² + sd² / count).
  const logDensity = (log: number) => {
    const variance = Math.exp(2 * log), total = meanSd ** 2 + variance / count;
    return normalLogDensity((log - Math.log(spread)) / logSd) - (count - 1) * log -
      squares / (2 * variance) - 0.5 * Math.log(total) - average ** 2 / (2 * total);
  };
  let log = Math.log(sd), here = logDensity(log);
  const step = 2.4 / Math.sqrt(2 * count + 1 / logSd ** 2);
  for (let i = 0; i < SD_STEPS; i++) {
    const proposed = log + step * rng.normal(), there = logDensity(proposed);
    if (Math.log(rng.uniform()) < there - here) [log, here] = [proposed, there];
  }
  const precision = 1 / meanSd ** 2 + count * Math.exp(-2 * log);
  const mean = average * count * Math.exp(-2 * log) / precision +
    rng.normal() / Math.sqrt(precision);
  return { mean, sd: Math.exp(log) };
}

/**
 * Draws a population given the z of its members, leaving p(mean, sd | z) unchanged.
 *
 * @param z [members, dim].
 */
export function drawPopulation(
  rng: Rng,
  prior: HyperPriorNumbers,
  z: Float64Array,
  { sd }: NormalPopulation,
): NormalPopulation {
  const dim = sd.length, count = z.length / dim;
  const next = { mean: new Float64Array(dim), sd: new Float64Array(dim) };
  for (let j = 0; j < dim; j++) {
    const values = Float64Array.from({ length: count }, (_, i) => z[i * dim + j]);
    const drawn = drawHyper(rng, prior, values, sd[j]);
    next.mean[j] = drawn.mean;
    next.sd[j] = drawn.sd;
  }
  return next;
}

/** How long a chain runs. */
export interface GibbsOptions {
  /** Sweeps that are kept. */
  readonly sweeps: number;
  /** Sweeps before them. */
  readonly burnIn: number;
}

/**
 * Populations drawn in one chain, [sweeps, 2 dim], in the standard normal coordinates of the
 * hyperprior.
 */
export function gibbsPopulations(
  key: Key,
  prior: HyperPriorNumbers,
  members: readonly MemberLikelihood[],
  dim: number,
  { sweeps, burnIn }: GibbsOptions,
): Float64Array {
  const out = new Float64Array(sweeps * 2 * dim);
  const logWeights = members.map(({ points }) => new Float64Array(points.length / dim));
  const z = new Float64Array(members.length * dim);
  let population: NormalPopulation = {
    mean: new Float64Array(dim),
    sd: new Float64Array(dim).fill(1), // the single prior, under which the draws were made
  };
  for (let sweep = 0; sweep < burnIn + sweeps; sweep++) {
    const rng = stream(fold(key, sweep));
    members.forEach((member, i) => {
      member.logWeights(population, logWeights[i]);
      const row = chooseByLogWeight(rng, logWeights[i]);
      z.set(member.drawZ(rng, population, row), i * dim);
    });
    population = drawPopulation(rng, prior, z, population);
    if (sweep < burnIn) continue;
    const at = (sweep - burnIn) * 2 * dim;
    for (let j = 0; j < dim; j++) {
      out[at + j] = population.mean[j] / prior.meanSd;
      out[at + dim + j] = Math.log(population.sd[j] / prior.spread) / prior.logSd;
    }
  }
  return out;
}
