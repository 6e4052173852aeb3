/**
 * The observations that posteriors of several sweeps are graded on: of the rows of one seed, the
 * first with each number of sweeps. The file of their exact posteriors has the seed, and they are
 * simulated again.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Draws } from "../../lib/core/draws.ts";
import { key } from "../../lib/core/random.ts";
import { decodeSafetensors } from "../../lib/core/safetensors.ts";
import type { ReferencePosteriors } from "../../lib/diagnostics/comparison/grade.ts";
import { readBytes } from "../../lib/files.ts";
import { type Batch, blankBatch, copyObservation } from "../../lib/model/batch.ts";
import { simulateBatches } from "../../lib/model/dataset.ts";
import type { Kinds } from "../../lib/model/kinds.ts";
import type { JointModel } from "../../lib/model/simulator.ts";
import type { LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import type { SweepFields } from "../../lib/models/lif/sweeps/config.ts";

/** Numbers of sweeps. */
export const COUNTS = [1, 3, 10, 30];
/** Where the exact posteriors are. */
export const REFERENCE = fileURLToPath(
  new URL("../../data/sweeps_reference.safetensors", import.meta.url),
);
/** Observations of the set, by their number of sweeps. */
export const BY_COUNT: Kinds<SweepFields> = {
  names: COUNTS.map((count) => `${count} sweeps`),
  of: ({ sizes }) => Array.from(sizes?.voltage ?? [], (count) => COUNTS.indexOf(count)),
};
/** Rows that are looked through at most. */
const MOST = 100_000;

/** Observations, and their rows among those of the seed. */
export interface SweepsSet {
  readonly rows: Int32Array;
  readonly theta: Draws<LifParameter>;
  readonly observations: Batch<SweepFields>;
}

/** The first `each` observations with each number of sweeps. */
export function firstOf(
  model: JointModel<LifParameter, SweepFields>,
  seed: number,
  each: number,
): SweepsSet {
  const size = COUNTS.length * each, { names } = model.prior;
  const found = COUNTS.map(() => 0);
  const rows = new Int32Array(size), values = new Float64Array(size * names.length);
  const observations = blankBatch(model.simulator.fields, size);
  let row = 0;
  for (const batch of simulateBatches(key(seed), model, { from: 0, to: MOST })) {
    for (let i = 0; i < batch.theta.count; i++, row++) {
      const group = COUNTS.indexOf(batch.observations.sizes?.voltage[i] ?? 0);
      if (group < 0 || found[group] === each) continue;
      const at = group * each + found[group]++;
      rows[at] = row;
      const from = i * names.length;
      values.set(batch.theta.values.subarray(from, from + names.length), at * names.length);
      copyObservation(batch.observations, i, observations, at);
    }
    if (found.every((count) => count === each)) break;
  }
  return { rows, theta: { names, count: size, values }, observations };
}

/** The reference posteriors, on which a workflow of the kit's numbers can be graded. */
export async function readReference(
  model: JointModel<LifParameter, SweepFields>,
): Promise<Required<ReferencePosteriors<LifParameter, SweepFields>>> {
  const { tensors, metadata } = decodeSafetensors(await readBytes(REFERENCE));
  const [count, draws] = tensors.draws.shape;
  const { rows, theta, observations } = firstOf(
    model,
    Number(metadata.seed),
    count / COUNTS.length,
  );
  const doubles = (name: string) => Float64Array.from(tensors[name].data, Number);
  if (doubles("theta").join() !== theta.values.join() || doubles("rows").join() !== rows.join()) {
    throw new RangeError(
      `Cannot read ${REFERENCE} as its observations must be those of seed ${metadata.seed}: the ` +
        "model makes others, and bench/sweeps/reference.ts finds their posteriors",
    );
  }
  return {
    theta,
    observations,
    logPosteriorTruth: doubles("logpost_truth"),
    exact: {
      draws: { names: theta.names, datasets: count, count: draws, values: doubles("draws") },
      logPosterior: doubles("logpost_draws"),
    },
  };
}
