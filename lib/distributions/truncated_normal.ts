/**
 * The normal distribution cut to an interval.
 *
 * x = μ + σ Φ⁻¹(Φ(α) + Φ(z)(Φ(β) − Φ(α))),  α = (low − μ)/σ,  β = (high − μ)/σ
 *
 * @module
 */
import { finite, positive } from "../core/check.ts";
import { normalCdf, normalLogDensity, normalQuantile } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** The numbers of {@linkcode truncatedNormal}, in the unit of the parameter. */
export interface TruncatedNormalOptions {
  /** The mean of the normal distribution before it is cut. */
  readonly mean: number;
  /** Its standard deviation. */
  readonly sd: number;
  /** The lower end, or −∞. */
  readonly low: number;
  /** The upper end, or ∞. */
  readonly high: number;
}

/**
 * The normal distribution cut to [low, high].
 *
 * @throws {RangeError} If sd ≤ 0, low ≥ high, or the interval is so far from the mean that a double
 * can't hold its mass.
 *
 * @example Usage
 * ```ts
 * import { truncatedNormal } from "./truncated_normal.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const distribution = truncatedNormal({ mean: -55, sd: 2, low: -60, high: -50 });
 * assertAlmostEquals(distribution.toNormal(distribution.fromNormal(1.5)), 1.5, 1e-12);
 * ```
 */
export function truncatedNormal(
  { mean, sd, low, high }: TruncatedNormalOptions,
): Distribution {
  return truncatedNormalsFrom({ mean, sd, low })(high);
}

/**
 * The distributions of {@linkcode truncatedNormal} that share all but their upper end, for chains
 * in which each draw has its own: what they have in common is computed once.
 *
 * @throws {RangeError} If sd ≤ 0; the function returned throws if low ≥ high or there is no mass.
 *
 * @example Usage
 * ```ts
 * import { chain } from "./chain.ts";
 * import { normal } from "./normal.ts";
 * import { truncatedNormalsFrom } from "./truncated_normal.ts";
 *
 * const below = truncatedNormalsFrom({ mean: -70, sd: 2, low: -90 });
 * chain({ high: normal({ mean: -50, sd: 2 }), low: ({ high }) => below(high) });
 * ```
 */
export function truncatedNormalsFrom(
  { mean, sd, low }: Omit<TruncatedNormalOptions, "high">,
): (high: number) => Distribution {
  const action = "make truncated normal";
  finite(action, "mean", mean);
  positive(action, "sd", sd);
  const belowLow = normalCdf((low - mean) / sd);
  const aboveLow = normalCdf((mean - low) / sd);
  return (high) => cutAt({ mean, sd, low, high }, belowLow, aboveLow);
}

/** The distribution, given Φ at its lower end and 1 − Φ there. */
function cutAt(
  { mean, sd, low, high }: TruncatedNormalOptions,
  belowLow: number,
  aboveLow: number,
): Distribution {
  if (!(low < high)) {
    throw new RangeError(
      `Cannot make truncated normal as low must be < high: current values are ${low}, ${high}`,
    );
  }
  // Φ is exact in relative terms in the lower tail only: an interval above the mean is mirrored.
  const mirror = (low + high) / 2 > mean ? -1 : 1;
  const below = mirror > 0 ? belowLow : normalCdf((mean - high) / sd);
  const mass = (mirror > 0 ? normalCdf((high - mean) / sd) : aboveLow) - below;
  if (!(mass > 0)) {
    throw new RangeError(
      `Cannot make truncated normal as [low, high] must hold some mass: it is [${low}, ${high}], ` +
        `${(low - mean) / sd} to ${(high - mean) / sd} sd from the mean`,
    );
  }
  // 1 − Φ(β), for the coordinates that sit in the upper half of the interval.
  const above = mirror > 0 ? normalCdf((mean - high) / sd) : belowLow;

  return {
    support: [low, high],
    logProb(x) {
      return x >= low && x <= high
        ? normalLogDensity((x - mean) / sd) - Math.log(sd * mass)
        : -Infinity;
    },
    fromNormal(z) {
      const u = mirror * z;
      const t = below + normalCdf(u) * mass;
      const quantile = t <= 0.5 ? normalQuantile(t) : -normalQuantile(above + normalCdf(-u) * mass);
      return Math.min(high, Math.max(low, mean + sd * mirror * quantile));
    },
    toNormal(x) {
      if (!(x >= low && x <= high)) return NaN;
      const t = mirror * (x - mean) / sd;
      const lower = t <= 0 ? normalCdf(t) - below : mass + above - normalCdf(-t);
      const upper = t <= 0 ? mass + below - normalCdf(t) : normalCdf(-t) - above;
      const z = lower <= upper
        ? normalQuantile(Math.max(0, lower / mass))
        : -normalQuantile(Math.max(0, upper / mass));
      return mirror * z;
    },
    isAtom: () => false,
  };
}
