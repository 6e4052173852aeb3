import { assertMatch } from "@std/assert";
import { diagnosisTable } from "../../lib/tables/diagnosis.ts";

Deno.test("diagnosisTable() marks alarms and rows that only describe, and prints small values", () => {
  const common = { diagnostic: "C2ST", quantity: "q", reading: "r" };
  const { text } = diagnosisTable({
    verdicts: [
      { ...common, value: 0.00123, adjustedPValue: 0.5, verdict: "pass" },
      { ...common, value: 12, floor: { mean: 1, limit: 2 }, adjustedPValue: 0, verdict: "alarm" },
      { ...common, value: NaN, verdict: "none" },
    ],
  });
  const [, passed, alarmed, described] = text.split("\n");
  assertMatch(passed, /0\.00123 +– +– +0\.500 +pass/);
  assertMatch(alarmed, /12\.000 +1\.000 +2\.000 +0\.000 +ALARM/);
  assertMatch(described, /q +– +– +– +– +descriptive/);
});
