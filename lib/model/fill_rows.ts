/**
 * Simulations in standard units, without keeping the observations.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import { integer } from "../core/check.ts";
import type { Key } from "../core/random.ts";
import type { Adapter, TrainingRows } from "./adapter.ts";
import { simulateBatches } from "./dataset.ts";
import type { Fields } from "./field.ts";
import type { JointModel } from "./simulator.ts";

/** Room for `count` rows in the standard units of an adapter. */
export function blankRows(
  { prior, summaryShape }: Pick<Adapter, "prior" | "summaryShape">,
  count: number,
): TrainingRows {
  const size = elements(summaryShape);
  return {
    count,
    inferenceVariables: new Float32Array(count * prior.names.length),
    summaryVariables: new Float32Array(count * size),
  };
}

/**
 * Simulates the rows numbered `from` … `to` − 1 of the joint distribution, those of {@linkcode
 * simulateJoint}, and writes them in standard units into `into`, from its row `at` on. Observations
 * are kept for a chunk of rows only, so memory doesn't grow with their number; `into` may lie in
 * memory that is shared with other threads, each filling its own rows.
 *
 * @throws {RangeError} If the rows don't fit into `into`.
 *
 * @example Usage
 * ```ts
 * import { adapter } from "./adapter.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { blankRows, fillRows } from "./fill_rows.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif, simConfig } from "../models/lif/simulator/lif.ts";
 * import { fitStandardisation } from "./standardisation.ts";
 * import { lifStatistics } from "../models/lif/statistics/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const summaries = lifStatistics(simConfig());
 * const data = simulateJoint(key(2), model, 6);
 * const standardisation = fitStandardisation(summaries, data.observations);
 * const parts = { prior: model.prior, fields: model.simulator.fields, summaries, standardisation };
 * const own = adapter(parts);
 * const rows = blankRows(own, 6);
 * fillRows(key(2), model, own, { from: 3, to: 6 }, rows, 3);
 * fillRows(key(2), model, own, { from: 0, to: 3 }, rows, 0);
 * assertEquals(rows, own.adapt(data));
 * ```
 */
export function fillRows<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  adapter: Adapter<Name, X>,
  { from, to }: { readonly from: number; readonly to: number },
  into: TrainingRows,
  at: number,
): void {
  integer("fill rows", "from", from, 0);
  integer("fill rows", "to", to, from);
  integer("fill rows", "at", at, 0);
  if (at + to - from > into.count) {
    throw new RangeError(
      `Cannot fill rows as at + to - from must be <= ${into.count}: current value is ${
        at + to - from
      }`,
    );
  }
  let row = at;
  for (const batch of simulateBatches(key, model, { from, to })) {
    const { count, inferenceVariables, summaryVariables } = adapter.adapt(batch);
    into.inferenceVariables.set(inferenceVariables, row * (inferenceVariables.length / count));
    into.summaryVariables.set(summaryVariables, row * (summaryVariables.length / count));
    row += count;
  }
}
