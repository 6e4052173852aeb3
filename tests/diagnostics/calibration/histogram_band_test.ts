import { assertAlmostEquals, assertEquals } from "@std/assert";
import { histogramBand } from "../../../lib/diagnostics/calibration/histogram_band.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";

/** P(all counts of 3 bins in [low, high]), by every list of `size` values. */
function enumerate(size: number, low: number, high: number): number {
  let inside = 0;
  for (let code = 0; code < 3 ** size; code++) {
    const counts = [0, 0, 0];
    for (let i = 0; i < size; i++) counts[Math.floor(code / 3 ** i) % 3]++;
    if (counts.every((count) => count >= low && count <= high)) inside++;
  }
  return inside / 3 ** size;
}

Deno.test("histogramBand() is the narrowest that keeps its level", () => {
  assertAlmostEquals(enumerate(9, 0, 6), 0.975, 0.001);
  assertAlmostEquals(enumerate(9, 1, 6), 0.911, 0.001);
  assertEquals(histogramBand(9, 3, 0.95), [0, 6]);
  assertEquals(histogramBand(9, 3, enumerate(9, 1, 6) - 1e-9), [1, 6]);
});

Deno.test("histogramBand() is left at about the nominal rate", () => {
  const [size, bins, runs] = [1000, 20, 2000];
  const [low, high] = histogramBand(size, bins, 0.95);
  let left = 0;
  for (let run = 0; run < runs; run++) {
    const rng = stream(fold(key(8), run));
    const counts = new Array<number>(bins).fill(0);
    for (let i = 0; i < size; i++) counts[Math.floor(rng.uniform() * bins)]++;
    if (counts.some((count) => count < low || count > high)) left++;
  }
  assertAlmostEquals(left / runs, 0.04, 0.02); // whole counts give less than 0.05
});
