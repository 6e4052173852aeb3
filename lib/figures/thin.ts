/**
 * Fewer points than there are, where more could not be told apart and would make a file that no
 * viewer opens.
 *
 * @module
 */

/** Some of many rows, in their order. */
export interface Thinned<T> {
  readonly rows: readonly T[];
  /** Such as ", 1 in 3 drawn"; nothing if all are. */
  readonly note: string;
}

/**
 * Every k-th row, so that there are at most `most`.
 *
 * @example Usage
 * ```ts
 * import { thinned } from "./thin.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(thinned([1, 2, 3, 4, 5], 2), { rows: [1, 4], note: ", 1 in 3 drawn" });
 * ```
 */
export function thinned<T>(rows: readonly T[], most: number): Thinned<T> {
  const step = Math.ceil(rows.length / most);
  if (step <= 1) return { rows, note: "" };
  return { rows: rows.filter((_, i) => i % step === 0), note: `, 1 in ${step} drawn` };
}
