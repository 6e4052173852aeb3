import { assert, assertEquals } from "@std/assert";
import { misspecificationTable, standoutTable } from "../../lib/tables/misspecification.ts";
import { quantitiesTable } from "../../lib/tables/test_quantities.ts";

Deno.test("misspecificationTable() ends with all distances together", () => {
  const distance = {
    summaries: "residuals",
    measure: "Mahalanobis",
    value: 9,
    median: 4.25,
    limit: 6,
    pValue: 0.01,
    simulated: [3, 4.25, 6],
  } as const;
  const { text } = misspecificationTable({
    pValue: 0.02,
    simulations: 4,
    distances: [distance],
    standouts: [],
  });
  const [, first, last] = text.split("\n").map((line) => line.split(/ {2,}/));
  assertEquals(first, ["residuals, Mahalanobis", "9", "4.25", "6", "0.010"]);
  assertEquals(last, ["all together, least p 0.2", "–", "–", "–", "0.020"]);
});

Deno.test("standoutTable() keeps the sign", () => {
  const one = { summaries: "residuals", name: "held trend", value: -4, low: -2, high: 2, z: -4.04 };
  const { text } = standoutTable({ pValue: 0.1, simulations: 3, distances: [], standouts: [one] });
  assert(/held trend +-4 +-2 +2 +-4\.0/.test(text));
});

Deno.test("quantitiesTable() has a dash where a quantity is undefined", () => {
  const one = {
    name: "mean interval",
    unit: "ms",
    observed: null,
    replicated: [],
    undefinedReplicates: 4,
    lower: null,
    upper: null,
    pValue: 1,
    adjustedPValue: 1,
  };
  const { text } = quantitiesTable({ replicates: 4, quantities: [one] });
  assert(/mean interval \(ms\) +– +– +– +– +4 +1\.000 +1\.000/.test(text));
});
