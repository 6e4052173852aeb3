import { assertEquals, assertMatch } from "@std/assert";
import { diagnosisTable, diagnosisText } from "../../lib/tables/diagnosis.ts";

Deno.test("diagnosisTable() marks alarms and rows that only describe, and prints small values", () => {
  const common = { diagnostic: "C2ST", quantity: "q", reading: "r" };
  const { text } = diagnosisTable({
    verdicts: [
      { ...common, value: 0.00123, pValue: 0.01, adjustedPValue: 0.5, verdict: "pass" },
      { ...common, value: 12, floor: { mean: 1, limit: 2 }, adjustedPValue: 0, verdict: "alarm" },
      { ...common, value: NaN, verdict: "none" },
      { ...common, value: 1, pValue: NaN, adjustedPValue: NaN, verdict: "not computable" },
    ],
  });
  const [, passed, alarmed, described, silent] = text.split("\n");
  assertMatch(silent, /q +1\.000 +– +– +– +– +not computable/);
  assertMatch(passed, /0\.00123 +– +– +0\.010 +0\.500 +pass/);
  assertMatch(alarmed, /12\.000 +1\.000 +2\.000 +– +< 0\.001 +ALARM/);
  assertMatch(described, /q +– +– +– +– +– +descriptive/);
});

Deno.test("diagnosisText() names what alarms, and says so if nothing does", () => {
  const passed = {
    diagnostic: "SBC",
    quantity: "g_L",
    value: 1,
    reading: "r",
    verdict: "pass",
  } as const;
  const described = { ...passed, verdict: "none" } as const;
  assertEquals(
    diagnosisText({ verdicts: [passed, described] }),
    "no alarm in 1 tests, at 5 % over all of them",
  );
  const alarm = { ...passed, quantity: "V_th", reading: "too narrow", verdict: "alarm" } as const;
  const silent = { ...passed, quantity: "E_L", verdict: "not computable" } as const;
  assertEquals(
    diagnosisText({ verdicts: [passed, silent] }),
    "no alarm in 2 tests, at 5 % over all of them\n" +
      "NOT COMPUTABLE: 1 of them, neither passed nor failed:\n  SBC, E_L",
  );
  assertMatch(
    diagnosisText({ verdicts: [passed, alarm] }),
    /^ALARM: 1 of 2 tests say no.*:\n {2}SBC, V_th: too narrow$/,
  );
});
