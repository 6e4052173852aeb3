/**
 * The course of a training run, as plain records: made by training, drawn by figures.
 *
 * @module
 */

/** What one epoch did. Losses are mean −log q of a batch, in nats, in the adapter's coordinates. */
export interface EpochReport {
  /** 1 for the first. */
  readonly epoch: number;
  /** Mean over the epoch's batches. */
  readonly trainingLoss: number;
  /** Over the validation rows, at the end of the epoch. */
  readonly validationLoss: number;
  /** At the end of the epoch. */
  readonly learningRate: number;
  /** Gradient norm before clipping, averaged over the epoch. */
  readonly gradientNorm: number;
  /** In how many directions the learned summaries vary; below 1.05 they have collapsed. */
  readonly summaryRank: number;
  /** Batches kept from the weights, as their loss or gradient was not finite or exploded. */
  readonly skipped: number;
  /** Times the weights went back to the last ones known to be good. */
  readonly rollbacks: number;
  /** Time the epoch took, in s. */
  readonly seconds: number;
}

/** Progress of long work: `done` of `total` steps, and a note. */
export type OnProgress = (done: number, total: number, note?: string) => void;
