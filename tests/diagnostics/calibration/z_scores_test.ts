import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { zScoreFindings, zScores } from "../../../lib/diagnostics/calibration/z_scores.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { mean, sd } from "../../../lib/core/stats.ts";
import { conjugatePosterior } from "../conjugate_posteriors.ts";

const reportOf = (options: Parameters<typeof conjugatePosterior>[0]) => {
  const { posterior, truth } = conjugatePosterior(options);
  return zScores(key(1), posterior, truth).parameters;
};

Deno.test("zScores() gives a calibrated posterior the values of theory", () => {
  for (const { bias, spread, error, contraction, points } of reportOf({})) {
    assertEquals(points.length, 400);
    assertAlmostEquals(bias.value, 0, 0.2);
    assertAlmostEquals(spread.value, 1, 0.12);
    assertAlmostEquals(error.value, Math.SQRT1_2, 0.08);
    assertAlmostEquals(contraction.value, 0.5, 0.12);
    for (const { pValue } of [bias, spread, error, contraction]) assert(pValue > 0.01);
    assertAlmostEquals(error.floor.mean, Math.SQRT1_2, 0.08);
    assertAlmostEquals(spread.floor.mean, 1, 0.01);
    assertAlmostEquals(bias.floor.limit, 1.96 / 20, 0.015); // 1.96 / √400
  }
});

Deno.test("zScores() detects too narrow and too wide in the spread, a shift in the bias", () => {
  for (const { spread, error, contraction } of reportOf({ sdFactor: 0.7 })) {
    assert(spread.pValue < 0.01 && spread.value > spread.floor.limit);
    assert(error.pValue < 0.01);
    assert(contraction.pValue < 0.01 && contraction.value > contraction.floor.limit);
  }
  for (const { spread } of reportOf({ sdFactor: 1.4 })) {
    assert(spread.pValue < 0.01 && spread.value < spread.floor.mean);
  }
  for (const { bias } of reportOf({ shift: -0.3 })) {
    assert(bias.pValue < 0.01 && bias.value < -bias.floor.limit);
  }
});

Deno.test("zScores() computes z and contraction from the draws alone", () => {
  const names = ["a"], truth = Float64Array.of(1, 4, 9);
  const values = Float64Array.of(0, 2, 5, 7, 3, 3, 8, 1, 6, 9, 2, 11);
  const posterior = { names, datasets: 3, count: 4, values };
  const [{ points }] = zScores(key(1), posterior, { names, count: 3, values: truth }).parameters;
  points.forEach(({ zScore, contraction }, i) => {
    const draws = values.subarray(i * 4, i * 4 + 4);
    assertAlmostEquals(zScore, (mean(draws) - truth[i]) / sd(draws), 1e-12);
    assertAlmostEquals(contraction, 1 - (sd(draws) / sd(truth)) ** 2, 1e-12);
  });
});

Deno.test("zScores() raises false alarms at about the nominal rate, for skewed posteriors and few draws", () => {
  const runs = 400, datasets = 30, count = 9;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    const rng = stream(fold(key(9), run));
    const skewed = (size: number) =>
      Float64Array.from({ length: size }, () => Math.exp(rng.normal()));
    const posterior = { names: ["a"], datasets, count, values: skewed(datasets * count) };
    const truth = { names: ["a"], count: datasets, values: skewed(datasets) };
    const [{ spread }] =
      zScores(fold(key(10), run), posterior, truth, { exchanges: 99 }).parameters;
    if (spread.pValue <= 0.06) alarms++;
  }
  assertAlmostEquals(alarms / runs, 0.06, 0.035); // three standard errors
});

Deno.test("zScores() keeps its level where whole posteriors lie on an atom", () => {
  // max(z, 0.5) has 69 % of its mass on an atom: of 9 draws and a truth, all are there in 2 of 100.
  const runs = 300, datasets = 20, count = 9;
  const alarms = { bias: 0, spread: 0 };
  for (let run = 0; run < runs; run++) {
    const rng = stream(fold(key(11), run));
    const clipped = (size: number) =>
      Float64Array.from({ length: size }, () => Math.max(0.5, rng.normal()));
    const posterior = { names: ["a"], datasets, count, values: clipped(datasets * count) };
    posterior.values.fill(0.5, 0, count); // and always here
    const truth = { names: ["a"], count: datasets, values: clipped(datasets) };
    truth.values[0] = 0.5;
    const [{ bias, spread, points }] =
      zScores(fold(key(12), run), posterior, truth, { exchanges: 99 }).parameters;
    assertEquals(points[0].zScore, 0);
    if (bias.pValue <= 0.06) alarms.bias++;
    if (spread.pValue <= 0.06) alarms.spread++;
  }
  assertAlmostEquals(alarms.bias / runs, 0.06, 0.04); // three standard errors
  assertAlmostEquals(alarms.spread / runs, 0.06, 0.04);
});

Deno.test("zScores() puts a truth beside an atom at the bound √(draws + 1)", () => {
  const names = ["a"];
  const posterior = {
    names,
    datasets: 2,
    count: 4,
    values: Float64Array.of(5, 5, 5, 5, 1, 2, 3, 4),
  };
  const truth = { names, count: 2, values: Float64Array.of(5.1, 2.5) };
  const [{ points, bias }] = zScores(key(1), posterior, truth).parameters;
  assertAlmostEquals(points[0].zScore, -Math.sqrt(5), 1e-9);
  assert(Number.isFinite(bias.pValue));
});

Deno.test("zScoreFindings() has four findings a parameter, with floors", () => {
  const { posterior, truth } = conjugatePosterior({ datasets: 20, count: 9 });
  const report = zScores(key(1), posterior, truth, { exchanges: 19 });
  const findings = zScoreFindings(report);
  assertEquals(findings.map(({ quantity }) => quantity).join(""), "aaaabbbb");
  assert(findings.every(({ floor, pValue }) => floor && pValue && pValue >= 1 / 20));
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("zScores() refuses a posterior, and truths, that never vary", () => {
  const { posterior, truth } = conjugatePosterior({ datasets: 3, count: 4 });
  assertThrows(
    () => zScores(key(1), { ...posterior, values: posterior.values.map(() => 5) }, truth),
    RangeError,
    "every parameter must vary among the draws of some observation: a, b never does",
  );
  assertThrows(
    () => zScores(key(1), posterior, { ...truth, values: truth.values.map(() => 0) }),
    RangeError,
    "Cannot score posteriors as the truths of a must vary: current value is 0 in all",
  );
});
