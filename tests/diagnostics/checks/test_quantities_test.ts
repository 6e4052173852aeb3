import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { quantityFindings } from "../../../lib/diagnostics/checks/findings.ts";
import { testQuantities } from "../../../lib/diagnostics/checks/test_quantities.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { mean } from "../../../lib/core/stats.ts";
import { series } from "../../../lib/model/field.ts";

/** Observations of a single sample, and the quantity that reads it; NaN for a negative one. */
const observations = (...values: number[]) => {
  const voltage = series({ length: 1, step: 1, unit: "mV" });
  return {
    fields: { voltage },
    count: values.length,
    values: { voltage: Float32Array.from(values) },
  };
};
const sample = {
  name: "sample",
  unit: "mV",
  evaluate: ({ values }: ReturnType<typeof observations>, index: number) =>
    values.voltage[index] < 0 ? NaN : values.voltage[index],
};
const reportOf = (observed: number, ...replicated: number[]) =>
  testQuantities(observations(...replicated), observations(observed), [sample]).quantities[0];

Deno.test("testQuantities() counts ties by half, the observation among them", () => {
  const { lower, upper, pValue } = reportOf(2, 1, 1, 1, 2, 2, 3, 4, 5, 6);
  assertEquals(lower, (3 + 1.5) / 10);
  assertEquals(upper, 1 - (3 + 1.5) / 10);
  assertAlmostEquals(pValue, 0.9, 1e-12);
});

Deno.test("testQuantities() rejects a value outside all replicates, with p > 0", () => {
  const replicated = Array.from({ length: 99 }, (_, i) => i);
  assertAlmostEquals(reportOf(1000, ...replicated).pValue, 0.01, 1e-12);
});

Deno.test("testQuantities() takes undefined for one more outcome", () => {
  // 5 of 9 replicates undefined, the observation defined and the largest of five.
  const some = reportOf(9, -1, -1, -1, -1, -1, 1, 2, 3, 4);
  assertEquals([some.undefinedReplicates, some.replicated.length], [5, 4]);
  assertAlmostEquals(some.lower ?? NaN, 4.5 / 5, 1e-12);
  assertAlmostEquals(some.pValue, 0.5 * 0.2, 1e-12);
  const never = Array.from({ length: 99 }, () => -1);
  assertAlmostEquals(reportOf(1, ...never).pValue, 0.01, 1e-12);
  const always = Array.from({ length: 99 }, (_, i) => i);
  const missing = reportOf(-1, ...always);
  assertEquals([missing.observed, missing.lower, missing.upper], [null, null, null]);
  assertAlmostEquals(missing.pValue, 0.02, 1e-12);
  assertEquals(reportOf(-1, ...never).pValue, 1);
});

Deno.test("testQuantities() keeps its level where replicates and observation have one distribution", () => {
  for (const undefinedShare of [0, 0.03, 0.3, 0.8]) {
    const pValues = Array.from({ length: 1000 }, (_, r) => {
      const rng = stream(fold(fold(key(45), r), "one law")); // the label of a key
      const draw = () => rng.uniform() < undefinedShare ? -1 : Math.floor(8 * rng.uniform() ** 2);
      return reportOf(draw(), ...Array.from({ length: 39 }, draw)).pValue;
    });
    for (const level of [0.05, 0.2]) {
      const share = mean(pValues.map((p) => Number(p <= level)));
      // A mid-p may exceed its level a little.
      assert(share <= 1.3 * level + 3 * Math.sqrt(level / 1000), `${undefinedShare} ${share}`);
    }
  }
});

Deno.test("testQuantities() adjusts for the number of quantities", () => {
  const replicated = observations(...Array.from({ length: 99 }, (_, i) => i));
  const square = { ...sample, name: "square", evaluate: () => 4 };
  const report = testQuantities(replicated, observations(1000), [sample, square]);
  assertAlmostEquals(report.quantities[0].adjustedPValue, 0.02, 1e-12);
  assertEquals(report.quantities[1].adjustedPValue, 1);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
  const [finding] = quantityFindings(report);
  assertEquals([finding.quantity, finding.value], ["sample (mV)", 1000]);
  assert(finding.reading.startsWith("small p: replicates"));
  assertAlmostEquals(finding.pValue ?? NaN, 0.01, 1e-12); // adjusted with all findings, not here
});

Deno.test("testQuantities() refuses what it can't compare", () => {
  assertThrows(
    () => testQuantities(observations(1), observations(1, 2), [sample]),
    RangeError,
    "Cannot check test quantities as observed must have 1 values: it has 2",
  );
  assertThrows(
    () => testQuantities(observations(), observations(1), [sample]),
    RangeError,
    "replicated.count must be an integer >= 1: current value is 0",
  );
  assertThrows(
    () => testQuantities(observations(1), observations(1), []),
    RangeError,
    "quantities",
  );
});
