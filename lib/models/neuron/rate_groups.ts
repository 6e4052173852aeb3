/**
 * The neurons that are hardest to infer from: those without a spike, and those that fire most.
 *
 * @module
 */
import type { SpikeFields } from "./fields.ts";
import { spikeCounts } from "./spikes.ts";
import type { ObservationGroup } from "../../diagnostics/calibration/groups.ts";

/**
 * Both groups; one in ten or so of the prior's neurons is silent.
 *
 * @example Usage
 * ```ts
 * import { seriesBatch } from "../../model/batch.ts";
 * import { RATE_GROUPS } from "./rate_groups.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const spikes = Float32Array.of(0, 0, 0, 1, 1, 1);
 * const [silent, fastest] = RATE_GROUPS;
 * const batch = seriesBatch({ spikes }, { count: 3, step: 0.2 });
 * assertEquals([silent.members(batch), fastest.members(batch)], [[0], [2, 1, 0]]);
 * ```
 */
export const RATE_GROUPS: readonly ObservationGroup<SpikeFields>[] = Object.freeze([
  {
    name: "silent neurons",
    members: (observations) => {
      const counts = spikeCounts(observations);
      return [...counts.keys()].filter((i) => counts[i] === 0);
    },
  },
  {
    name: "highest rates",
    members: (observations) => {
      const counts = spikeCounts(observations);
      return [...counts.keys()].toSorted((a, b) => counts[b] - counts[a]);
    },
  },
]);
