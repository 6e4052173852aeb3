/**
 * Ranks: their checks, and how they are made from values.
 *
 * @module
 */
import { integer, ofLength } from "../../core/check.ts";
import type { Draws } from "../../core/draws.ts";
import type { Rng } from "../../core/random.ts";

/** Refuses a list without ranks, with ranks missing, or with one that is not in 0 … draws. */
export function checkRanks(action: string, ranks: Draws, draws: number): void {
  integer(action, "draws", draws, 1);
  integer(action, "ranks.count", ranks.count, 1);
  ofLength(action, "ranks.values", ranks.values, ranks.count * ranks.names.length);
  ranks.values.forEach((rank, i) => {
    if (!(Number.isInteger(rank) && rank >= 0 && rank <= draws)) {
      throw new RangeError(
        `Cannot ${action} as ranks.values[${i}] must be an integer in [0, ${draws}]: current value is ${rank}`,
      );
    }
  });
}

/**
 * How many of `values[from], values[from + stride], …` lie below `value`; those equal to it count
 * with a number chosen at random, which keeps ranks uniform where a distribution has atoms.
 */
export function rankAmong(
  rng: Rng,
  value: number,
  values: Float64Array,
  { from = 0, stride = 1, to = values.length }: {
    readonly from?: number;
    readonly stride?: number;
    readonly to?: number;
  } = {},
): number {
  let below = 0, notAbove = 0;
  for (let k = from; k < to; k += stride) { // without branches, which no processor could foresee
    below += Number(values[k] < value);
    notAbove += Number(values[k] <= value);
  }
  return below + Math.floor(rng.uniform() * (notAbove - below + 1));
}
