/**
 * Sizes and concatenation of arrays.
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
