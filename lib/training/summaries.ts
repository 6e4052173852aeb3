/**
 * Whether the summaries of a network still distinguish observations.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { TrainingRows } from "../model/adapter.ts";
import { toTensor, toValues } from "../compute/tensors.ts";
import type { Npe } from "../flows/npe.ts";

/** Recordings looked at. */
const ROWS = 500;

/** A variance of less than this share of the mean square is rounding. */
const ROUNDING = 1e-10;

/**
 * Summaries of a smaller effective rank than this have collapsed: most parameters have no
 * influence.
 */
export const COLLAPSED = 1.05;

/**
 * In how many directions summaries [N, dim] vary: (Σ λ)² / Σ λ² of their covariance's eigenvalues
 * λ, from 1, a line, to dim; 0 if they don't vary at all.
 *
 * @example Usage
 * ```ts
 * import { effectiveRank } from "./summaries.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(effectiveRank([1, 0, -1, 0, 0, 1, 0, -1], 2), 2);
 * assertEquals(effectiveRank([1, 2, 2, 4, 3, 6], 2), 1);
 * ```
 */
export function effectiveRank(summaries: ArrayLike<number>, dim: number): number {
  const count = summaries.length / dim;
  const mean = new Float64Array(dim);
  for (let i = 0; i < summaries.length; i++) mean[i % dim] += summaries[i] / count;
  const covariance = new Float64Array(dim * dim);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dim; i++) {
      const x = summaries[row * dim + i] - mean[i];
      for (let j = 0; j < dim; j++) {
        covariance[i * dim + j] += x * (summaries[row * dim + j] - mean[j]);
      }
    }
  }
  let trace = 0, square = 0, size = 0;
  for (let i = 0; i < dim; i++) {
    trace += covariance[i * dim + i];
    size += count * mean[i] * mean[i];
  }
  for (const value of covariance) square += value * value;
  return trace > ROUNDING * size ? trace * trace / square : 0;
}

/** The {@linkcode effectiveRank} of a model's summaries of the first rows of a set. */
export async function summaryRank(
  { summary, summaryShape }: Npe,
  { count, summaryVariables }: TrainingRows,
): Promise<number> {
  const rows = Math.min(ROWS, count);
  const x = summaryVariables.slice(0, rows * summaryVariables.length / count);
  const s = tf.tidy(() => summary.apply(toTensor(x, [rows, ...summaryShape])));
  const rank = effectiveRank(await toValues(s), summary.dim);
  s.dispose();
  return rank;
}
