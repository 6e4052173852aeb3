/**
 * Fewer points than there are, where more could not be distinguished and would make a file that no
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

/**
 * The least and the greatest value of each of equal stretches, in their order, so that there are at
 * most `most`: a line through them looks as one through all.
 *
 * @example Usage
 * ```ts
 * import { extremes } from "./thin.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows, note } = extremes([1, 5, 2, 3, 0, 3], 4);
 * assertEquals(rows, [0, 1, 3, 4]);
 * assertEquals(note, ", extremes of 3 samples drawn");
 * ```
 */
export function extremes(values: ArrayLike<number>, most: number): Thinned<number> {
  const step = Math.ceil(2 * values.length / most);
  if (values.length <= most) return { rows: Array.from(values, (_, i) => i), note: "" };
  const rows: number[] = [];
  for (let from = 0; from < values.length; from += step) {
    let least = from, greatest = from;
    for (let i = from; i < Math.min(values.length, from + step); i++) {
      if (values[i] < values[least]) least = i;
      if (values[i] > values[greatest]) greatest = i;
    }
    rows.push(Math.min(least, greatest));
    if (least !== greatest) rows.push(Math.max(least, greatest));
  }
  return { rows, note: `, extremes of ${step} samples drawn` };
}
