import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { seriesBatch } from "../../../lib/model/batch.ts";
import { timeRescaling } from "../../../lib/models/neuron/time_rescaling.ts";

/** Spikes of a hazard that rises and falls, in steps so coarse that many hold a spike. */
function draw(seed: number, count: number, length: number) {
  const rng = stream(key(seed));
  const hazard = Float64Array.from(
    { length: count * length },
    (_, k) => 0.2 * (1 + Math.sin(k / 7)) + 1e-6,
  );
  const spikes = Float32Array.from(hazard, (h) => rng.uniform() < -Math.expm1(-h) ? 1 : 0);
  return { hazard, batch: seriesBatch({ spikes }, { count, step: 1 }) };
}

Deno.test("timeRescaling() has uniform p-values where the hazard is that of the spikes", () => {
  const runs = 400;
  const pValues = Array.from({ length: runs }, (_, run) => {
    const { hazard, batch } = draw(run, 10, 60);
    return timeRescaling(fold(key(1), run), batch, hazard).pValue ?? NaN;
  });
  for (const level of [0.05, 0.2, 0.5]) {
    const share = pValues.filter((p) => p < level).length / runs;
    assertAlmostEquals(share, level, 4 * Math.sqrt(level * (1 - level) / runs));
  }
});

Deno.test("timeRescaling() says no to another rate, and to a hazard without its history", () => {
  const { hazard, batch } = draw(1, 10, 300);
  const tested = (hazard: Float64Array) => timeRescaling(key(2), batch, hazard).pValue ?? NaN;
  assert(tested(hazard) > 0.01);
  assert(tested(hazard.map((h) => 1.4 * h)) < 0.01);
  const mean = hazard.reduce((a, b) => a + b, 0) / hazard.length;
  assert(tested(hazard.map(() => mean)) < 0.01);
});

Deno.test("timeRescaling() has the statistic and the tail of tables", () => {
  // One value u = 1 − e^{−z}: the statistic is the larger of u and 1 − u.
  const one = seriesBatch({ spikes: Float32Array.of(0, 0, 1) }, { count: 1, step: 1 });
  const { values, statistic } = timeRescaling(key(1), one, Float64Array.of(0.4, 0.3, 1e-9));
  assertAlmostEquals(values[0], -Math.expm1(-0.7), 1e-8);
  assertAlmostEquals(statistic, Math.max(values[0], 1 - values[0]));
  // 20 evenly spread values of which the largest are moved: the 5 % point of n = 20 is 0.294.
  const shifted = Array.from({ length: 20 }, (_, i) => Math.min(0.999, (i + 1) / 20 + 0.244));
  const steps = shifted.flatMap((u) => [-Math.log1p(-u), 1e-9]);
  const spikes = Float32Array.from(steps, (_, k) => k % 2);
  const twenty = timeRescaling(
    key(1),
    seriesBatch({ spikes }, { count: 1, step: 1 }),
    Float64Array.from(steps),
  );
  assertAlmostEquals(twenty.statistic, 0.294, 1e-3);
  assertAlmostEquals(twenty.pValue ?? NaN, 0.05, 0.003);
});

Deno.test("timeRescaling() finds nothing without spikes, and refuses what is no hazard", () => {
  const silent = seriesBatch({ spikes: new Float32Array(3) }, { count: 1, step: 1 });
  assertEquals(timeRescaling(key(1), silent, new Float64Array(3)).pValue, null);
  assertThrows(
    () => timeRescaling(key(1), silent, Float64Array.of(0, -1, 0)),
    RangeError,
    "Cannot rescale time as the hazard must be >= 0, and > 0 at a spike: it is -1 at sample 1",
  );
  const one = seriesBatch({ spikes: Float32Array.of(0, 1, 0) }, { count: 1, step: 1 });
  assertThrows(() => timeRescaling(key(1), one, new Float64Array(3)), RangeError, "at sample 1");
  assertThrows(() => timeRescaling(key(1), one, new Float64Array(2)), RangeError, "hazard");
});
