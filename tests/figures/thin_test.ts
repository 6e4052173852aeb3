import { assert, assertEquals } from "@std/assert";
import { extremes, thinned } from "../../lib/figures/thin.ts";
import { key, normals } from "../../lib/core/random.ts";

Deno.test("thinned() and extremes() leave alone what is little enough, without a word", () => {
  assertEquals(thinned([3, 1, 2], 3), { rows: [3, 1, 2], note: "" });
  assertEquals(extremes([3, 1, 2], 3), { rows: [0, 1, 2], note: "" });
});

Deno.test("extremes() keep the least and the greatest of every stretch, and the order", () => {
  const values = normals(key(1), 10_000);
  const { rows, note } = extremes(values, 400);
  assert(rows.length <= 400);
  assertEquals(note, ", extremes of 50 samples drawn");
  assert(rows.every((row, i) => i === 0 || row > rows[i - 1]));
  for (let from = 0; from < values.length; from += 50) {
    const own = values.subarray(from, from + 50);
    const kept = rows.filter((row) => row >= from && row < from + 50).map((row) => values[row]);
    assertEquals([Math.min(...kept), Math.max(...kept)], [Math.min(...own), Math.max(...own)]);
  }
});
