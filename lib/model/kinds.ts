/**
 * Kinds of observations that can't be compared with one another, such as silent and firing neurons.
 *
 * @module
 */
import type { Batch } from "./batch.ts";
import type { Fields } from "./field.ts";

/** How observations fall into kinds. */
export interface Kinds<X extends Fields = Fields> {
  /** The kinds in words, such as "no spike". */
  readonly names: readonly string[];
  /** The kind of each observation, by its place in `names`. */
  of(observations: Batch<X>): number[];
}
