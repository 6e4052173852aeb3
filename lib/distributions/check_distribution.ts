/**
 * The check of a law of one's own.
 *
 * @module
 */
import type { Key } from "../core/random.ts";
import { chain } from "./chain.ts";
import { refuseDraw } from "./check_map.ts";
import { checkDraws, type PriorCheckOptions } from "./check_prior.ts";
import { type Distribution, isDistribution } from "./distribution.ts";

/** How far beyond all draws a law is asked for its density, as a share of their range. */
const BEYOND = 0.01;

/** Refuses a law with density where its map does not lead, as at `x`. */
function checkNothingAt(law: Distribution, x: number): void {
  const logProb = law.logProb(x);
  if (logProb === -Infinity) return;
  const again = law.fromNormal(law.toNormal(x));
  const inside = x >= law.support[0] && x <= law.support[1];
  if (inside && Math.abs(again - x) <= 1e-6 * Math.abs(x)) return;
  throw new RangeError(
    "Cannot use law as its density must be zero where its map does not lead: " +
      `its logarithm is ${logProb} at x = ${x}`,
  );
}

/**
 * Refuses a law whose parts don't belong together, as `checkPrior` does a prior, and one with draws
 * off its support or density where there are none.
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
 * const law = normal({ mean: 0, sd: 1 });
 * checkDistribution(key(1), law);
 * assertThrows(
 *   () => checkDistribution(key(1), { ...law, toNormal: (x) => 2 * x }),
 *   RangeError,
 *   "Cannot use law as the map of x must be inverted by toNormal: z = ",
 * );
 * ```
 */
export function checkDistribution(
  key: Key,
  law: Distribution,
  options?: PriorCheckOptions,
): void {
  if (!isDistribution(law)) {
    throw new TypeError(
      "Cannot use law as it must have support, logProb, fromNormal, toNormal and isAtom: it has " +
        Object.keys(law ?? {}).join(", "),
    );
  }
  const [low, high] = law.support;
  if (!(low < high)) {
    throw new RangeError(
      `Cannot use law as its support must be an interval: it is ${low} to ${high}`,
    );
  }
  const draws = checkDraws("use law", key, chain({ x: law }), options);
  const { values } = draws.theta;
  const off = values.findIndex((x) => !(x >= low && x <= high));
  if (off >= 0) {
    refuseDraw(draws, off, `its draws must be in its support ${low} to ${high}`, `${values[off]}`);
  }
  const [least, most] = [law.fromNormal(-8), law.fromNormal(8)];
  const beyond = BEYOND * (most - least);
  for (const x of [least - beyond, most + beyond]) checkNothingAt(law, x);
}
