/**
 * The course of a training run, as plain records: made by training, drawn by figures.
 *
 * @module
 */

/** What one epoch did. Losses are mean −log q of a batch, in nats, in the adapter's coordinates. */
export interface EpochReport {
  /** 1 for the first. */
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly validationLoss: number;
  /** At the end of the epoch. */
  readonly learningRate: number;
  /** Gradient norm before clipping, averaged over the epoch. */
  readonly gradientNorm: number;
  /** Time the epoch took, in s. */
  readonly seconds: number;
}

/** How far a long piece of work is: `done` of `total` steps, and a word on it. */
export type OnProgress = (done: number, total: number, note?: string) => void;
