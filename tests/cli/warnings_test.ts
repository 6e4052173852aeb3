import { assertEquals, assertStringIncludes } from "@std/assert";
import { warningsOf } from "../../lib/cli/warnings.ts";
import type { ObservationReport } from "../../lib/diagnostics/checks/observation_check.ts";

const ALIKE = { count: 1800, simulated: 9000 };
const SOUND: ObservationReport = {
  pValue: 0.4,
  leastP: 0.002,
  rejected: [],
  alike: ALIKE,
  kind: "no spike",
};
const CONTEXT = { names: ["V_th", "g_L"], units: ["mV", "nS"], leakage: 0, problems: [] };

const REJECTED: ObservationReport = {
  pValue: 0.002,
  leastP: 0.002,
  rejected: ["distances", "replicates", "bounds"],
  kind: "1 to 4 spikes",
  alike: ALIKE,
  distances: {
    pValue: 0.001,
    simulations: 1200,
    distances: [],
    standouts: [
      { summaries: "residuals", name: "held spread", value: 91.234, low: -2, high: 2.1, z: 40 },
    ],
  },
  replicates: {
    pValue: 0.0005,
    leastP: 0.0005,
    discrepancies: [
      { name: "spikes", observed: 3, low: 7, high: 19, pValue: 0.004 },
      {
        name: "share of samples in the 90 % band",
        observed: 0.19,
        low: 0.86,
        high: 0.93,
        pValue: 0.0002,
      },
    ],
  },
  bounds: {
    pValue: 0.0008,
    parameters: [
      { name: "V_th", end: "upper", median: -50.001, tail: 3.3e-5 },
      { name: "g_L", end: "lower", median: 7, tail: 0.03 },
    ],
  },
};

Deno.test("warningsOf() has none where no test rejects", () => {
  assertEquals(warningsOf(SOUND, CONTEXT), []);
});

Deno.test("warningsOf() reports for each test that rejects what stands out", () => {
  const [distances, replicates, bounds] = warningsOf(REJECTED, CONTEXT);
  assertEquals(distances.kind, "distances");
  assertStringIncludes(distances.message, "among 1200 simulations with 1 to 4 spikes");
  assertStringIncludes(distances.message, "held spread 91.2, simulations -2 to 2.1");
  assertEquals(
    replicates.message,
    "simulations with parameters from the posterior don't look like it: share of samples in the " +
      "90 % band 0.19, replicates 0.86 to 0.93; spikes 3, replicates 7 to 19",
  );
  assertEquals(
    bounds.message,
    "the posterior is stuck on bounds of the prior: the median of V_th (mV) is -50, at the upper " +
      "end, where the prior has a share of 0.000033",
  );
});

Deno.test("warningsOf() names no kind where there is none, and what a replicate has not", () => {
  const { kind: _, ...plain } = REJECTED;
  const discrepancies = [
    { name: "mean of x", observed: null, low: 1, high: 2, pValue: 0.001 },
    { name: "sd of x", observed: 3, low: null, high: null, pValue: 0.001 },
  ];
  const replicates = { pValue: 0.002, leastP: 0.001, discrepancies };
  const [distances, replicated] = warningsOf({ ...plain, replicates }, CONTEXT);
  assertStringIncludes(distances.message, "among 1200 simulations: held spread");
  assertStringIncludes(
    replicated.message,
    "mean of x undefined, replicates 1 to 2; sd of x 3, replicates undefined to undefined",
  );
});

Deno.test("warningsOf() reports further deviations only where a test rejects", () => {
  const kinds = (rejected: ObservationReport["rejected"]) =>
    warningsOf({ ...REJECTED, rejected }, CONTEXT).map(({ kind }) => kind);
  assertEquals(kinds(["replicates"]), ["distances", "replicates", "bounds"]);
  assertEquals(kinds([]), []);
});

Deno.test("warningsOf() warns where no warning could have come", () => {
  const rare = { ...SOUND, leastP: 1, alike: { count: 2, simulated: 200_000 } };
  const [{ kind, message }] = warningsOf(rare, CONTEXT);
  assertEquals(kind, "unchecked");
  assertStringIncludes(message, "2 of 200000 simulations had no spike, so that p is at least 1");
  assertStringIncludes(
    warningsOf({ ...SOUND, leastP: 1 }, CONTEXT)[0].message,
    "p is at least 1",
  );
});

Deno.test("warningsOf() carries leakage and a failed search for the exact posterior", () => {
  const found = warningsOf(SOUND, { ...CONTEXT, leakage: 0.44, problems: ["a", "b"] });
  assertEquals(found.map(({ kind }) => kind), ["leakage", "exact"]);
  assertStringIncludes(found[0].message, "44 % of the draws lie outside the prior");
  assertStringIncludes(found[1].message, "the answer is amortised: a; b");
  assertEquals(warningsOf(SOUND, { ...CONTEXT, leakage: 0.005 }), []);
});
