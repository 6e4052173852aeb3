import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { COLLAPSED, effectiveRank } from "../../lib/training/summaries.ts";
import { key, normals } from "../../lib/core/random.ts";

Deno.test("effectiveRank() is the dimension of independent summaries of one size", () => {
  assertAlmostEquals(effectiveRank(normals(key(1), 8 * 20_000), 8), 8, 0.05);
});

Deno.test("effectiveRank() calls summaries along one line, and constant ones, collapsed", () => {
  const line = normals(key(2), 500);
  const copies = Float64Array.from({ length: 4 * 500 }, (_, i) => (i % 4 + 1) * line[i >> 2]);
  assert(effectiveRank(copies, 4) < COLLAPSED);
  assertEquals(effectiveRank(new Float32Array(40).fill(3), 4), 0);
});
