import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ecdfFindings, rankEcdf } from "../../../lib/diagnostics/calibration/rank_ecdf.ts";
import { sbcRanks } from "../../../lib/diagnostics/calibration/sbc.ts";
import { key } from "../../../lib/core/random.ts";
import { conjugatePosterior } from "../conjugate_posteriors.ts";

const reportOf = (options: Parameters<typeof conjugatePosterior>[0]) => {
  const { posterior, truth } = conjugatePosterior(options);
  return rankEcdf(sbcRanks(key(1), posterior, truth), { draws: posterior.count });
};

Deno.test("rankEcdf() accepts a calibrated posterior", () => {
  for (const { logGamma, adjustedPValue } of reportOf({}).quantities) {
    assert(logGamma > 0);
    assert(adjustedPValue > 0.05);
  }
});

Deno.test("rankEcdf() rejects posteriors too narrow, too wide and shifted", () => {
  for (const misfit of [{ sdFactor: 0.7 }, { sdFactor: 1.4 }, { shift: 0.3 }, { shift: -0.3 }]) {
    for (const { logGamma, adjustedPValue } of reportOf(misfit).quantities) {
      assert(logGamma < 0);
      assert(adjustedPValue < 0.01);
    }
  }
});

Deno.test("rankEcdf() is outside its band where log γ is negative, and only there", () => {
  for (const shift of [0, 0.05, 0.1, 0.15, 0.2]) {
    const { lower, upper, quantities } = reportOf({ shift });
    for (const { shares, logGamma, pValue } of quantities) {
      const outside = shares.some((share, i) => share < lower[i] || share > upper[i]);
      assertEquals(outside, logGamma < 0);
      assertEquals(outside, pValue < 0.05);
    }
  }
});

Deno.test("rankEcdf() counts the ranks below each point", () => {
  const ranks = { names: ["a"], count: 4, values: Float64Array.of(0, 0, 2, 3) };
  const report = rankEcdf(ranks, { draws: 3 });
  assertEquals(report.points, [1 / 4, 2 / 4, 3 / 4]);
  assertEquals(report.quantities[0].shares, [2 / 4, 2 / 4, 3 / 4]);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("ecdfFindings() prints the noise floor beside log γ", () => {
  const report = reportOf({});
  const [finding] = ecdfFindings(report, "TARP");
  assertEquals(finding.diagnostic, "TARP, log γ");
  assertEquals(finding.quantity, "a");
  assertEquals(finding.floor?.limit, 0);
  assertAlmostEquals(finding.floor?.mean ?? NaN, 2.5, 0.5);
  assertEquals(finding.reading, "below 0: leaves the 95 % band of this test");
});

Deno.test("rankEcdf() refuses ranks out of range and levels that are none", () => {
  const ranks = { names: ["a"], count: 2, values: Float64Array.of(0, 100) };
  assertThrows(
    () => rankEcdf(ranks, { draws: 99 }),
    RangeError,
    "Cannot test ranks as ranks.values[1] must be an integer in [0, 99]: current value is 100",
  );
  assertThrows(
    () => rankEcdf(ranks, { draws: 100, level: 95 }),
    RangeError,
    "Cannot test ranks as level must be in [0.5, 0.9999]: current value is 95",
  );
});
