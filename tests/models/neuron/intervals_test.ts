import { assert, assertEquals, assertThrows } from "@std/assert";
import { intervals } from "../../../lib/models/neuron/intervals.ts";
import { intervalFindings } from "../../../lib/models/neuron/predictive_findings.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { mean } from "../../../lib/core/stats.ts";
import { seriesBatch } from "../../../lib/model/batch.ts";

const STEPS = 400;
const STEP = 0.5;

/** Trains with intervals of `mean` ± `spread` steps, each uniform. */
function trains(seed: number, count: number, middle = 20, spread = 6) {
  const spikes = new Float32Array(count * STEPS);
  for (let i = 0; i < count; i++) {
    const rng = stream(fold(key(seed), i));
    let at = Math.floor(20 * rng.uniform());
    while (at < STEPS) {
      spikes[i * STEPS + at] = 1;
      at += Math.max(1, Math.round(middle + spread * (2 * rng.uniform() - 1)));
    }
  }
  return seriesBatch({ spikes }, { count, step: STEP });
}
const replicated = trains(1, 99);
const silent = seriesBatch({ spikes: new Float32Array(STEPS) }, { count: 1, step: STEP });

Deno.test("intervals() has its level where replicates and recording have one distribution", () => {
  const pValues = Array.from(
    { length: 300 },
    (_, r) => intervals(trains(100 + r, 19), trains(1000 + r, 1)).pValue ?? NaN,
  );
  for (const level of [0.05, 0.2, 0.5]) {
    const share = mean(pValues.map((p) => Number(p <= level + 1e-9)));
    const se = Math.sqrt(level * (1 - level) / 300);
    assert(share <= level + 3 * se && share >= level - 3 * se - 0.05);
  }
});

Deno.test("intervals() rejects a faster, a slower and a more regular neuron", () => {
  for (const [middle, spread] of [[14, 6], [28, 6], [20, 0]]) {
    assert((intervals(replicated, trains(2, 1, middle, spread)).pValue ?? 1) < 0.05);
  }
});

Deno.test("intervals() reports distribution functions from 0 to 1 and their band", () => {
  const report = intervals(replicated, trains(2, 1), { level: 0.5 });
  const { grid, observed, lower, median, upper } = report;
  for (const f of [observed ?? [], lower, median, upper]) {
    assertEquals([f[0], f[grid.length - 1]], [0, 1]);
    assert(f.every((value, g) => g === 0 || value >= f[g - 1]));
  }
  assert(grid.every((_, g) => lower[g] <= median[g] && median[g] <= upper[g]));
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("intervals() has nothing to compare where nothing spiked twice", () => {
  const report = intervals(replicated, silent);
  assertEquals([report.pValue, report.observed, report.observedIntervals], [null, null, []]);
  assertEquals(intervalFindings(report), []);
  const none = intervals(silent, trains(2, 1));
  assertEquals([none.pValue, none.withoutIntervals, none.median], [null, 1, []]);
  assertEquals(intervals(silent, silent).grid, []);
});

Deno.test("intervals() refuses more than one recording", () => {
  assertThrows(
    () => intervals(replicated, trains(2, 2)),
    RangeError,
    "Cannot check intervals as observed must have 1 values: it has 2",
  );
});
