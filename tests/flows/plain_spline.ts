/** The rational-quadratic spline of Durkan et al. 2019 for one number, in float64. */

const softmax = (h: readonly number[]) => {
  const exps = h.map(Math.exp);
  const total = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / total);
};

/** τ(x; h) and log τ′(x; h). Written from the paper, bin by bin, by other ways than the library's. */
export function plainSpline(
  x: number,
  h: readonly number[],
  { bins, bound }: { bins: number; bound: number },
): { value: number; logDerivative: number } {
  if (Math.abs(x) >= bound) return { value: x, logDerivative: 0 };
  const extents = (raw: readonly number[]) =>
    softmax(raw).map((part) => 2 * bound * (1e-3 + (1 - 1e-3 * bins) * part));
  const widths = extents(h.slice(0, bins)), heights = extents(h.slice(bins, 2 * bins));
  const offset = Math.log(Math.exp(1 - 1e-3) - 1); // softplus(offset) + 1e-3 = 1
  const inner = h.slice(2 * bins).map((raw) => 1e-3 + Math.log1p(Math.exp(raw + offset)));
  const derivatives = [1, ...inner, 1];
  let left = -bound, bottom = -bound, k = 0;
  while (k < bins - 1 && x > left + widths[k]) {
    left += widths[k];
    bottom += heights[k];
    k++;
  }
  const s = heights[k] / widths[k], xi = (x - left) / widths[k];
  const [d0, d1] = [derivatives[k], derivatives[k + 1]];
  const denominator = s + (d1 + d0 - 2 * s) * xi * (1 - xi);
  const value = bottom + heights[k] * (s * xi ** 2 + d0 * xi * (1 - xi)) / denominator;
  const numerator = s ** 2 * (d1 * xi ** 2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2);
  return { value, logDerivative: Math.log(numerator / denominator ** 2) };
}

/** The x of which τ(x; h) is y, by bisection. */
export function plainSplineInverse(
  y: number,
  h: readonly number[],
  options: { bins: number; bound: number },
): number {
  if (Math.abs(y) >= options.bound) return y;
  let [low, high] = [-options.bound, options.bound];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (plainSpline(middle, h, options).value < y) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
