/**
 * Sizes, concatenation and order of arrays.
 *
 * @module
 */

/** The number of values in an array of that shape. */
export function elements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** All values of the parts, in order, as an array of the type given. */
export function concatenate<A extends Float32Array | Float64Array>(
  type: new (length: number) => A,
  parts: readonly ArrayLike<number>[],
): A {
  const out = new type(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/**
 * The order of two lists of numbers: by their first values that differ, a list before its
 * continuations. For `sort`.
 *
 * @example Usage
 * ```ts
 * import { compareValues } from "./arrays.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([[2], [1, 3], [1]].sort(compareValues), [[1], [1, 3], [2]]);
 * ```
 */
export function compareValues(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const shared = Math.min(a.length, b.length);
  for (let k = 0; k < shared; k++) if (a[k] !== b[k]) return a[k] - b[k];
  return a.length - b.length;
}
