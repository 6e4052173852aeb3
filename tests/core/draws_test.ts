import { assertEquals, assertThrows } from "@std/assert";
import {
  column,
  dataset,
  drawsOf,
  first,
  mapRows,
  row,
  stack,
  take,
} from "../../lib/core/draws.ts";

const names = ["tau_m", "g_L"] as const;
const draws = drawsOf(names, [{ tau_m: 10, g_L: 9 }, { tau_m: 12, g_L: 11 }, { g_L: 7, tau_m: 8 }]);

Deno.test("drawsOf() puts fields in the order of the names", () => {
  assertEquals([...draws.values], [10, 9, 12, 11, 8, 7]);
  assertEquals(draws.count, 3);
  assertEquals(drawsOf(names, []).count, 0);
});

Deno.test("column() and row() read what drawsOf() wrote", () => {
  assertEquals([...column(draws, "g_L")], [9, 11, 7]);
  assertEquals(row(draws, 2), { tau_m: 8, g_L: 7 });
});

Deno.test("column() and row() refuse what is not there", () => {
  assertThrows(
    () => column<string>(draws, "V_th"),
    RangeError,
    'Cannot read column "V_th" as the columns are tau_m, g_L',
  );
  for (const index of [-1, 3, NaN, 0.5]) {
    const words = "Cannot read row as index must be an integer in [0, 3)";
    assertThrows(() => row(draws, index), RangeError, words);
  }
});

Deno.test("first() takes the first rows, and no more than there are", () => {
  assertEquals(first(draws, 2), { names, count: 2, values: Float64Array.of(10, 9, 12, 11) });
  assertThrows(
    () => first(draws, 4),
    RangeError,
    "Cannot take first rows as count must be in [0, 3]: current value is 4",
  );
});

Deno.test("take() takes rows in any order, also twice", () => {
  assertEquals([...take(draws, [2, 0, 2]).values], [8, 7, 10, 9, 8, 7]);
});

Deno.test("dataset() cuts the draws for one recording", () => {
  const posterior = { names, datasets: 3, count: 1, values: draws.values };
  assertEquals(dataset(posterior, 1), { names, count: 1, values: Float64Array.of(12, 11) });
  for (const index of [3, 0.5]) {
    const words = "index must be an integer in [0, 3)";
    assertThrows(() => dataset(posterior, index), RangeError, words);
  }
});

Deno.test("mapRows() gives every row as a record", () => {
  assertEquals([...mapRows(draws, ({ tau_m, g_L }) => tau_m - g_L)], [1, 1, 1]);
});

Deno.test("stack() puts draws in a row, from which dataset() takes them", () => {
  const other = { ...draws, values: draws.values.map((value) => value + 1) };
  const both = stack([draws, other]);
  assertEquals([both.datasets, both.count], [2, 3]);
  assertEquals(dataset(both, 0), draws);
  assertEquals(dataset(both, 1), other);
});

Deno.test("stack() refuses nothing, and draws that don't fit", () => {
  assertThrows(() => stack([]), RangeError, "Cannot stack draws");
  assertThrows(
    () => stack([draws, first(draws, 2)]),
    RangeError,
    "Cannot stack draws as all must be 3 of tau_m, g_L: number 1 is 2 of tau_m, g_L",
  );
});
