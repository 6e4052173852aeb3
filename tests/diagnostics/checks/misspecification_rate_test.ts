import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { misspecificationRate } from "../../../lib/diagnostics/checks/misspecification_rate.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { mean } from "../../../lib/core/stats.ts";

Deno.test("misspecificationRate() has the distribution of rejections by ranks among shared simulations", () => {
  const [tested, calibrating] = [100, 199];
  const counts = Array.from({ length: 2000 }, (_, r) => {
    const rng = stream(fold(key(1), r));
    const simulated = Array.from({ length: calibrating }, () => rng.uniform()).sort((a, b) =>
      b - a
    );
    // p ≤ 0.05 = 10 / 200: at most nine simulations are as strange.
    return Array.from({ length: tested }, () => rng.uniform()).filter((x) => x > simulated[9])
      .length;
  });
  for (const least of [1, 5, 10, 15]) {
    const { pValue = NaN } = misspecificationRate(least, tested, calibrating);
    const share = mean(counts.map((count) => Number(count >= least)));
    assertAlmostEquals(share, pValue, 3.5 * Math.sqrt(pValue * (1 - pValue) / 2000) + 1e-3);
  }
  const { floor } = misspecificationRate(0, tested, calibrating);
  assertAlmostEquals(floor?.mean ?? NaN, mean(counts) / tested, 0.003);
  const above = mean(counts.map((count) => Number(count / tested > (floor?.limit ?? NaN))));
  assert(above <= 0.065 && above > 0.02);
});

Deno.test("misspecificationRate() alarms where too many of the simulator's own observations are rejected", () => {
  assert((misspecificationRate(40, 300, 2000).pValue ?? 1) < 1e-6);
  assertAlmostEquals(misspecificationRate(0, 300, 2000).pValue ?? NaN, 1, 1e-9);
});

Deno.test("misspecificationRate() refuses more rejections than observations", () => {
  assertThrows(
    () => misspecificationRate(4, 3, 100),
    RangeError,
    "Cannot judge rejections as rejected must be in [0, 3]: current value is 4",
  );
});
