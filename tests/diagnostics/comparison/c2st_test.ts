import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { c2st } from "../../../lib/diagnostics/comparison/c2st.ts";
import type { Classifier } from "../../../lib/diagnostics/comparison/classifier.ts";
import { marginalErrors } from "../../../lib/diagnostics/comparison/marginal_errors.ts";
import { fold, key, normals } from "../../../lib/core/random.ts";
import { normalCdf } from "../../../lib/core/special.ts";
import { mean, sd } from "../../../lib/core/stats.ts";
import { c2stGolden } from "./c2st_golden.ts";

const names = ["a", "b"] as const;
const normalDraws = (seed: number, count: number) => ({
  names,
  count,
  values: normals(key(seed), 2 * count),
});
const exact = normalDraws(1, 300);
const others = normalDraws(2, 300);
const changed = (f: (value: number, k: number) => number) => ({
  ...others,
  values: others.values.map(f),
});

Deno.test("c2st() agrees with scikit-learn's over seeds", () => {
  const golden = c2stGolden("accuracies");
  const reference = { names, count: 150, values: c2stGolden("reference") };
  const draws = c2stGolden("draws");
  const cases = [[0, 1], [0.5, 1], [1, 1], [0, 0.8]];
  cases.forEach(([shift, factor], i) => {
    const values = draws.map((value, k) => value * factor + (k % 2 === 0 ? shift : 0));
    const theirs = golden.subarray(i * 20, (i + 1) * 20);
    const ours = [0, 1].map((seed) =>
      c2st(fold(key(seed), i), reference, { names, count: 150, values }).accuracy
    );
    const se = Math.max(sd(theirs), 0.01) * Math.sqrt(1 / 2 + 1 / 20);
    assertAlmostEquals(mean(ours), mean(theirs), 3 * se);
  });
});

Deno.test("c2st() cannot distinguish exact draws from exact draws", () => {
  const { accuracy, chanceSd } = c2st(key(45), exact, others);
  assertAlmostEquals(accuracy, 0.5, 3 * chanceSd);
  assertAlmostEquals(chanceSd, Math.sqrt(0.25 / 600));
});

Deno.test("c2st() rejects draws shifted by an sd", () => {
  const { accuracy, chanceSd } = c2st(key(45), exact, changed((value) => value + 1));
  assert(accuracy > 0.5 + 5 * chanceSd);
});

Deno.test("c2st() rejects draws that are too narrow", () => {
  const { accuracy, chanceSd } = c2st(key(45), exact, changed((value) => 0.5 * value));
  assert(accuracy > 0.5 + 5 * chanceSd);
});

Deno.test("c2st() detects a correlation, which no marginal shows", () => {
  const { values } = others;
  const draws = changed((value, k) => k % 2 === 0 ? value : 0.9 * values[k - 1] + 0.436 * value);
  for (const { mean, sdRatio } of marginalErrors(exact, draws).parameters) {
    assertAlmostEquals(mean, 0, 0.2);
    assertAlmostEquals(sdRatio, 1, 0.15);
  }
  const { accuracy, chanceSd } = c2st(key(45), exact, draws);
  assert(accuracy > 0.5 + 5 * chanceSd);
});

Deno.test("c2st() gives the best classifier the accuracy of theory, in any unit", () => {
  const reference = { names: ["E_L"], count: 20_000, values: normals(key(1), 20_000) };
  for (const shift of [0.5, 1, 2]) {
    const best: Classifier = (_key, _training, heldOut) =>
      Uint8Array.from(heldOut, (value) => Number(value > shift / 2));
    const inMillivolts = (z: number) => -70 + 3 * z;
    const { accuracy, chanceSd } = c2st(
      key(45),
      { ...reference, values: reference.values.map(inMillivolts) },
      { ...reference, values: normals(key(2), 20_000).map((z) => inMillivolts(z + shift)) },
      { classifier: best },
    );
    assertAlmostEquals(accuracy, normalCdf(shift / 2), 3 * chanceSd);
  }
});

Deno.test("c2st() comes near the best accuracy with its own classifier", () => {
  const one = (seed: number, shift: number) => ({
    names: ["a"],
    count: 500,
    values: normals(key(seed), 500).map((z) => z + shift),
  });
  const { accuracy } = c2st(key(45), one(1, 0), one(2, 1));
  assertAlmostEquals(accuracy, normalCdf(0.5), 0.05);
});

Deno.test("c2st() holds out every row once, and never trains on it", () => {
  const numbered = {
    names: ["a"],
    count: 11,
    values: Float64Array.from({ length: 11 }, (_, i) => i),
  };
  const shown: number[] = [];
  const sizes: number[] = [];
  const spy: Classifier = (_key, { rows, labels }, heldOut) => {
    assertEquals(rows.length, labels.length);
    assertEquals(new Set([...rows, ...heldOut]).size, 22);
    shown.push(...heldOut);
    sizes.push(heldOut.length);
    return new Uint8Array(heldOut.length);
  };
  const draws = { ...numbered, values: numbered.values.map((value) => value + 100) };
  const { accuracy, folds } = c2st(key(45), numbered, draws, { classifier: spy });
  assertEquals(new Set(shown).size, 22);
  assertEquals(sizes, [5, 5, 4, 4, 4]);
  assertEquals(accuracy, mean(folds));
});

Deno.test("c2st() gives the same plain data for the same key", () => {
  const few = { ...exact, count: 20, values: exact.values.subarray(0, 40) };
  const others20 = { ...others, count: 20, values: others.values.subarray(0, 40) };
  const report = c2st(key(45), few, others20);
  assertEquals(c2st(key(45), few, others20), report);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("c2st() refuses what doesn't belong together", () => {
  const refuses = (words: string, reference: object, draws: object, folds = 5) =>
    assertThrows(
      () => c2st(key(45), { ...exact, ...reference }, { ...others, ...draws }, { folds }),
      RangeError,
      words,
    );
  refuses("Cannot compare draws as draws.names must be a, b: current value is b, a", {}, {
    names: ["b", "a"],
  });
  refuses("draws.count must be reference.count = 300: current value is 299", {}, {
    count: 299,
    values: others.values.subarray(2),
  });
  refuses("draws.values must have 600 values: it has 598", {}, {
    values: others.values.subarray(2),
  });
  refuses("draws.values[3] must be finite: current value is NaN", {}, {
    values: others.values.with(3, NaN),
  });
  refuses("reference.b must vary: current value is 7 in all", {
    values: exact.values.map((value, k) => k % 2 === 0 ? value : 7),
  }, {});
  refuses("folds must be an integer >= 2: current value is 1", {}, {}, 1);
  refuses("reference.count must be an integer >= 400: current value is 300", {}, {}, 400);
});

Deno.test("c2st() gives its classifier rows that it can multiply, however far draws lie", () => {
  let farthest = 0;
  const watching: Classifier = (_, { rows }, heldOut) => {
    farthest = rows.reduce((most, x) => Math.max(most, Math.abs(x)), farthest);
    return Uint8Array.from({ length: heldOut.length / 2 }, (_, i) => Number(heldOut[2 * i] > 100));
  };
  const far = changed((z) => z + 1e300);
  assertEquals(c2st(key(1), exact, far, { classifier: watching }).accuracy, 1);
  assertEquals(farthest, 1000);
});

Deno.test("c2st() refuses a reference whose sd is beyond all numbers", () => {
  assertThrows(
    () => c2st(key(1), changed((z) => 1e300 * z), others),
    RangeError,
    "the sd of reference.a must be finite: current value is Infinity",
  );
});
