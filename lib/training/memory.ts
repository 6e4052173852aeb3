/**
 * All that the workers of a group share while they train: the weights and their moments, what each
 * shard of a batch gave, and the rows to learn from.
 *
 * @module
 */
import type { TrainingRows } from "../model/adapter.ts";
import { partRange } from "../compute/parallel/worker_group.ts";

/**
 * A batch is always cut into so many shards, and so are the weights: sums in their order are the
 * same whichever worker does which.
 */
export const SHARDS = 4;

/** Rows evaluated at a time when no gradient is wanted: a sum over them is one part of many. */
export const VALIDATION_ROWS = 500;

/** The lengths of everything. */
export interface MemoryShape {
  /** Number of weights of each variable. */
  readonly variables: readonly number[];
  /** Number of parameters. */
  readonly dim: number;
  /** Numbers in a recording's summary variables. */
  readonly summarySize: number;
  /** Rows to train on at a time. */
  readonly training: number;
  /** Rows to validate on. */
  readonly validation: number;
  /** Whether the rows to train on are replaced while they are used. */
  readonly refreshed: boolean;
}

/** The arrays. Made in one thread; a copy by `postMessage` is of the same memory. */
export interface TrainingMemory {
  readonly weights: Float32Array;
  /** The weights with the least validation loss so far. */
  readonly best: Float32Array;
  /** Adam's first and second moments. */
  readonly mean: Float32Array;
  readonly square: Float32Array;
  /** Weights and moments as they were when last known to be good, concatenated. */
  readonly snapshot: Float32Array;
  /** The gradient of each shard; in the first, their sum. */
  readonly gradients: readonly Float32Array[];
  /** The loss of each shard. */
  readonly losses: Float64Array;
  /** The squared norm of each range of the gradient. */
  readonly squares: Float64Array;
  /** Number of weights of each variable. */
  readonly variables: readonly number[];
  /** The squared norm of each range's part of each variable's gradient, [SHARDS, variables]. */
  readonly variableSquares: Float64Array;
  /** The summed loss of each {@linkcode VALIDATION_ROWS} validation rows. */
  readonly validationLosses: Float64Array;
  readonly validation: TrainingRows;
  /** The rows of this epoch and, if they are refreshed, those of the next. */
  readonly pools: readonly TrainingRows[];
}

/** Makes the arrays, in memory that can be shared with workers if wanted. */
export function trainingMemory(shape: MemoryShape, shared: boolean): TrainingMemory {
  const bytes = (length: number) =>
    shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
  const floats = (length: number) => new Float32Array(bytes(4 * length));
  const doubles = (length: number) => new Float64Array(bytes(8 * length));
  const rows = (count: number): TrainingRows => ({
    count,
    inferenceVariables: floats(count * shape.dim),
    summaryVariables: floats(count * shape.summarySize),
  });
  const weights = shape.variables.reduce((sum, n) => sum + n, 0);
  return {
    weights: floats(weights),
    best: floats(weights),
    mean: floats(weights),
    square: floats(weights),
    snapshot: floats(3 * weights),
    gradients: Array.from({ length: SHARDS }, () => floats(weights)),
    losses: doubles(SHARDS),
    squares: doubles(SHARDS),
    variables: shape.variables,
    variableSquares: doubles(SHARDS * shape.variables.length),
    validationLosses: doubles(Math.ceil(shape.validation / VALIDATION_ROWS)),
    validation: rows(shape.validation),
    pools: shape.refreshed ? [rows(shape.training), rows(shape.training)] : [rows(shape.training)],
  };
}

/** The part of a flat array that belongs to one of the {@linkcode SHARDS} ranges. */
export function rangeOf(values: Float32Array, range: number): Float32Array {
  return values.subarray(...partRange(values.length, range, SHARDS));
}
