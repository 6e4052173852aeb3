/**
 * Checks that posterior draws and truths belong together.
 *
 * @module
 */
import { allFinite, integer, ofLength } from "../../core/check.ts";
import type { Draws, PosteriorDraws } from "../../core/draws.ts";

/**
 * Refuses draws of which a parameter is the same throughout every observation: no posterior is so
 * sharp, whereas in single observations all draws may lie on an atom of the prior.
 */
function checkSpread(
  action: string,
  { names, datasets, count, values }: PosteriorDraws,
): void {
  const dim = names.length;
  const still = names.filter((_, j) => {
    for (let i = 0; i < datasets; i++) {
      const from = i * count * dim + j;
      for (let k = 1; k < count; k++) if (values[from + k * dim] !== values[from]) return false;
    }
    return true;
  });
  if (still.length === 0) return;
  throw new RangeError(
    `Cannot ${action} as every parameter must vary among the draws of some observation: ${
      still.join(", ")
    } never does`,
  );
}

/**
 * Refuses draws and truths of other parameters, of other observations, with values missing, or
 * without spread.
 */
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
  checkSpread(action, posterior);
}
