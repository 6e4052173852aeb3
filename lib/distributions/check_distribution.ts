/**
 * The check of a distribution of one's own.
 *
 * @module
 */
import type { Key } from "../core/random.ts";
import { chain } from "./chain.ts";
import { refuseDraw } from "./check_map.ts";
import { checkDraws, type PriorCheckOptions } from "./check_prior.ts";
import { type Distribution, isDistribution } from "./distribution.ts";

/** How far beyond all draws the density is checked, as a share of their range. */
const BEYOND = 0.01;

/** Refuses a distribution with density where its map does not lead, as at `x`. */
function checkNothingAt(distribution: Distribution, x: number): void {
  const logProb = distribution.logProb(x);
  if (logProb === -Infinity) return;
  const again = distribution.fromNormal(distribution.toNormal(x));
  const inside = x >= distribution.support[0] && x <= distribution.support[1];
  if (inside && Math.abs(again - x) <= 1e-6 * Math.abs(x)) return;
  throw new RangeError(
    "Cannot use distribution as its density must be zero where its map does not lead: " +
      `its logarithm is ${logProb} at x = ${x}`,
  );
}

/**
 * Refuses a distribution whose parts don't belong together, as `checkPrior` does a prior, and one
 * with draws off its support or density where there are none.
 *
 * @throws {TypeError} If a part is missing.
 * @throws {RangeError} With the draw x that shows the fault.
 *
 * @example Usage
 * ```ts
 * import { checkDistribution } from "./check_distribution.ts";
 * import { normal } from "./normal.ts";
 * import { key } from "../core/random.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const distribution = normal({ mean: 0, sd: 1 });
 * checkDistribution(key(1), distribution);
 * assertThrows(
 *   () => checkDistribution(key(1), { ...distribution, toNormal: (x) => 2 * x }),
 *   RangeError,
 *   "Cannot use distribution as the map of x must be inverted by toNormal: z = ",
 * );
 * ```
 */
export function checkDistribution(
  key: Key,
  distribution: Distribution,
  options?: PriorCheckOptions,
): void {
  if (!isDistribution(distribution)) {
    throw new TypeError(
      "Cannot use distribution as it must have support, logProb, fromNormal, toNormal and isAtom: " +
        "it has " +
        Object.keys(distribution ?? {}).join(", "),
    );
  }
  const [low, high] = distribution.support;
  if (!(low < high)) {
    throw new RangeError(
      `Cannot use distribution as its support must be an interval: it is ${low} to ${high}`,
    );
  }
  const draws = checkDraws("use distribution", key, chain({ x: distribution }), options);
  const { values } = draws.theta;
  const off = values.findIndex((x) => !(x >= low && x <= high));
  if (off >= 0) {
    refuseDraw(draws, off, `its draws must be in its support ${low} to ${high}`, `${values[off]}`);
  }
  const [least, most] = [distribution.fromNormal(-8), distribution.fromNormal(8)];
  const beyond = BEYOND * (most - least);
  for (const x of [least - beyond, most + beyond]) checkNothingAt(distribution, x);
}
