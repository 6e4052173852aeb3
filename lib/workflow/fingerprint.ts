/**
 * The fingerprint of a kit: a hash of what its prior, its simulator and its summaries give for a few
 * fixed keys. A checkpoint keeps it, so that a model that was edited since is not answered by a network
 * that was trained for another.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fold, key } from "../core/random.ts";
import { networkInputs } from "../model/adapter.ts";
import { simulateJoint } from "../model/dataset.ts";
import type { Fields } from "../model/field.ts";
import { summarise } from "../model/summary_variables.ts";
import type { Kit } from "./kit.ts";
import { networkParts } from "./workflow.ts";

/** Draws that are simulated. */
const DRAWS = 8;
/** Values of an array that are hashed at most. */
const MOST = 4096;
/** Digits that are hashed: what engines compute differently is beyond them. */
const DIGITS = 6;

/** At most {@linkcode MOST} values as text, evenly spaced. */
function text(values: ArrayLike<number>): string {
  const stride = Math.max(1, Math.ceil(values.length / MOST));
  const count = Math.ceil(values.length / stride);
  const shown = Array.from({ length: count }, (_, i) => values[i * stride].toPrecision(DIGITS));
  return `${values.length}: ${shown.join(" ")}`;
}

/**
 * The fingerprint, as 64 hexadecimal digits.
 *
 * @throws {RangeError} If the simulator refuses a draw.
 *
 * @example Usage
 * ```ts
 * import { fingerprint } from "./fingerprint.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { vector } from "../model/field.ts";
 * import { model } from "../model/model.ts";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * const kitOf = (sd: number) => ({
 *   name: "mine",
 *   model: model({
 *     name: "mine",
 *     prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *     observables: { x: vector(["x"]) },
 *     simulate: (rng, { mu }) => ({ x: [mu + sd * rng.normal()] }),
 *   }),
 * });
 * assertEquals(fingerprint(kitOf(1)), fingerprint(kitOf(1)));
 * assertNotEquals(fingerprint(kitOf(1)), fingerprint(kitOf(2)));
 * ```
 */
export function fingerprint<Name extends string, X extends Fields>(kit: Kit<Name, X>): string {
  const root = fold(key(0), "fingerprint");
  const { theta, observations } = simulateJoint(root, kit.model, DRAWS);
  const { values, sizes = {} } = observations;
  const parts = [
    text(theta.values),
    ...Object.values<Float32Array>(values).map(text),
    ...Object.values(sizes).map(text),
    text(summarise(networkInputs(networkParts(kit)), observations)),
  ];
  return bytesToHex(sha256(new TextEncoder().encode(parts.join("\n"))));
}
