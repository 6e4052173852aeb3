import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { ProbabilityClassifier } from "../../../lib/diagnostics/comparison/classifier.ts";
import { localC2st } from "../../../lib/diagnostics/checks/local_c2st.ts";
import {
  localCalibration,
  localSubject,
} from "../../../lib/diagnostics/checks/local_calibration.ts";
import { localC2stFindings } from "../../../lib/diagnostics/checks/findings.ts";
import { inOrder } from "../../../lib/core/columns.ts";
import { fold, type Key, key, stream } from "../../../lib/core/random.ts";
import { mean } from "../../../lib/core/stats.ts";
import { conjugatePosterior } from "../conjugate_posteriors.ts";

const names = ["a", "b"] as const;

/** How an estimate differs from the posterior of theta ~ N(0, I), x ~ N(theta, I). */
interface Misfit {
  /** Sd that the mean is off, as a function of x. */
  readonly shift?: (x: number) => number;
  readonly sdFactor?: number;
  readonly correlation?: number;
}

function estimate(
  own: Key,
  x: readonly number[],
  { shift, sdFactor = 1, correlation = 0 }: Misfit,
) {
  const rng = stream(own);
  const a = rng.normal();
  const b = correlation * a + Math.sqrt(1 - correlation ** 2) * rng.normal();
  return [a, b].map((z, j) =>
    x[j] / 2 + Math.SQRT1_2 * (sdFactor * z + (shift && j === 0 ? shift(x[0]) : 0))
  );
}

/** p-values at x = (place, 0), over calibrations that are simulated anew. */
function pValues(
  repetitions: number,
  misfit: Misfit,
  { place = 0, count = 400 }: { place?: number; count?: number } = {},
): number[] {
  return Array.from({ length: repetitions }, (_, r) => {
    const root = fold(key(45), r);
    const rng = stream(fold(root, "pairs"));
    const truth = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
    const x = truth.map((theta) => theta.map((value) => value + rng.normal()));
    const q = x.map((own, i) => estimate(fold(fold(root, "q"), i), own, misfit));
    const at = Array.from(
      { length: 200 },
      (_, i) => estimate(fold(fold(root, "subject"), i), [place, 0], misfit),
    );
    const draws = (rows: number[][]) => ({
      names,
      count: rows.length,
      values: Float64Array.from(rows.flat()),
    });
    const summaries = (rows: number[][]) => ({ ...draws(rows), names: ["x_a", "x_b"] });
    return localC2st(
      fold(root, "test"),
      { truth: draws(truth), draws: draws(q), summaries: summaries(x) },
      { draws: draws(at), summaries: summaries([[place, 0]]) },
      { nulls: 99 },
    ).pValue;
  });
}
const share = (values: number[], level: number) => mean(values.map((p) => Number(p <= level)));

Deno.test("localC2st() has uniform p-values where the posterior is exact", () => {
  const exact = pValues(150, {}, { count: 250 });
  for (const level of [0.05, 0.2, 0.5, 0.8]) {
    assertAlmostEquals(share(exact, level), level, 3.2 * Math.sqrt(level * (1 - level) / 150));
  }
});

Deno.test("localC2st() rejects a shift, a wrong width and a wrong correlation", () => {
  assert(share(pValues(20, { shift: () => 0.5 }), 0.05) >= 0.9);
  assert(share(pValues(20, { sdFactor: 0.7 }), 0.05) >= 0.9);
  assert(share(pValues(20, { sdFactor: 1.4 }), 0.05) >= 0.9);
  assert(share(pValues(20, { correlation: 0.6 }), 0.05) >= 0.9);
});

Deno.test("localC2st() rejects where the posterior is wrong only", () => {
  const local = { shift: (x: number) => 0.6 * x };
  assert(share(pValues(20, local, { place: 2 }), 0.05) >= 0.9);
  assert(mean(pValues(20, local, { place: 2 })) < mean(pValues(20, local, { place: 0 })));
});

Deno.test("localC2st() uses the given classifier, labels swapped pair by pair", () => {
  const { truth, posterior } = conjugatePosterior({ datasets: 60, count: 10 });
  const shown: Uint8Array[] = [];
  const spy: ProbabilityClassifier = (rows, dim) => {
    assertEquals([dim, rows.length], [4, 2 * 60 * 4]);
    return (_key, labels) => {
      for (let i = 0; i < 60; i++) assertEquals(labels[2 * i] + labels[2 * i + 1], 1);
      shown.push(labels.slice());
      return (points) => new Float64Array(points.length / dim).fill(0.5 + 0.1 / shown.length);
    };
  };
  const subject = localSubject({ names, count: 5, values: posterior.values.subarray(0, 10) });
  const { statistic, nulls, pValue } = localC2st(
    key(45),
    localCalibration(truth, posterior),
    subject,
    { classifier: spy, nulls: 19 },
  );
  assertEquals(new Set(shown.map((labels) => labels.join())).size, 20);
  assertEquals([nulls.length, pValue], [19, 0.05]);
  assertAlmostEquals(statistic, 0.01, 1e-12);
});

Deno.test("localCalibration() keeps the draw that is tested out of the summaries", () => {
  const { truth, posterior } = conjugatePosterior({ datasets: 3, count: 4 });
  const { draws, summaries } = localCalibration(truth, posterior);
  assertEquals([...draws.values.subarray(2, 4)], [...posterior.values.subarray(8, 10)]);
  assertAlmostEquals(
    Number(summaries.values[2]),
    (posterior.values[10] + posterior.values[12] + posterior.values[14]) / 3,
    1e-12,
  );
  assertEquals(summaries.names, ["mean a", "mean b"]);
});

Deno.test("localC2st() gives the same plain data for the same key", () => {
  const { truth, posterior } = conjugatePosterior({ datasets: 60, count: 10 });
  const { names, values } = posterior;
  const subject = localSubject({ names, count: 10, values: values.subarray(0, 20) });
  const test = () => localC2st(key(1), localCalibration(truth, posterior), subject, { nulls: 9 });
  assertEquals(test(), test());
  assertEquals(JSON.parse(JSON.stringify(test())), test());
  const [{ floor, value }] = localC2stFindings(test());
  assertEquals(value, test().statistic);
  assert((floor?.limit ?? 0) > (floor?.mean ?? 1));
});

Deno.test("localC2st() refuses what doesn't belong together", () => {
  const { truth, posterior } = conjugatePosterior({ datasets: 60, count: 10 });
  const calibration = localCalibration(truth, posterior);
  const subject = localSubject({ names, count: 5, values: posterior.values.subarray(0, 10) });
  assertThrows(
    () =>
      localC2st(key(1), calibration, { ...subject, summaries: { ...subject.summaries, count: 2 } }),
    RangeError,
    "Cannot test posterior at observation as subject.summaries must have 1 values: it has 2",
  );
  assertThrows(() => localC2st(key(1), calibration, subject, { nulls: 0 }), RangeError, "nulls");
  const few = conjugatePosterior({ datasets: 10, count: 10 });
  assertThrows(
    () => localC2st(key(1), localCalibration(few.truth, few.posterior), subject),
    RangeError,
    "truth.count must be an integer >= 50: current value is 10",
  );
});

Deno.test("localC2st() has no p-value where its classifier gives no numbers", () => {
  const { posterior, truth } = conjugatePosterior({ datasets: 60, count: 9 });
  const speechless: ProbabilityClassifier = (_, dim) => () => (points) =>
    new Float64Array(points.length / dim).fill(NaN);
  const subject = localSubject({ names: truth.names, count: 1, values: Float64Array.of(0, 0) });
  const { pValue } = localC2st(key(1), localCalibration(truth, posterior), subject, {
    classifier: speechless,
    nulls: 9,
  });
  assertEquals(pValue, NaN);
});

Deno.test("localC2st() matches the subject's columns by name", () => {
  const { truth, posterior } = conjugatePosterior({ datasets: 60, count: 10 });
  const calibration = localCalibration(truth, posterior);
  const subject = localSubject({ names, count: 5, values: posterior.values.subarray(0, 10) });
  const turned = inOrder("turn", subject.draws, ["b", "a"]);
  const test = (own: typeof subject) => localC2st(key(1), calibration, own, { nulls: 9 });
  assertEquals(test({ ...subject, draws: turned }), test(subject));
  assertThrows(
    () => test(localSubject(turned)),
    RangeError,
    "subject.summaries.names must be mean a, mean b: current value is mean b, mean a",
  );
});
