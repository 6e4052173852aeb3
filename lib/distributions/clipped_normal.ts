/**
 * The posterior of a parameter whose prior is clipped, in the latent variable of that prior: where
 * the parameter moves with it, it is nearly normal; beyond the interval, where every value of the
 * latent variable gives the same parameter, it falls off as the prior does.
 *
 * @module
 */
import type { Distribution } from "./distribution.ts";
import { normalCdf, normalLogDensity, normalQuantile } from "../core/special.ts";

/** All but the mean of the normal distribution inside. */
export interface ClippedNormalOptions {
  /** The sd of the normal distribution inside. */
  readonly sd: number;
  /** The lower end of the interval. */
  readonly low: number;
  /** Its upper end. */
  readonly high: number;
  /** The latent variable's prior, a normal distribution. */
  readonly prior: { readonly mean: number; readonly sd: number };
}

/** A distribution on the whole line. */
export type LatentLaw = Pick<Distribution, "logProb" | "toNormal" | "fromNormal">;

/** A mean further than this beyond the interval, in sd, leaves no mass that a double can hold. */
const BEYOND = 6;

/** Φ(to) − Φ(from); Φ is exact in relative terms in the lower tail only. */
const between = (from: number, to: number) =>
  from > 0 ? normalCdf(-from) - normalCdf(-to) : normalCdf(to) - normalCdf(from);

/**
 * The distributions that are N(mean, sd) inside [low, high] and continued by the prior's density
 * outside, up to one factor. They share what does not depend on the mean.
 *
 * @example Usage
 * ```ts
 * import { clippedNormals } from "./clipped_normal.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const distribution = clippedNormals({ sd: 1, low: -2, high: 1, prior: { mean: 0, sd: 3 } })(0.5);
 * assertAlmostEquals(distribution.toNormal(distribution.fromNormal(0.7)), 0.7, 1e-12);
 * assertAlmostEquals(distribution.toNormal(distribution.fromNormal(2.5)), 2.5, 1e-12);
 * ```
 */
export function clippedNormals(
  { sd, low, high, prior }: ClippedNormalOptions,
): (mean: number) => LatentLaw {
  const outside = (x: number) => (x - prior.mean) / prior.sd;
  const priorBelow = normalCdf(outside(low)), priorAbove = normalCdf(-outside(high));

  return (mean) => {
    const centre = Math.min(high + BEYOND * sd, Math.max(low - BEYOND * sd, mean));
    const inside = (x: number) => (x - centre) / sd;
    /**
     * What the prior's density is multiplied by beyond an end, so that both densities meet there.
     */
    const factorAt = (end: number) =>
      prior.sd / sd * Math.exp(normalLogDensity(inside(end)) - normalLogDensity(outside(end)));
    const belowFactor = factorAt(low), aboveFactor = factorAt(high);
    const a = inside(low), b = inside(high);
    const belowMass = belowFactor * priorBelow, aboveMass = aboveFactor * priorAbove;
    const total = belowMass + between(a, b) + aboveMass;

    return {
      logProb(x) {
        const factor = x < low ? belowFactor : aboveFactor;
        const logDensity = x < low || x > high
          ? Math.log(factor / prior.sd) + normalLogDensity(outside(x))
          : normalLogDensity(inside(x)) - Math.log(sd);
        return logDensity - Math.log(total);
      },
      toNormal(x) {
        if (x < low) return normalQuantile(belowFactor * normalCdf(outside(x)) / total);
        if (x > high) return -normalQuantile(aboveFactor * normalCdf(-outside(x)) / total);
        const lower = belowMass + between(a, inside(x));
        const upper = aboveMass + between(inside(x), b);
        return lower <= upper ? normalQuantile(lower / total) : -normalQuantile(upper / total);
      },
      fromNormal(z) {
        const tail = total * normalCdf(-Math.abs(z));
        const [lower, upper] = z < 0 ? [tail, total - tail] : [total - tail, tail];
        if (lower < belowMass) return prior.mean + prior.sd * normalQuantile(lower / belowFactor);
        if (upper < aboveMass) return prior.mean - prior.sd * normalQuantile(upper / aboveFactor);
        // From the end that is in the normal distribution's nearer tail.
        const rises = b < 0 || (a <= 0 && z < 0);
        const t = rises
          ? normalQuantile(normalCdf(a) + (lower - belowMass))
          : -normalQuantile(normalCdf(-b) + (upper - aboveMass));
        return Math.min(high, Math.max(low, centre + sd * t));
      },
    };
  };
}
