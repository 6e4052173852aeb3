/**
 * What every comparison of posteriors with the truths behind them asks of its two arguments.
 *
 * @module
 */
import { allFinite, integer, ofLength } from "../check.ts";
import type { Draws, PosteriorDraws } from "../draws.ts";

/** Refuses draws and truths of other parameters, of other recordings, or with values missing. */
export function checkPairing(action: string, posterior: PosteriorDraws, truth: Draws): void {
  integer(action, "posterior.datasets", posterior.datasets, 1);
  integer(action, "posterior.count", posterior.count, 2);
  if (posterior.names.join() !== truth.names.join()) {
    throw new RangeError(
      `Cannot ${action} as truth.names must be ${posterior.names.join(", ")}: current value is ${
        truth.names.join(", ")
      }`,
    );
  }
  if (truth.count !== posterior.datasets) {
    throw new RangeError(
      `Cannot ${action} as truth.count must be posterior.datasets = ${posterior.datasets}: current value is ${truth.count}`,
    );
  }
  const dim = posterior.names.length;
  const size = posterior.datasets * posterior.count * dim;
  ofLength(action, "posterior.values", posterior.values, size);
  ofLength(action, "truth.values", truth.values, truth.count * dim);
  allFinite(action, "posterior.values", posterior.values);
  allFinite(action, "truth.values", truth.values);
}
