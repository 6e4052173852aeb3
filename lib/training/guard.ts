/**
 * Protects the weights from bad batches. A batch is bad if its loss or gradient is not
 * finite, its loss is far above the untrained network's, or its gradient explodes: far longer than
 * is typical. It is skipped; if several in a row are bad, the weights are rolled back to the last
 * ones known to be good. Weights are known to be good once a batch evaluated at them was good.
 *
 * @module
 */

/** A gradient this many times as long as is typical has exploded. */
const EXPLODED = 100;
/** Batches of the first epoch before it is known what is typical. */
const WARMUP = 20;
/** The weight of one batch in what is typical. */
const MEMORY = 0.02;
/** So many bad batches in a row, and the weights go back. */
const IN_A_ROW = 3;
/** So many bad batches in an epoch, or half of its batches, and training has failed. */
const MAX_BAD = 20;
/** Good batches from one snapshot to the next. */
const SNAPSHOT_EVERY = 100;
/** A loss so many nats a parameter above the untrained network's has exploded. */
const FAR = 10;

/** The largest loss that is not an explosion, of a network of `dim` parameters. */
export function lossLimit(untrainedLoss: number, dim: number): number {
  return untrainedLoss + FAR * dim;
}

/** What to do after a batch. */
export type Judgement = "step" | "skip" | "roll back";

/** The guard of one epoch: a new one for each, so that a resumed run is judged the same. */
export interface Guard {
  /**
   * Judges a batch by its loss and the norm of its gradient.
   *
   * @throws {RangeError} If more than 20 batches of the epoch were bad, or more than half of them.
   */
  judge(loss: number, norm: number): Judgement;
  /**
   * Whether the weights that the last batch came to, which was good, should be kept to go back to.
   */
  readonly snapshot: boolean;
  /** Bad batches so far. */
  readonly skipped: number;
  /** Times the weights went back. */
  readonly rollbacks: number;
}

/** What the guard of an epoch needs. */
export interface GuardOptions {
  /** In the epoch. */
  readonly batches: number;
  /** See {@linkcode lossLimit}. */
  readonly limit: number;
  /** The gradient's norm in the epoch before, if there was one. */
  readonly typicalNorm?: number | undefined;
}

/**
 * Makes the guard of an epoch.
 *
 * @example Usage
 * ```ts
 * import { guardOf } from "./guard.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { judge } = guardOf(1, { batches: 100, limit: 30 });
 * assertEquals([judge(2, 1), judge(NaN, 1), judge(31, 1), judge(NaN, 1)], [
 *   "step",
 *   "skip",
 *   "skip",
 *   "roll back",
 * ]);
 * ```
 */
export function guardOf(epoch: number, { batches, limit, typicalNorm }: GuardOptions): Guard {
  const most = Math.min(MAX_BAD, Math.floor(batches / 2));
  const logOf = (norm: number) => Math.log(norm + Number.MIN_VALUE);
  let known = typicalNorm === undefined ? 0 : WARMUP;
  let typical = typicalNorm === undefined ? 0 : logOf(typicalNorm);
  let good = 0, inARow = 0, skipped = 0, rollbacks = 0;
  return {
    get snapshot() {
      return inARow === 0 && good % SNAPSHOT_EVERY === 0;
    },
    get skipped() {
      return skipped;
    },
    get rollbacks() {
      return rollbacks;
    },
    judge(loss, norm) {
      const exploded = loss > limit ||
        known >= WARMUP && logOf(norm) > typical + Math.log(EXPLODED);
      if (Number.isFinite(loss + norm) && !exploded) {
        typical += (logOf(norm) - typical) * Math.max(MEMORY, 1 / ++known);
        good++;
        inARow = 0;
        return "step";
      }
      if (++skipped > most) {
        throw new RangeError(
          `Cannot go on training as at most ${most} of the ${batches} batches of epoch ${epoch} may ` +
            `have a loss or gradient that is not finite or exploded: there are more, the last with ` +
            `a loss of ${loss.toPrecision(3)} and a gradient of ${norm.toPrecision(3)}; ` +
            `a lower learning rate may help`,
        );
      }
      if (++inARow < IN_A_ROW) return "skip";
      inARow = 0;
      rollbacks++;
      return "roll back";
    },
  };
}
