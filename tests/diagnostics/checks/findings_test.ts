import { assert, assertEquals } from "@std/assert";
import { misspecificationFindings } from "../../../lib/diagnostics/checks/findings.ts";

Deno.test("misspecificationFindings() have a p-value of all distances, and a floor of each", () => {
  const distance = {
    summaries: "residuals",
    measure: "Mahalanobis",
    value: 9,
    median: 4,
    limit: 6,
    pValue: 0.01,
    simulated: [3, 4, 6],
  } as const;
  const [all, own] = misspecificationFindings({
    pValue: 0.02,
    simulations: 3,
    distances: [distance],
    standouts: [],
  });
  assertEquals([all.value, all.pValue], [0.02, 0.02]);
  assert(all.reading.endsWith("this observation"));
  assertEquals(own.floor, { mean: 4, limit: 6 });
  assertEquals([own.quantity, own.pValue], ["residuals, Mahalanobis", undefined]);
});
