/**
 * The adapter stands between physical units and a network's standard units: it turns a data set
 * into inference variables (theta in a flow's coordinates) and summary variables (recordings as
 * standardised arrays), and a flow's draws back into theta.
 *
 * @module
 */
import type { Fields } from "./field.ts";
import { integer } from "../core/check.ts";
import type { Coordinates } from "./coordinates.ts";
import { type Dataset, simulatePieces } from "./dataset.ts";
import type { JointModel } from "./simulator.ts";
import type { Batch } from "./batch.ts";
import type { OnProgress } from "../core/history.ts";
import type { Key } from "../core/random.ts";
import type { Standardisation } from "./standardisation.ts";
import { nameIndices, summarise, type SummaryVariables } from "./summary_variables.ts";

/** Rows ready for training, in standard units, row-major. */
export interface TrainingRows {
  readonly count: number;
  /** [count, dim]. */
  readonly inferenceVariables: Float32Array;
  /** [count, ...summaryShape]. */
  readonly summaryVariables: Float32Array;
}

/** Standardised values beyond this are cut: a rare statistic must not rule a network. */
const LIMIT = 10;

/** Between physical units and standard units. */
export interface Adapter<Name extends string = string, X extends Fields = Fields> {
  readonly coordinates: Coordinates<Name>;
  /** The shape of one recording's summary variables. */
  readonly summaryShape: readonly number[];
  /** What observations consist of: others have no place in a network trained on these. */
  readonly fields: X;
  /** Kept with the weights. */
  readonly standardisation: Standardisation;
  /** Summary variables in their own units, [count, ...summaryShape]. */
  raw(observations: Batch<X>): Float32Array;
  /** The same, standardised. */
  standardise(raw: Float32Array): Float32Array;
  /** A data set in standard units. Inference variables are those the data set was drawn with. */
  adapt(dataset: Dataset<Name, X>): TrainingRows;
}

/**
 * The adapter of given coordinates, summary variables and their standardisation.
 *
 * @param fields What observations consist of, such as a simulator says.
 *
 * @example Usage
 * ```ts
 * import { adapter } from "./adapter.ts";
 * import { whitened } from "./coordinates.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif, simConfig } from "../models/lif/simulator/lif.ts";
 * import { fitStandardisation } from "./standardisation.ts";
 * import { lifStatistics } from "../models/lif/statistics/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = lifPrior();
 * const simulator = lif();
 * const data = simulateJoint(key(1), { prior, simulator }, 20);
 * const statistics = lifStatistics(simConfig());
 * const { adapt } = adapter(
 *   whitened(prior),
 *   statistics,
 *   fitStandardisation(statistics, data.observations),
 *   simulator.fields,
 * );
 * assertEquals(adapt(data).inferenceVariables.length, 20 * 6);
 * ```
 */
export function adapter<Name extends string, X extends Fields>(
  coordinates: Coordinates<Name>,
  variables: SummaryVariables<X>,
  standardisation: Standardisation,
  fields: X,
): Adapter<Name, X> {
  const { mean, sd } = standardisation;
  const nameOf = nameIndices(variables);
  const size = nameOf.length;
  const raw = (observations: Batch<X>) => summarise(variables, observations);
  function standardise(raw: Float32Array): Float32Array {
    const values = raw.slice();
    for (let next = 0; next < values.length;) {
      for (let j = 0; j < size; j++, next++) {
        const standard = (values[next] - mean[nameOf[j]]) / sd[nameOf[j]];
        values[next] = Math.min(LIMIT, Math.max(-LIMIT, standard));
      }
    }
    return values;
  }
  return {
    coordinates,
    summaryShape: variables.shape,
    fields,
    standardisation,
    raw,
    standardise,
    adapt({ theta, z, observations }) {
      const summaries = raw(observations);
      const given = { summaries, size, each: 1 };
      return {
        count: theta.count,
        inferenceVariables: new Float32Array(coordinates.ofJoint(theta, z, given)),
        summaryVariables: standardise(summaries),
      };
    },
  };
}

/** Rows between two reports of progress. */
const REPORT = 1000;

/** Room for `count` rows in the standard units of an adapter. */
export function blankRows(
  { coordinates, summaryShape }: Pick<Adapter, "coordinates" | "summaryShape">,
  count: number,
): TrainingRows {
  const size = summaryShape.reduce((product, n) => product * n, 1);
  return {
    count,
    inferenceVariables: new Float32Array(count * coordinates.names.length),
    summaryVariables: new Float32Array(count * size),
  };
}

/**
 * Simulates the rows numbered `from` … `to` − 1 of the joint law, those of {@linkcode simulateJoint},
 * and writes them in standard units into `into`, from its row `at` on. Recordings are kept for a
 * chunk of rows only, so memory doesn't grow with their number; `into` may lie in memory that is
 * shared with other threads, each filling its own rows.
 *
 * @throws {RangeError} If the rows don't fit into `into`.
 *
 * @example Usage
 * ```ts
 * import { adapter, blankRows, fillRows, simulatePool } from "./adapter.ts";
 * import { whitened } from "./coordinates.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif, simConfig } from "../models/lif/simulator/lif.ts";
 * import { fitStandardisation } from "./standardisation.ts";
 * import { lifStatistics } from "../models/lif/statistics/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const statistics = lifStatistics(simConfig());
 * const { observations } = simulateJoint(key(1), model, 20);
 * const units = fitStandardisation(statistics, observations);
 * const own = adapter(whitened(model.prior), statistics, units, model.simulator.fields);
 * const rows = blankRows(own, 6);
 * fillRows(key(2), model, own, { from: 3, to: 6 }, rows, 3);
 * fillRows(key(2), model, own, { from: 0, to: 3 }, rows, 0);
 * assertEquals(rows, simulatePool(key(2), model, own, 6));
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
  for (const piece of simulatePieces(key, model, { from, to })) {
    const rows = adapter.adapt(piece);
    const { count } = rows;
    into.inferenceVariables.set(
      rows.inferenceVariables,
      row * (rows.inferenceVariables.length / count),
    );
    into.summaryVariables.set(rows.summaryVariables, row * (rows.summaryVariables.length / count));
    row += count;
  }
}

/**
 * Simulates `count` rows of the joint law and keeps them in standard units only; the rows are those
 * of {@linkcode simulateJoint}.
 */
export function simulatePool<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  adapter: Adapter<Name, X>,
  count: number,
  onProgress?: OnProgress,
): TrainingRows {
  const pool = blankRows(adapter, count);
  for (let from = 0; from < count; from += REPORT) {
    const to = Math.min(count, from + REPORT);
    fillRows(key, model, adapter, { from, to }, pool, from);
    onProgress?.(to, count);
  }
  return pool;
}
