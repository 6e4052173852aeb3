/**
 * A classifier by least squares: the label is regressed on constant, rows, squares and products,
 * with a ridge. Its value estimates the probability of label 1; as the squares and products of two
 * normal distributions span the log ratio of their densities, shifts, widths and correlations that
 * differ, and how they change from observation to observation, all show.
 *
 * Rows are learned once and labels many times: the factor of the normal equations doesn't depend on
 * labels, so that permuting them costs a product and no training.
 *
 * @module
 */
import { cholesky, solveCholesky } from "../../core/linear_algebra.ts";
import type { ProbabilityClassifier } from "./classifier.ts";

/** Of the mean square of each feature. */
const RIDGE = 1e-3;

/** Features of one row: itself, and products of its entries with each other; the constant last. */
function featuresOf(row: Float64Array, out: Float64Array): void {
  const dim = row.length;
  let next = 0;
  for (let i = 0; i < dim; i++) {
    out[next++] = row[i];
    for (let j = i; j < dim; j++) out[next++] = row[i] * row[j];
  }
  out[next] = 1;
}

/**
 * Learns rows, then labels.
 *
 * @param rows Standardised, [count, dim].
 *
 * @example Usage
 * ```ts
 * import { leastSquaresClassifier } from "./least_squares_classifier.ts";
 * import { key } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const rows = Float64Array.of(-1, -0.9, 1, 1.1);
 * const learn = leastSquaresClassifier(rows, 1);
 * const [low, high] = learn(key(1), Uint8Array.of(0, 0, 1, 1))(Float64Array.of(-1, 1));
 * assert(low < 0.2 && high > 0.8);
 * ```
 */
export const leastSquaresClassifier: ProbabilityClassifier = (
  rows,
  dim,
): ReturnType<ProbabilityClassifier> => {
  const count = rows.length / dim;
  const width = dim + dim * (dim + 1) / 2 + 1;
  const features = new Float64Array(count * width);
  const square = new Float64Array(width * width);
  for (let i = 0; i < count; i++) {
    const own = features.subarray(i * width, (i + 1) * width);
    featuresOf(rows.subarray(i * dim, (i + 1) * dim), own);
    for (let j = 0; j < width; j++) {
      const value = own[j];
      for (let k = 0; k <= j; k++) square[j * width + k] += value * own[k];
    }
  }
  for (let j = 0; j < width - 1; j++) {
    square[j * (width + 1)] += RIDGE * square[j * (width + 1)] + 1e-9;
  }
  const lower = cholesky(square, width);

  return (_key, labels) => {
    const weights = new Float64Array(width);
    // Labels as ±½ keep the constant, and with it the sums, small.
    for (let i = 0; i < count; i++) {
      const sign = labels[i] === 1 ? 0.5 : -0.5;
      for (let j = 0; j < width; j++) weights[j] += sign * features[i * width + j];
    }
    solveCholesky(lower, weights, weights);
    const own = new Float64Array(width);
    return (points) =>
      Float64Array.from({ length: points.length / dim }, (_, i) => {
        featuresOf(points.subarray(i * dim, (i + 1) * dim), own);
        let sum = 0.5;
        for (let j = 0; j < width; j++) sum += weights[j] * own[j];
        return sum;
      });
  };
};
