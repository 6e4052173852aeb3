import { assertEquals } from "@std/assert";
import { findingsTable } from "../../lib/tables/findings.ts";

Deno.test("findingsTable() adjusts the p-values there are for each other, and dashes out the rest", () => {
  const finding = { diagnostic: "test", value: 1, reading: "as expected" };
  const { text } = findingsTable([
    { ...finding, quantity: "tau_m", pValue: 0.01 },
    { ...finding, quantity: "g_L", floor: { mean: 0.5, limit: 2 } },
    { ...finding, quantity: "E_L", pValue: 0.4 },
  ]);
  assertEquals(text.split("\n").map((line) => line.split(/ {2,}/)), [
    ["diagnostic", "quantity", "value", "calibrated", "limit", "p_adj", "reading"],
    ["test", "tau_m", "1.000", "–", "–", "0.020", "as expected"],
    ["test", "g_L", "1.000", "0.500", "2.000", "–", "as expected"],
    ["test", "E_L", "1.000", "–", "–", "0.400", "as expected"],
  ]);
});

Deno.test("findingsTable() prints what is at fault only where it alarms, and no NaN as a pass", () => {
  const finding = { diagnostic: "test", value: 1, reading: "as read", fault: "at fault" };
  const { text } = findingsTable([
    { ...finding, quantity: "tau_m", pValue: 0.01 },
    { ...finding, quantity: "g_L", pValue: NaN },
    { ...finding, quantity: "E_L", pValue: 0.4 },
  ]);
  assertEquals(text.split("\n").slice(1).map((line) => line.split(/ {2,}/).slice(-2)), [
    ["0.030", "at fault"],
    ["not computable", "as read"],
    ["0.800", "as read"],
  ]);
});
