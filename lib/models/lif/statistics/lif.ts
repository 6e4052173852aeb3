/**
 * Spike-aware statistics of a leaky integrate-and-fire recording: the features that an
 * electrophysiologist measures. Each is an average over samples in the same state of the neuron, so
 * that observation noise averages out: samples equally long after the start or after the last
 * spike, samples held at reset, samples just before a spike, and increments inside one inter-spike
 * interval.
 *
 * @module
 */
import { type LifFields, refractorySteps, type SimConfig, stepCount } from "../simulator/lif.ts";
import { hasLifStatisticsRows, lifStatisticsRows } from "./lif_rows.ts";
import { lifStatisticsWriter } from "./lif_writer.ts";
import type { SummaryVariables } from "../../../model/summary_variables.ts";

/** Edges of the bins of time since the start or since release from reset, in ms. */
const BIN_EDGES = [
  0,
  0.6,
  1.2,
  2,
  3,
  4.4,
  6,
  8,
  10.4,
  13.2,
  16.4,
  20,
  25,
  31,
  38,
  48,
  60,
  80,
  110,
  150,
];
/** Time before a spike, in ms: from and to, both included. */
const LEADS = [[0.2, 0.2], [0.4, 0.4], [0.6, 0.8], [1, 1.4], [1.6, 2.4], [2.6, 4]] as const;
/** Lags of increments, in ms. */
const LAGS = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6];
/** Widths of moving averages, in ms. */
const WINDOWS = [1, 2.2, 4.2, 8.2];

/**
 * About 130 statistics of a recording made with `config`.
 *
 * @example Usage
 * ```ts
 * import { lifStatistics } from "./lif.ts";
 * import { neuronBatch } from "../../neuron/fields.ts";
 * import { summarise } from "../../../model/summary_variables.ts";
 * import { simConfig } from "../simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const statistics = lifStatistics(simConfig());
 * const silent = { voltage: new Float32Array(1000).fill(-65), spikes: new Float32Array(1000) };
 * const values = summarise(statistics, neuronBatch(silent, 0.2));
 * assertEquals(values[statistics.names.indexOf("silent")], 1);
 * ```
 */
export function lifStatistics(config: SimConfig): SummaryVariables<LifFields> {
  const steps = stepCount(config);
  const refractory = refractorySteps(config);
  const toSteps = (ms: number) => Math.max(1, Math.round(ms / config.dt));

  const starts = BIN_EDGES.filter((ms) => ms < config.T);
  const edges = [...starts.map((ms) => Math.round(ms / config.dt)), steps];
  const lags = LAGS.map(toSteps).filter((lag) => lag < steps / 2);
  const windows = WINDOWS.map(toSteps).filter((width) => width < steps / 2);
  const leads = LEADS.map(([from, to]) => [toSteps(from), toSteps(to)] as const);

  const names = [
    "spike count",
    "silent",
    "1/√count",
    "1/count",
    "held mean",
    "first spike",
    "last spike",
    "mean interval",
    "log interval",
    ...starts.flatMap((ms) => [`from start ${ms} ms: mean`, `from start ${ms} ms: √count`]),
    ...starts.flatMap((ms) => [`from release ${ms} ms: mean`, `from release ${ms} ms: √count`]),
    ...leads.map(([from]) => `${(from * config.dt).toFixed(1)} ms before spikes: mean`),
    ...lags.flatMap((lag) => {
      const ms = (lag * config.dt).toFixed(1);
      return [`increment over ${ms} ms: mean`, `: log mean square`, `: √count`].map((what) =>
        what.startsWith(":") ? `increment over ${ms} ms${what}` : what
      );
    }),
    ...windows.flatMap((width) => {
      const ms = (width * config.dt).toFixed(1);
      return [`average over ${ms} ms: maximum`, `average over ${ms} ms: 90 % quantile`];
    }),
  ];

  const plan = { steps, refractory, edges, leads, lags, windows };
  const one = { shape: [names.length], names, write: lifStatisticsWriter(plan) };
  if (!hasLifStatisticsRows) return one;
  let rows: ReturnType<typeof lifStatisticsRows> | undefined;
  return {
    ...one,
    writeRows(observations, out, offset) {
      rows ??= lifStatisticsRows(plan, names.length);
      rows(observations, out, offset);
    },
  };
}
