import { assertAlmostEquals, assertEquals } from "@std/assert";
import { verdictsOf } from "../../lib/diagnostics/verdict.ts";

Deno.test("verdictsOf() corrects for the number of tests, and passes what has none", () => {
  const finding = { diagnostic: "d", quantity: "q", value: 1, reading: "r" };
  const verdicts = verdictsOf([
    { ...finding, pValue: 0.02 },
    finding,
    { ...finding, pValue: 0.04 },
    { ...finding, pValue: 0.001 },
  ]);
  assertEquals(verdicts.map(({ verdict }) => verdict), ["alarm", "none", "alarm", "alarm"]);
  assertAlmostEquals(verdicts[0].adjustedPValue!, 0.04, 1e-12);
  const [alone] = verdictsOf([{ ...finding, pValue: 0.051 }]);
  assertEquals(alone.verdict, "pass");
});

Deno.test("verdictsOf() passes no NaN, and hides nothing behind it", () => {
  const finding = { diagnostic: "d", quantity: "q", value: 1, reading: "r" };
  const verdicts = verdictsOf([
    { ...finding, pValue: NaN },
    { ...finding, pValue: 0.001 },
    { ...finding, pValue: 0.9 },
  ]);
  assertEquals(verdicts.map(({ verdict }) => verdict), ["not computable", "alarm", "pass"]);
  assertEquals(verdicts[0].adjustedPValue, NaN);
});

Deno.test("verdictsOf() reads a fault where there is an alarm, and nowhere else", () => {
  const finding = { diagnostic: "d", quantity: "q", value: 9, reading: "large: too low" };
  const fault = "the posterior is too low";
  const readings = verdictsOf([0.001, 0.9, NaN].map((pValue) => ({ ...finding, pValue, fault })))
    .map(({ reading }) => reading);
  assertEquals(readings, [fault, finding.reading, finding.reading]);
  const [bare] = verdictsOf([{ ...finding, fault }]);
  assertEquals(bare, { ...finding, verdict: "none" });
});
