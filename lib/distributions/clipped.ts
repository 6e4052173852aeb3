/**
 * A distribution whose draws are clipped to an interval: what lies outside is moved to the nearest
 * end, so that both ends carry an atom.
 *
 * @module
 */
import { normalCdf } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** The interval of {@linkcode clipped}, in the unit of the parameter. */
export interface ClippedOptions {
  /** The lower end, an atom. */
  readonly low: number;
  /** The upper end, an atom. */
  readonly high: number;
}

/**
 * `base` clipped to [low, high]: P(X = low) = P(base ≤ low), P(X = high) = P(base ≥ high).
 *
 * @throws {RangeError} If low ≥ high, or an end lies off the support of `base`.
 *
 * @example Usage
 * ```ts
 * import { clipped } from "./clipped.ts";
 * import { logNormal } from "./log_normal.ts";
 * import { assert, assertAlmostEquals } from "@std/assert";
 *
 * const base = logNormal({ median: 10, logSd: 0.2 });
 * const g_L = clipped(base, { low: 5, high: 15 });
 * assert(g_L.isAtom(15));
 * assertAlmostEquals(Math.exp(g_L.logProb(15)), 0.0213, 1e-4);
 * ```
 */
export function clipped(
  base: Distribution,
  { low, high }: ClippedOptions,
): Distribution {
  if (!(low < high)) {
    throw new RangeError(
      `Cannot clip distribution as low must be < high: current values are ${low}, ${high}`,
    );
  }
  if (!(low > base.support[0] && high < base.support[1])) {
    throw new RangeError(
      `Cannot clip distribution as low and high must lie inside its support ${
        base.support.join(" to ")
      }: current values are ${low}, ${high}`,
    );
  }
  const zLow = base.toNormal(low);
  const zHigh = base.toNormal(high);
  const logMassLow = Math.log(normalCdf(zLow));
  const logMassHigh = Math.log(normalCdf(-zHigh));
  return {
    support: [low, high],
    logProb(x) {
      if (x === low) return logMassLow;
      if (x === high) return logMassHigh;
      return x > low && x < high ? base.logProb(x) : -Infinity;
    },
    fromNormal: (z) => z <= zLow ? low : z >= zHigh ? high : base.fromNormal(z),
    toNormal(x) {
      if (!(x >= low && x <= high)) return NaN;
      return x === low ? zLow : x === high ? zHigh : base.toNormal(x);
    },
    isAtom: (x) => x === low || x === high,
    unclipped: base,
  };
}
