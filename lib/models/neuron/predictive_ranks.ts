/**
 * The posterior predictive check as a test: the recording among replicates from its posterior, by its
 * number of spikes and by the share of its samples inside the replicates' band.
 *
 * For the exact posterior such a p-value is less spread than a uniform one, so that at most 2 α of
 * the simulator's own recordings have p ≤ α (Meng 1994, Annals of Statistics 22, 1142–1160).
 *
 * @module
 */
import type { VoltageFields } from "./fields.ts";
import type { NeuronFields } from "./fields.ts";
import { between, integer } from "../../core/check.ts";
import { simulate } from "../../model/dataset.ts";
import { type Draws, take } from "../../core/draws.ts";
import { fold, type Key } from "../../core/random.ts";
import type { Simulator } from "../../model/simulator.ts";
import type { Batch } from "../../model/batch.ts";
import { spikeCounts } from "./spikes.ts";
import { quantiles } from "../../core/stats.ts";

/** What is compared. */
export const DISCREPANCIES = ["spikes", "share of samples in the 90 % band"] as const;

/** A recording among its replicates. Plain data, ready for JSON. */
export interface PredictiveRanks {
  /** Of all discrepancies together. */
  readonly pValue: number;
  /** The least p-value that so many replicates allow. */
  readonly leastP: number;
  readonly discrepancies: readonly {
    readonly name: typeof DISCREPANCIES[number];
    readonly observed: number;
    /** The central 99 % of replicates. */
    readonly low: number;
    readonly high: number;
    /** Two-sided. */
    readonly pValue: number;
  }[];
}

/** Replicates that make the band, and that are simulated at a time. */
const PIECE = 500;
/** The ends of the band, as ranks from 0 on among its replicates. */
const RANKS = [0.05, 0.95].map((p) => Math.round(p * (PIECE - 1)));

/** The pointwise band, one value a sample each. */
type Band = readonly [low: Float32Array, high: Float32Array];

/** Twice the smaller share of values at least, or at most, as large, the observed counted in. */
function twoSided(values: readonly number[], observed: number): number {
  const above = values.filter((value) => value >= observed).length;
  const below = values.filter((value) => value <= observed).length;
  return Math.min(1, 2 * (Math.min(above, below) + 1) / (values.length + 1));
}

function bandOf({ count, fields, values: { voltage } }: Batch<VoltageFields>): Band {
  const steps = fields.voltage.length;
  const band: Band = [new Float32Array(steps), new Float32Array(steps)];
  const values = new Float32Array(count);
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < count; i++) values[i] = voltage[i * steps + t];
    values.sort();
    RANKS.forEach((rank, end) => band[end][t] = values[rank]);
  }
  return band;
}

/** The share of samples of each recording inside the band. */
function coverages(
  { count, fields, values: { voltage } }: Batch<VoltageFields>,
  [low, high]: Band,
): number[] {
  const steps = fields.voltage.length;
  return Array.from({ length: count }, (_, row) => {
    let inside = 0;
    for (let t = 0; t < steps; t++) {
      const v = voltage[row * steps + t];
      if (v >= low[t] && v <= high[t]) inside++;
    }
    return inside / steps;
  });
}

/**
 * Compares a recording with replicates simulated from draws of its posterior, each draw used as often
 * as the next.
 *
 * @param options.replicates Beside the 500 that make the band; 8,000 if not given, which take a
 * tenth of a second.
 * @throws {RangeError} If there is not one recording, no draw or no replicate.
 *
 * @example Usage
 * ```ts
 * import { predictiveRanks } from "./predictive_ranks.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { lifPrior } from "../lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { lif } from "../lif/simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const { theta, observations } = simulateJoint(key(1), model, 1);
 * const own = predictiveRanks(key(2), model.simulator, theta, observations, { replicates: 500 });
 * assert(own.pValue > 0.05);
 * ```
 */
export function predictiveRanks<Name extends string>(
  key: Key,
  simulator: Simulator<Name, NeuronFields>,
  draws: Draws<Name>,
  observed: Batch<NeuronFields>,
  { replicates = 8000 }: { readonly replicates?: number } = {},
): PredictiveRanks {
  const action = "rank among replicates";
  between(action, "observed.count", observed.count, [1, 1]);
  integer(action, "draws.count", draws.count, 1);
  integer(action, "replicates", replicates, 1);
  const piece = (from: number, count: number) => {
    const rows = Array.from({ length: count }, (_, i) => (from + i) % draws.count);
    return simulate(fold(key, "replicates"), simulator, take(draws, rows), { from });
  };
  const band = bandOf(piece(0, PIECE));
  const values: [counts: number[], covered: number[]] = [[], []];
  for (let done = 0; done < replicates; done += PIECE) {
    const made = piece(PIECE + done, Math.min(PIECE, replicates - done));
    values[0].push(...spikeCounts(made));
    values[1].push(...coverages(made, band));
  }
  const own = [spikeCounts(observed)[0], coverages(observed, band)[0]];
  const discrepancies = DISCREPANCIES.map((name, i) => {
    const [low, high] = quantiles(values[i], [0.005, 0.995]);
    return { name, observed: own[i], low, high, pValue: twoSided(values[i], own[i]) };
  });
  const together = (p: number) => Math.min(1, DISCREPANCIES.length * p);
  return {
    pValue: together(Math.min(...discrepancies.map(({ pValue }) => pValue))),
    leastP: together(2 / (replicates + 1)),
    discrepancies,
  };
}
