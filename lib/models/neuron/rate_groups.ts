/**
 * Calibration among the neurons that are hardest to infer: those without a spike, and those that fire
 * most. Truths are exchangeable with draws within any group that is chosen by the recording alone
 * (Talts et al. 2018, arXiv:1804.06788, hold for each recording), so that ranks stay uniform there;
 * over all recordings together, errors of opposite sign in two groups can cancel.
 *
 * @module
 */
import type { Dataset } from "../../model/dataset.ts";
import { take } from "../../core/draws.ts";
import type { Posterior } from "../../posterior/posterior.ts";
import { fold, type Key } from "../../core/random.ts";
import type { LifFields, LifParameter } from "../lif/simulator/lif.ts";
import { observationsOf } from "../../model/batch.ts";
import { spikeCounts } from "./spikes.ts";
import { ecdfFindings, rankEcdf } from "../../diagnostics/rank_ecdf.ts";
import { sbcRanks } from "../../diagnostics/sbc.ts";
import type { Finding } from "../../diagnostics/verdict.ts";

/** Recordings in a group at most. */
const GROUP = 100;

/**
 * Tests the ranks of each group by itself: a finding a group and parameter, which says how many
 * recordings the group has. A group of fewer than two has none.
 *
 * @param bank Simulations from the prior, of which one in ten or so is silent.
 * @param draws Of the posterior of each recording.
 */
export async function groupFindings(
  key: Key,
  posterior: Posterior<LifParameter, LifFields>,
  bank: Dataset<LifParameter, LifFields>,
  draws: number,
): Promise<Finding[]> {
  const counts = spikeCounts(bank.observations);
  const all = [...counts.keys()];
  const groups = {
    "silent neurons": all.filter((i) => counts[i] === 0).slice(0, GROUP),
    "highest rates": all.toSorted((a, b) => counts[b] - counts[a]).slice(0, GROUP),
  };
  const findings: Finding[] = [];
  for (const [name, rows] of Object.entries(groups)) {
    if (rows.length < 2) continue;
    const own = fold(key, name);
    const sampled = await posterior.sample(own, observationsOf(bank.observations, rows), draws);
    const ranks = sbcRanks(fold(own, "ranks"), sampled, take(bank.theta, rows));
    findings.push(
      ...ecdfFindings(rankEcdf(ranks, { draws }), `SBC ECDF, ${rows.length} ${name}`),
    );
  }
  return findings;
}
