import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  coverageFindings,
  intervalCoverage,
} from "../../../lib/diagnostics/calibration/interval_coverage.ts";
import { sbcRanks } from "../../../lib/diagnostics/calibration/sbc.ts";
import { key } from "../../../lib/core/random.ts";
import { conjugatePosterior } from "../conjugate_posteriors.ts";

const reportOf = (options: Parameters<typeof conjugatePosterior>[0]) => {
  const { posterior, truth } = conjugatePosterior(options);
  return intervalCoverage(key(2), sbcRanks(key(1), posterior, truth), { draws: posterior.count });
};
const verdicts = (options: Parameters<typeof conjugatePosterior>[0]) =>
  coverageFindings(reportOf(options)).filter(({ diagnostic }) => /γ/.test(diagnostic))
    .map(({ fault }) => fault?.split(": the posterior is ").at(-1));

Deno.test("intervalCoverage() accepts a calibrated posterior", () => {
  const { errorFloor, quantities } = reportOf({});
  for (const { adjustedPValue, errorPValue, calibrationError } of quantities) {
    assert(adjustedPValue > 0.05);
    assert(errorPValue > 0.05);
    assert(calibrationError.mean < errorFloor.limit.mean);
  }
});

Deno.test("intervalCoverage() rejects posteriors too narrow and too wide, and distinguishes them", () => {
  assertEquals(verdicts({ sdFactor: 0.7 }), ["overconfident", "overconfident"]);
  assertEquals(verdicts({ sdFactor: 1.4 }), ["underconfident", "underconfident"]);
  for (const { errorPValue } of reportOf({ sdFactor: 0.7 }).quantities) {
    assertEquals(errorPValue, 1 / 5000);
  }
});

Deno.test("intervalCoverage() finds the floor of the calibration error", () => {
  for (const count of [100, 300]) {
    const ranks = { names: ["a"], count, values: new Float64Array(count) };
    const { errorFloor } = intervalCoverage(key(3), ranks, { draws: 999 });
    // E|N(0, p (1 − p) / count)|, and the mean of √(p (1 − p)) over all levels is π / 8.
    const theory = Math.sqrt(2 / Math.PI / count) * Math.PI / 8;
    assertAlmostEquals(errorFloor.mean.mean, theory, 0.03 * theory + 1e-3);
    assert(errorFloor.limit.mean > 1.5 * errorFloor.mean.mean);
    assert(errorFloor.limit.median > errorFloor.mean.median);
  }
});

Deno.test("intervalCoverage() has the exact levels, of even and odd numbers of draws", () => {
  const values = Float64Array.of(0, 1, 2, 3);
  const odd = intervalCoverage(key(1), { names: ["a"], count: 4, values }, { draws: 3 });
  assertEquals(odd.points, [2 / 4]);
  assertEquals(odd.quantities[0].shares, [2 / 4]);
  const even = intervalCoverage(key(1), { names: ["a"], count: 4, values }, { draws: 4 });
  assertEquals(even.points, [1 / 5, 3 / 5]);
  assertEquals(even.quantities[0].shares, [1 / 4, 3 / 4]);
  assertEquals(JSON.parse(JSON.stringify(even)), even);
});

Deno.test("intervalCoverage() refuses a single draw", () => {
  assertThrows(
    () =>
      intervalCoverage(key(1), { names: ["a"], count: 1, values: new Float64Array(1) }, {
        draws: 1,
      }),
    RangeError,
    "Cannot measure coverage as draws must be an integer >= 2: current value is 1",
  );
});
