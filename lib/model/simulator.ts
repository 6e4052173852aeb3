/**
 * A simulator: parameters and conditions in, observations out, all of its noise from one stream.
 *
 * @module
 */
import type { Draws, Theta } from "../core/draws.ts";
import type { Key, Rng } from "../core/random.ts";
import type { Prior } from "../distributions/prior.ts";
import type { Batch, Row } from "./batch.ts";
import type { Fields } from "./field.ts";

/** Fields that are given and not inferred, such as a stimulus or a number of trials. */
export interface Conditions<X extends Fields = Fields> {
  /** Which fields they are. */
  readonly names: readonly (keyof X & string)[];
  /** Draws the conditions of one simulation into its row: those that are given to the network. */
  sample(rng: Rng, row: Row<X>): void;
}

/** A mechanistic model with named parameters and named fields. */
export interface Simulator<Name extends string = string, X extends Fields = Fields> {
  /** Those of theta. */
  readonly parameters: readonly Name[];
  /** All that an observation consists of: what is simulated, and the conditions. */
  readonly fields: X;
  /** Absent where nothing is given. */
  readonly conditions?: Conditions<X>;
  /** Simulates one observation: reads the conditions in `row`, and writes all other fields. */
  simulate(rng: Rng, theta: Theta<Name>, row: Row<X>): void;
  /**
   * A faster way to many rows, where there is one: fills `out` with what `simulate` gives for each
   * row i of theta and the stream of `fold(key, from + i)`, bit for bit.
   */
  simulateRows?(key: Key, from: number, theta: Draws<Name>, out: Batch<X>): void;
}

/** A prior and a simulator of the same parameters. */
export interface JointModel<Name extends string = string, X extends Fields = Fields> {
  /** p(theta). */
  readonly prior: Prior<Name>;
  /** x given theta. */
  readonly simulator: Simulator<Name, X>;
}
