/**
 * Exact posteriors of three example models, to measure trained ones by.
 *
 * @module
 */
import type { Batch, Draws, Fields, Key, SetField, VectorField } from "../../lib/mod.ts";
import { stream } from "../../lib/core/random.ts";

/** Draws from the exact posterior of one observation. */
export type ExactPosterior<Name extends string, X extends Fields> = (
  key: Key,
  observation: Batch<X>,
  count: number,
) => Draws<Name>;

/**
 * Two moons: x − p = (−|θ₁ + θ₂|, θ₂ − θ₁) / √2 has two solutions of equal volume if its first number
 * is negative. So draws of p, each with a solution at random, are kept where there is one within the
 * prior's square.
 */
export const twoMoonsPosterior: ExactPosterior<"theta_1" | "theta_2", { readonly x: VectorField }> =
  (key, { values: { x } }, count) => {
    const rng = stream(key);
    const values = new Float64Array(2 * count);
    for (let i = 0; i < count;) {
      const angle = Math.PI * (rng.uniform() - 0.5);
      const radius = 0.1 + 0.01 * rng.normal();
      const size = Math.SQRT2 * (radius * Math.cos(angle) + 0.25 - x[0]);
      const difference = Math.SQRT2 * (x[1] - radius * Math.sin(angle));
      const sum = rng.uniform() < 0.5 ? size : -size;
      const [a, b] = [(sum - difference) / 2, (sum + difference) / 2];
      if (size < 0 || Math.abs(a) > 1 || Math.abs(b) > 1) continue;
      values.set([a, b], 2 * i++);
    }
    return { names: ["theta_1", "theta_2"], count, values };
  };

/** The gaussian: N(x / 2, 0.05 I), in any number of dimensions. */
export function gaussianPosterior<Name extends string>(
  names: readonly Name[],
): ExactPosterior<Name, { readonly x: VectorField }> {
  return (key, { values: { x } }, count) => {
    const rng = stream(key);
    const values = Float64Array.from(
      { length: count * names.length },
      (_, i) => x[i % names.length] / 2 + Math.sqrt(0.05) * rng.normal(),
    );
    return { names, count, values };
  };
}

/** Cells of the grid of log sigma, which covers the prior's mean ± 6 sd. */
const CELLS = 1000;
const [LOW, HIGH] = [-3.5, 2.5];

/**
 * A set of n numbers with mean m and sum of squared deviations s: given sigma, mu is normal with
 * precision 1 + n / sigma², and with mu integrated out
 *
 * log p(x | sigma) = −(n − 1) log sigma − s / (2 sigma²) + log N(m; 0, 1 + sigma² / n) + constant,
 *
 * so that log sigma is drawn from a grid.
 */
export const gaussianSetPosterior: ExactPosterior<
  "mu" | "log_sigma",
  { readonly x: SetField<VectorField> }
> = (key, { values, sizes }, count) => {
  const n = sizes?.x[0] ?? 0;
  const x = values.x.subarray(0, n);
  const m = x.reduce((sum, value) => sum + value, 0) / n;
  const s = x.reduce((sum, value) => sum + (value - m) ** 2, 0);
  const middle = (cell: number) => LOW + (cell + 0.5) * (HIGH - LOW) / CELLS;
  const logs = Float64Array.from({ length: CELLS }, (_, cell) => {
    const logSigma = middle(cell), variance = Math.exp(2 * logSigma);
    const spread = 1 + variance / n;
    return -0.5 * ((logSigma + 0.5) / 0.5) ** 2 - (n - 1) * logSigma - s / (2 * variance) -
      0.5 * Math.log(spread) - m ** 2 / (2 * spread);
  });
  const most = logs.reduce((most, value) => Math.max(most, value));
  let sum = 0;
  const below = logs.map((value) => sum += Math.exp(value - most));

  const rng = stream(key);
  const draws = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const target = rng.uniform() * sum;
    let [from, to] = [0, CELLS - 1]; // the first cell that reaches the target lies in here
    while (from < to) {
      const half = (from + to) >> 1;
      if (below[half] < target) from = half + 1;
      else to = half;
    }
    const logSigma = middle(from) + (rng.uniform() - 0.5) * (HIGH - LOW) / CELLS;
    const precision = 1 + n / Math.exp(2 * logSigma);
    const mean = m * (precision - 1) / precision;
    draws.set([mean + rng.normal() / Math.sqrt(precision), logSigma], 2 * i);
  }
  return { names: ["mu", "log_sigma"], count, values: draws };
};
