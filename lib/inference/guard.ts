/**
 * What keeps a bad batch away from good weights. A batch is bad if its loss or gradient is not
 * finite, or its gradient explodes: far longer than is typical. It is skipped; if several in a row
 * are bad, the weights are to blame, and the last ones known to be good come back.
 *
 * @module
 */

/** A gradient this many times as long as is typical has exploded. */
const EXPLODED = 100;
/** Batches before it is known what is typical. */
const WARMUP = 20;
/** The weight of one batch in what is typical. */
const MEMORY = 0.02;
/** So many bad batches in a row, and the weights go back. */
const IN_A_ROW = 3;
/** A run whose every step fails must not go on for ever. */
const MAX_BAD = 20;
/** Good steps from one refuge to the next. */
const REFUGE_EVERY = 100;

/** What to do after a batch. */
export type Judgement = "step" | "skip" | "roll back";

/** The guard of one epoch: a new one for each, so that a resumed run is judged the same. */
export interface Guard {
  /**
   * Judges a batch by its loss and the norm of its gradient.
   *
   * @throws {Error} If more than 20 batches of the epoch were bad.
   */
  judge(loss: number, norm: number): Judgement;
  /** Whether the weights after the last step should be kept to go back to. */
  readonly refuge: boolean;
  /** Bad batches so far. */
  readonly skipped: number;
  /** Times the weights went back. */
  readonly rollbacks: number;
}

/**
 * Makes the guard of an epoch.
 *
 * @example Usage
 * ```ts
 * import { guardOf } from "./guard.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { judge } = guardOf(1);
 * assertEquals([judge(2, 1), judge(NaN, 1), judge(NaN, 1), judge(NaN, 1)], [
 *   "step",
 *   "skip",
 *   "skip",
 *   "roll back",
 * ]);
 * ```
 */
export function guardOf(epoch: number): Guard {
  let good = 0, inARow = 0, skipped = 0, rollbacks = 0, typical = 0;
  return {
    get refuge() {
      return inARow === 0 && good % REFUGE_EVERY === 0;
    },
    get skipped() {
      return skipped;
    },
    get rollbacks() {
      return rollbacks;
    },
    judge(loss, norm) {
      const exploded = good >= WARMUP && Math.log(norm) > typical + Math.log(EXPLODED);
      if (Number.isFinite(loss + norm) && !exploded) {
        typical += (Math.log(norm + Number.MIN_VALUE) - typical) * Math.max(MEMORY, 1 / ++good);
        inARow = 0;
        return "step";
      }
      if (++skipped > MAX_BAD) {
        throw new Error(
          `Cannot go on training as more than ${MAX_BAD} batches of epoch ${epoch} had a loss or ` +
            `gradient that is not finite or exploded: the weights of epoch ${epoch - 1} are kept`,
        );
      }
      if (++inARow < IN_A_ROW) return "skip";
      inARow = 0;
      rollbacks++;
      return "roll back";
    },
  };
}
