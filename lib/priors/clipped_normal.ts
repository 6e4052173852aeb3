/**
 * The posterior of a parameter whose prior is clipped, in the latent variable of that prior: where
 * the parameter itself moves it is nearly normal; beyond the interval, where every value of the
 * latent variable gives the same parameter, it falls off as the prior does.
 *
 * @module
 */
import type { Distribution } from "../distributions/distribution.ts";
import { normalCdf, normalLogDensity, normalQuantile } from "../special.ts";

/** A normal law. */
interface Normal {
  readonly mean: number;
  readonly sd: number;
}

/** The normal law inside, the prior's outside, and the interval between. */
export interface ClippedNormalOptions extends Normal {
  readonly low: number;
  readonly high: number;
  /** The latent variable's prior. */
  readonly prior: Normal;
}

/** A mean further than this beyond the interval, in sd, leaves no mass that a double can hold. */
const BEYOND = 6;

/** The law: N(mean, sd) inside [low, high], continued by the prior's density outside. */
export function clippedNormal(
  { mean, sd, low, high, prior }: ClippedNormalOptions,
): Pick<Distribution, "logProb" | "whiten" | "unwhiten"> {
  const centre = Math.min(high + BEYOND * sd, Math.max(low - BEYOND * sd, mean));
  const inside = (x: number) => (x - centre) / sd;
  const outside = (x: number) => (x - prior.mean) / prior.sd;
  /** What the prior's density is multiplied by beyond an end, where both densities meet. */
  const factorAt = (end: number) =>
    prior.sd / sd * Math.exp(normalLogDensity(inside(end)) - normalLogDensity(outside(end)));
  const belowFactor = factorAt(low), aboveFactor = factorAt(high);
  // Φ is exact in relative terms in the lower tail only: each mass is taken from its nearer end.
  const [a, b] = [inside(low), inside(high)];
  const between = (from: number, to: number) =>
    from > 0 ? normalCdf(-from) - normalCdf(-to) : normalCdf(to) - normalCdf(from);
  const belowMass = belowFactor * normalCdf(outside(low));
  const aboveMass = aboveFactor * normalCdf(-outside(high));
  const total = belowMass + between(a, b) + aboveMass;

  return {
    logProb(x) {
      const factor = x < low ? belowFactor : aboveFactor;
      const logDensity = x < low || x > high
        ? Math.log(factor / prior.sd) + normalLogDensity(outside(x))
        : normalLogDensity(inside(x)) - Math.log(sd);
      return logDensity - Math.log(total);
    },
    whiten(x) {
      if (x < low) return normalQuantile(belowFactor * normalCdf(outside(x)) / total);
      if (x > high) return -normalQuantile(aboveFactor * normalCdf(-outside(x)) / total);
      const lower = belowMass + between(a, inside(x));
      const upper = aboveMass + between(inside(x), b);
      return lower <= upper ? normalQuantile(lower / total) : -normalQuantile(upper / total);
    },
    unwhiten(z) {
      const lower = total * normalCdf(z), upper = total * normalCdf(-z);
      if (lower < belowMass) return prior.mean + prior.sd * normalQuantile(lower / belowFactor);
      if (upper < aboveMass) return prior.mean - prior.sd * normalQuantile(upper / aboveFactor);
      // From the end of the interval that keeps the digits.
      const rising = normalCdf(a) + lower - belowMass, falling = normalCdf(-b) + upper - aboveMass;
      const t = rising <= falling ? normalQuantile(rising) : -normalQuantile(falling);
      return Math.min(high, Math.max(low, centre + sd * t));
    },
  };
}
