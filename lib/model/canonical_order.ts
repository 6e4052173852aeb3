/**
 * An order of observations that does not depend on how they were listed.
 *
 * @module
 */
import { compareValues } from "../core/arrays.ts";
import type { Batch } from "./batch.ts";
import { fieldSize } from "./field.ts";

/**
 * The row numbers of a batch in ascending order of the observations' values: field by field in the
 * alphabetical order of their names, value by value. Whatever is computed in this order depends on
 * the set of the observations only, down to the last bit: those that are equal are interchangeable.
 *
 * @example Usage
 * ```ts
 * import { seriesBatch } from "./batch.ts";
 * import { canonicalOrder } from "./canonical_order.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ x: Float32Array.of(3, 0, 1, 2, 1, 1) }, { count: 3, step: 1 });
 * assertEquals(canonicalOrder(batch), [2, 1, 0]);
 * ```
 */
export function canonicalOrder({ fields, count, values, sizes = {} }: Batch): number[] {
  const columns = Object.keys(fields).sort().flatMap((name) => {
    const own = { values: values[name], size: fieldSize(fields[name]) };
    return Object.hasOwn(sizes, name) ? [{ values: sizes[name], size: 1 }, own] : [own];
  });
  const rowOf = ({ values, size }: typeof columns[number], row: number) =>
    values.subarray(row * size, (row + 1) * size);
  return Array.from({ length: count }, (_, row) => row).sort((a, b) =>
    columns.reduce(
      (found, column) => found || compareValues(rowOf(column, a), rowOf(column, b)),
      0,
    )
  );
}
