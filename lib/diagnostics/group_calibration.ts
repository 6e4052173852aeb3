/**
 * Calibration of the kinds of recordings that a network sees least of: silent neurons, and those that
 * fire most. A posterior is calibrated within any group that is chosen by the recording alone; a
 * choice by the parameters would not do.
 *
 * @module
 */
import type { Dataset } from "../dataset.ts";
import { take } from "../draws.ts";
import type { Posterior } from "../posterior.ts";
import { fold, type Key } from "../random.ts";
import { recordingsOf } from "../simulators/simulator.ts";
import { spikeCounts } from "../statistics/spikes.ts";
import { type EcdfReport, rankEcdf } from "./rank_ecdf.ts";
import { sbcRanks } from "./sbc.ts";

/** The ranks of one group. Plain data. */
export interface GroupReport<Name extends string = string> {
  /** Such as "silent neurons". */
  readonly group: string;
  /** How many there are in it. */
  readonly recordings: number;
  /** The fewest and most spikes in them. */
  readonly spikes: readonly [number, number];
  readonly ecdf: EcdfReport<Name>;
}

/**
 * Draws posteriors of up to `size` silent recordings and of the `size` with most spikes; a group of
 * fewer than two is left out.
 */
export async function groupCalibration<Name extends string, Channel extends string>(
  key: Key,
  posterior: Posterior<Name, Channel>,
  { theta, recordings }: Dataset<Name, Channel>,
  { draws, size }: { readonly draws: number; readonly size: number },
): Promise<GroupReport<Name>[]> {
  const counts = spikeCounts(recordings);
  const all = [...counts.keys()];
  const groups = {
    "silent neurons": all.filter((i) => counts[i] === 0).slice(0, size),
    "highest rates": all.toSorted((a, b) => counts[b] - counts[a]).slice(0, size),
  };
  const reports: GroupReport<Name>[] = [];
  for (const [group, rows] of Object.entries(groups)) {
    if (rows.length < 2) continue;
    const own = fold(key, group);
    const sampled = await posterior.sample(own, recordingsOf(recordings, rows), draws);
    const ranks = sbcRanks(fold(own, "ranks"), sampled, take(theta, rows));
    const spikes = rows.map((i) => counts[i]);
    reports.push({
      group,
      recordings: rows.length,
      spikes: [Math.min(...spikes), Math.max(...spikes)],
      ecdf: rankEcdf(ranks, { draws }),
    });
  }
  return reports;
}
