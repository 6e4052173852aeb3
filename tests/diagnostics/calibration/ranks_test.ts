import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { checkRanks, rankAmong } from "../../../lib/diagnostics/calibration/ranks.ts";
import { key, stream } from "../../../lib/core/random.ts";

Deno.test("rankAmong() counts what lies below, in the column asked for", () => {
  const values = Float64Array.of(1, 9, 2, 8, 3, 7); // columns 1, 2, 3 and 9, 8, 7
  const rng = stream(key(1));
  assertEquals(rankAmong(rng, 2.5, values, { from: 0, stride: 2 }), 2);
  assertEquals(rankAmong(rng, 2.5, values, { from: 1, stride: 2 }), 0);
  assertEquals(rankAmong(rng, 8.5, values, { to: 2 }), 1);
  assertEquals(rankAmong(rng, -Infinity, values), 0);
});

Deno.test("rankAmong() gives ties every rank they may have, equally often", () => {
  const rng = stream(key(2)), values = Float64Array.of(0, 5, 5, 5, 9);
  const counts = new Array<number>(6).fill(0), runs = 4000;
  for (let run = 0; run < runs; run++) counts[rankAmong(rng, 5, values)]++;
  assertEquals([counts[0], counts[5]], [0, 0]);
  for (const count of counts.slice(1, 5)) assertAlmostEquals(count / runs, 1 / 4, 0.03);
});

Deno.test("checkRanks() lets whole numbers in 0 … draws pass, and nothing else", () => {
  const ranks = (...values: number[]) => ({
    names: ["a"],
    count: values.length,
    values: Float64Array.from(values),
  });
  checkRanks("test", ranks(0, 9), 9);
  for (const bad of [-1, 10, 0.5, NaN]) {
    assertThrows(() => checkRanks("test", ranks(0, bad), 9), RangeError, "Cannot test as ranks");
  }
  assertThrows(() => checkRanks("test", ranks(), 9), RangeError, "ranks.count");
});
