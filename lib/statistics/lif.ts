/**
 * Spike-aware statistics of a leaky integrate-and-fire recording: what an expert would measure.
 * Each is an average over samples that mean the same thing to the neuron, so that observation
 * noise cancels: samples equally long after the start or after the last spike, samples held at
 * reset, samples just before a spike, and increments inside one inter-spike interval.
 *
 * @module
 */
// @ts-types="@types/d3-array"
import { quickselect } from "d3-array";
import { type LifChannel, refractorySteps, type SimConfig, stepCount } from "../simulators/lif.ts";
import type { Recordings } from "../simulators/simulator.ts";
import type { SummaryVariables } from "./summary_variables.ts";

/** Voltages are counted from here in these units, so that an empty average, 0, is a typical one. */
const CENTRE = -68; // mV
const UNIT = 6; // mV

/** Edges of the bins of time since the start or since release from reset, in ms. */
const BIN_EDGES = [
  ...[0, 0.6, 1.2, 2, 3, 4.4, 6, 8, 10.4, 13.2, 16.4, 20, 25, 31, 38, 48, 60, 80, 110, 150],
  Infinity,
];
/** Time before a spike, in ms: from and to, both included. */
const LEADS = [[0.2, 0.2], [0.4, 0.4], [0.6, 0.8], [1, 1.4], [1.6, 2.4], [2.6, 4]] as const;
/** Lags of increments, in ms. */
const LAGS = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6];
/** Widths of moving averages, in ms. */
const WINDOWS = [1, 2.2, 4.2, 8.2];

/** A sample's part in the life of the neuron; times are in steps. */
interface Timeline {
  readonly voltage: Float64Array;
  /** Steps since the start before the first spike, since release after it; −1 while held. */
  readonly age: Int32Array;
  readonly spikes: number[];
}

function readTimeline(
  { channels }: Recordings<LifChannel>,
  row: number,
  refractory: number,
  out: Timeline,
): void {
  const steps = out.voltage.length;
  out.spikes.length = 0;
  for (let k = 0; k < steps; k++) {
    out.voltage[k] = (channels.voltage[row * steps + k] - CENTRE) / UNIT;
    if (channels.spikes[row * steps + k] > 0) out.spikes.push(k);
    const count = out.spikes.length;
    const since = count === 0 ? k : k - out.spikes[count - 1] - refractory - 1;
    out.age[k] = Math.max(-1, since);
  }
}

/** Sums and counts of values by group. */
class Averages {
  readonly #sum: Float64Array;
  readonly #count: Float64Array;
  constructor(groups: number) {
    this.#sum = new Float64Array(groups);
    this.#count = new Float64Array(groups);
  }
  clear(): void {
    this.#sum.fill(0);
    this.#count.fill(0);
  }
  add(group: number, value: number): void {
    this.#sum[group] += value;
    this.#count[group]++;
  }
  count(group: number): number {
    return this.#count[group];
  }
  /** The mean of a group, 0 where it is empty. */
  mean(group: number): number {
    return this.#count[group] > 0 ? this.#sum[group] / this.#count[group] : 0;
  }
}

/**
 * About 130 statistics of a recording made with `config`.
 *
 * @example Usage
 * ```ts
 * import { lifStatistics } from "./lif.ts";
 * import { summarise } from "./summary_variables.ts";
 * import { simConfig } from "../simulators/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const statistics = lifStatistics(simConfig());
 * const silent = {
 *   count: 1,
 *   times: Float64Array.from({ length: 1000 }, (_, k) => 0.2 * k),
 *   channels: { voltage: new Float32Array(1000).fill(-65), spikes: new Float32Array(1000) },
 * };
 * const values = summarise(statistics, silent);
 * assertEquals(values[statistics.names.indexOf("silent")], 1);
 * ```
 */
export function lifStatistics(config: SimConfig): SummaryVariables<LifChannel> {
  const steps = stepCount(config);
  const refractory = refractorySteps(config);
  const toSteps = (ms: number) => Math.max(1, Math.round(ms / config.dt));

  const starts = BIN_EDGES.slice(0, -1).filter((ms) => ms < config.T);
  const bins = starts.length;
  const binOfAge = Int32Array.from(
    { length: steps },
    (_, age) => starts.findLastIndex((ms) => age >= Math.round(ms / config.dt)),
  );
  const lags = LAGS.map(toSteps).filter((lag) => lag < steps / 2);
  const windows = WINDOWS.map(toSteps).filter((width) => width < steps / 2);
  const leads = LEADS.map(([from, to]) => [toSteps(from), toSteps(to)] as const);

  const timeline: Timeline = {
    voltage: new Float64Array(steps),
    age: new Int32Array(steps),
    spikes: [],
  };
  const early = new Averages(bins);
  const late = new Averages(bins);
  const held = new Averages(1);
  const lead = new Averages(leads.length);
  const drift = new Averages(lags.length);
  const spread = new Averages(lags.length);
  const groups = [early, late, held, lead, drift, spread];
  const smooth = new Float64Array(steps);

  const names = [
    ...["spike count", "silent", "1/√count", "1/count"],
    ...["held mean", "first spike", "last spike", "mean interval", "log interval"],
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

  function collect({ voltage, age, spikes }: Timeline): void {
    for (const group of groups) group.clear();
    for (let k = 0; k < steps; k++) {
      if (age[k] < 0) held.add(0, voltage[k]);
      else (spikes.length === 0 || k < spikes[0] ? early : late).add(binOfAge[age[k]], voltage[k]);
    }
    leads.forEach(([from, to], group) => {
      for (const spike of spikes) {
        for (let k = spike - from; k >= Math.max(0, spike - to); k--) {
          if (age[k] >= 0) lead.add(group, voltage[k]);
        }
      }
    });
    lags.forEach((lag, group) => {
      for (let k = lag; k < steps; k++) {
        if (age[k] >= lag) {
          const increment = voltage[k] - voltage[k - lag];
          drift.add(group, increment);
          spread.add(group, increment * increment);
        }
      }
    });
  }

  return {
    shape: [names.length],
    names,
    write(recordings, row, out, offset) {
      readTimeline(recordings, row, refractory, timeline);
      collect(timeline);
      const { spikes, voltage } = timeline;
      const count = spikes.length;
      const first = count > 0 ? spikes[0] / steps : 1;
      const last = count > 0 ? 1 - spikes[count - 1] / steps : 1;
      const interval = count > 1 ? (spikes[count - 1] - spikes[0]) / (count - 1) / steps : 1;
      let next = offset;
      const put = (value: number) => out[next++] = value;

      put(count / 10);
      put(count === 0 ? 1 : 0);
      put(count > 0 ? 1 / Math.sqrt(count) : 0);
      put(count > 0 ? 1 / count : 0);
      put(held.mean(0));
      put(first);
      put(last);
      put(interval);
      put(Math.log(interval));
      for (const averages of [early, late]) {
        for (let bin = 0; bin < bins; bin++) {
          put(averages.mean(bin));
          put(Math.sqrt(averages.count(bin)) / 10);
        }
      }
      leads.forEach((_, group) => put(lead.mean(group)));
      lags.forEach((_, group) => {
        put(3 * drift.mean(group));
        put(Math.log(spread.mean(group) + 1e-3));
        put(Math.sqrt(drift.count(group)) / 20);
      });
      for (const width of windows) {
        const { maximum, sparse } = movingAverage(voltage, width, smooth);
        put(maximum);
        const rank = Math.floor(0.9 * (sparse.length - 1));
        put(quickselect(sparse, rank)[rank]);
      }
    },
  };
}

/** The largest average of `width` neighbours, and those half a width apart, kept in `out`. */
function movingAverage(
  values: Float64Array,
  width: number,
  out: Float64Array,
): { maximum: number; sparse: Float64Array } {
  const stride = Math.ceil(width / 2);
  let sum = 0;
  let maximum = -Infinity;
  let kept = 0;
  for (let k = 0; k < values.length; k++) {
    sum += values[k];
    if (k >= width) sum -= values[k - width];
    if (k < width - 1) continue;
    const average = sum / width;
    if (average > maximum) maximum = average;
    if ((k + 1 - width) % stride === 0) out[kept++] = average;
  }
  return { maximum, sparse: out.subarray(0, kept) };
}
