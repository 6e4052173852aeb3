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
