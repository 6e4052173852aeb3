/**
 * What a classifier is to C2ST.
 *
 * @module
 */
import type { Key } from "../../core/random.ts";

/** Rows and the set, 0 or 1, that each comes from. */
export interface LabelledRows {
  /** Row-major, [count, dim]. */
  readonly rows: Float64Array;
  /** [count]. */
  readonly labels: Uint8Array;
}

/** Learns from labelled rows and guesses the labels of other rows, [count, dim] → [count]. */
export type Classifier = (key: Key, training: LabelledRows, heldOut: Float64Array) => Uint8Array;

/**
 * Learns rows [count, dim], then a label for each, and then predicts with which probability other
 * rows, [m, dim] → [m], have label 1. In three steps, as the same rows may be learned with many
 * labels.
 */
export type ProbabilityClassifier = (
  rows: Float64Array,
  dim: number,
) => (key: Key, labels: Uint8Array) => (points: Float64Array) => Float64Array;
