/**
 * Calibration among the observations of a group, such as those that are hardest to infer from. Truths
 * are exchangeable with draws within any group that is chosen by the observation alone (Talts et al.
 * 2018, arXiv:1804.06788, hold for each observation), so that ranks stay uniform there; over all
 * observations together, errors of opposite sign in two groups can cancel.
 *
 * @module
 */
import type { Dataset } from "../../model/dataset.ts";
import { take } from "../../core/draws.ts";
import type { Posterior } from "../../posterior/posterior.ts";
import { fold, type Key } from "../../core/random.ts";
import type { Fields } from "../../model/field.ts";
import { type Batch, observationsOf } from "../../model/batch.ts";
import { ecdfFindings, rankEcdf } from "./rank_ecdf.ts";
import { sbcRanks } from "./sbc.ts";
import type { Finding } from "../verdict.ts";

/** A group of observations. */
export interface ObservationGroup<X extends Fields = Fields> {
  /** In words, such as "silent neurons". */
  readonly name: string;
  /** The numbers of those in the group, the most typical first. */
  members(observations: Batch<X>): readonly number[];
}

/** Observations in a group at most. */
const MOST = 100;

/**
 * Tests the ranks of each group by itself: a finding a group and parameter, which says how many
 * observations the group has. A group of fewer than two has none.
 *
 * @param references Simulations from the prior.
 * @param options.draws Of the posterior of each observation.
 */
export async function groupFindings<Name extends string, X extends Fields>(
  key: Key,
  posterior: Posterior<Name, X>,
  references: Dataset<NoInfer<Name>, NoInfer<X>>,
  { groups, draws }: {
    readonly groups: readonly ObservationGroup<NoInfer<X>>[];
    readonly draws: number;
  },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, members } of groups) {
    const rows = members(references.observations).slice(0, MOST);
    if (rows.length < 2) continue;
    const own = fold(key, name);
    const observations = observationsOf(references.observations, rows);
    const sampled = await posterior.sample(own, observations, draws);
    const ranks = sbcRanks(fold(own, "ranks"), sampled, take(references.theta, rows));
    findings.push(
      ...ecdfFindings(rankEcdf(ranks, { draws }), `SBC ECDF, ${rows.length} ${name}`),
    );
  }
  return findings;
}
