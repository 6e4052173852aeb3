/**
 * Exact posteriors of populations with one coordinate, by quadrature over mean and log sd.
 *
 * @module
 */
import { normalLogDensity } from "../../lib/core/special.ts";
import type { PopulationPrior } from "../../lib/distributions/population_prior.ts";

/** Moments of mean and log sd, and log p(x₁ … x_N | population prior). */
export interface ExactPopulation {
  readonly mean: { readonly mean: number; readonly sd: number };
  readonly logSd: { readonly mean: number; readonly sd: number };
  readonly logEvidence: number;
}

const NODES = 161;
const REACH = 5;

/** log p(x) of all members at mean and sd → the posterior. */
export function exactPopulation(
  { meanSd, spread, logSd }: Pick<PopulationPrior, "meanSd" | "spread" | "logSd">,
  logLikelihood: (mean: number, sd: number) => number,
): ExactPopulation {
  const nodes = Array.from({ length: NODES }, (_, i) => REACH * (2 * i / (NODES - 1) - 1));
  const rows = nodes.flatMap((a) =>
    nodes.map((b) => {
      const mean = meanSd * a, log = Math.log(spread) + logSd * b;
      const density = normalLogDensity(a) + normalLogDensity(b) +
        logLikelihood(mean, Math.exp(log));
      return { mean, log, density };
    })
  );
  const top = Math.max(...rows.map(({ density }) => density));
  const weights = rows.map(({ density }) => Math.exp(density - top));
  const total = weights.reduce((sum, w) => sum + w);
  const moments = (of: (row: typeof rows[number]) => number) => {
    const mean = rows.reduce((sum, row, i) => sum + weights[i] * of(row), 0) / total;
    const square = rows.reduce((sum, row, i) => sum + weights[i] * (of(row) - mean) ** 2, 0) /
      total;
    return { mean, sd: Math.sqrt(square) };
  };
  return {
    mean: moments((row) => row.mean),
    logSd: moments((row) => row.log),
    logEvidence: top + Math.log(total * (2 * REACH / (NODES - 1)) ** 2),
  };
}

/** log p(x | mean, sd) of x = z + noise, z ~ N(mean, sd²). */
export function normalMember(x: number, noise: number) {
  return (mean: number, sd: number): number => {
    const total = Math.hypot(sd, noise);
    return normalLogDensity((x - mean) / total) - Math.log(total);
  };
}
