import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { recovery } from "../../../lib/diagnostics/calibration/recovery.ts";
import { conjugatePosterior } from "../conjugate_posteriors.ts";

const reportOf = (options: Parameters<typeof conjugatePosterior>[0]) => {
  const { posterior, truth } = conjugatePosterior({ datasets: 2000, ...options });
  return recovery(posterior, truth).parameters;
};

Deno.test("recovery() gives a calibrated posterior the values of theory", () => {
  for (const parameter of reportOf({})) {
    assertAlmostEquals(parameter.correlation, Math.SQRT1_2, 0.03);
    assertAlmostEquals(parameter.r2, 0.5, 0.04);
    assertAlmostEquals(parameter.rmse, Math.SQRT1_2, 0.03);
    assertAlmostEquals(parameter.coverage, 0.9, 0.03);
    assertAlmostEquals(parameter.contraction, 0.5, 0.06); // four standard errors
  }
});

Deno.test("recovery() covers too little when the posterior is too narrow, not less well correlated", () => {
  const [{ coverage, contraction, correlation }] = reportOf({ sdFactor: 0.5 });
  assert(coverage < 0.65);
  assert(contraction > 0.8);
  assertAlmostEquals(correlation, Math.SQRT1_2, 0.03);
});

Deno.test("recovery() covers too much when the posterior is too wide", () => {
  const [{ coverage, contraction }] = reportOf({ sdFactor: 1.5 });
  assert(coverage > 0.97);
  assert(contraction < 0);
});

Deno.test("recovery() detects a shift in r2 and rmse, which the correlation can't", () => {
  const [{ r2, rmse, correlation }] = reportOf({ shift: 1 });
  assert(r2 < 0);
  assert(rmse > 1);
  assertAlmostEquals(correlation, Math.SQRT1_2, 0.03);
});

Deno.test("recovery() reports R-7 quantiles and the mean of each posterior", () => {
  const names = ["a"];
  const truth = { names, count: 2, values: Float64Array.of(2, 9) };
  const values = Float64Array.of(0, 1, 2, 3, 9, 5, 5, 5, 5, 5);
  const report = recovery({ names, datasets: 2, count: 5, values }, truth, { level: 0.5 });
  assertEquals(report.parameters[0].points, [
    { truth: 2, median: 2, mean: 3, lower: 1, upper: 3 },
    { truth: 9, median: 5, mean: 5, lower: 5, upper: 5 },
  ]);
  assertEquals(report.parameters[0].coverage, 0.5);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("recovery() refuses what doesn't belong together", () => {
  const { posterior, truth } = conjugatePosterior({ datasets: 3, count: 4 });
  const refuses = (
    words: string,
    changes: { posterior?: object; truth?: object; level?: number },
  ) =>
    assertThrows(
      () =>
        recovery({ ...posterior, ...changes.posterior }, { ...truth, ...changes.truth }, {
          level: changes.level ?? 0.9,
        }),
      RangeError,
      words,
    );
  refuses("truth.names must be a, b: current value is b, a", { truth: { names: ["b", "a"] } });
  refuses("truth.count must be posterior.datasets = 3: current value is 2", {
    truth: { count: 2, values: truth.values.slice(0, 4) },
  });
  refuses("posterior.values must have 24 values: it has 5", {
    posterior: { values: new Float64Array(5) },
  });
  refuses("posterior.values[0] must be finite: current value is NaN", {
    posterior: { values: new Float64Array(24).fill(NaN) },
  });
  refuses("posterior.count must be an integer >= 2: current value is 0", {
    posterior: { count: 0, values: new Float64Array(0) },
  });
  refuses("level must be in [0, 1]: current value is 90", { level: 90 });
  refuses("the truths of a must vary: current value is 5 in all", {
    truth: { values: new Float64Array(6).fill(5) },
  });
});
