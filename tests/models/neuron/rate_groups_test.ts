import { assert, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { ecdfFindings, rankEcdf } from "../../../lib/diagnostics/calibration/rank_ecdf.ts";
import { groupFindings } from "../../../lib/diagnostics/calibration/groups.ts";
import { RATE_GROUPS } from "../../../lib/models/neuron/rate_groups.ts";
import { sbcRanks } from "../../../lib/diagnostics/calibration/sbc.ts";
import type { Posterior } from "../../../lib/posterior/posterior.ts";
import { verdictsOf } from "../../../lib/diagnostics/verdict.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { lif, type LifFields, type LifParameter } from "../../../lib/models/lif/simulator/lif.ts";
import { spikeCounts } from "../../../lib/models/neuron/spikes.ts";

const prior = lifPrior();
const DRAWS = 99;
const priorAsPosterior: Posterior<LifParameter, LifFields> = {
  names: prior.names,
  sample: (key, { count: datasets }, count) =>
    Promise.resolve({ ...prior.sample(key, datasets * count), datasets, count }),
  logProb: ({ datasets, count }) => Promise.resolve(new Float64Array(datasets * count)),
};

Deno.test("RATE_GROUPS show in each group that the prior is no posterior, where SBC does not", async () => {
  const references = simulateJoint(key(5), { prior, simulator: lif() }, 400);
  const all = await priorAsPosterior.sample(key(2), references.observations, DRAWS);
  const together = ecdfFindings(
    rankEcdf(sbcRanks(key(3), all, references.theta), { draws: DRAWS }),
  );
  assert(verdictsOf(together).every(({ verdict }) => verdict === "pass"));

  const findings = await groupFindings(key(4), priorAsPosterior, references, {
    groups: RATE_GROUPS,
    draws: DRAWS,
  });
  const silent = spikeCounts(references.observations).filter((count) => count === 0).length;
  assert(silent < 100, "a group larger than the test means");
  assertEquals(
    [...new Set(findings.map(({ diagnostic }) => diagnostic))],
    [`SBC ECDF, ${silent} silent neurons, log γ`, "SBC ECDF, 100 highest rates, log γ"],
  );
  for (const group of ["silent neurons", "highest rates"]) {
    const own = findings.filter(({ diagnostic }) => diagnostic.includes(group));
    assertEquals(own.map(({ quantity }) => quantity), [...prior.names]);
    assert(own.some(({ pValue = 1 }) => pValue < 1e-4), group);
  }
});
