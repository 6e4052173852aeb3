/**
 * Features of recordings under a known current, such as electrophysiologists extract (the names are
 * those of eFEL, Ranjan et al. 2020, where it has the same): spikes, intervals, the voltage about
 * spikes and between them, and how it follows the current. What is undefined, such as an interval of a
 * single spike, counts as 0; the number of spikes tells where that is.
 *
 * @module
 */
import { integer } from "../../core/check.ts";
import type { SummaryVariables } from "../../model/summary_variables.ts";
import type { CurrentFields, NeuronFields } from "./fields.ts";

/** Parts of the recording in which voltage, current and spikes are averaged. */
const PARTS = 10;
/** Samples before and after a spike at which the voltage is averaged over spikes. */
const AROUND = [-64, -32, -16, -8, -4, -2, -1, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 128] as const;
/** Lags of covariances, in samples. */
const LAGS = [1, 5, 25, 100] as const;
/** Samples after a spike that belong to it, and are no subthreshold voltage. */
const SPIKE = 1;
/** A shorter interval is within a burst, in ms. */
const BURST = 10;

type Values = Float32Array;

/** Sum over `count`, or 0. */
const ratio = (sum: number, count: number) => count > 0 ? sum / count : 0;

/** Mean and sd of values from `from` up to `to`, 0 where there are none. */
function moments(
  values: Values,
  from = 0,
  to = values.length,
): readonly [mean: number, sd: number] {
  let sum = 0, squares = 0;
  for (let i = from; i < to; i++) sum += values[i];
  const mean = ratio(sum, to - from);
  for (let i = from; i < to; i++) squares += (values[i] - mean) * (values[i] - mean);
  return [mean, Math.sqrt(ratio(squares, to - from))];
}

/** The least value from `from` up to `to`. */
function least(values: Values, from: number, to: number): number {
  let found = Infinity;
  for (let i = from; i < to; i++) if (values[i] < found) found = values[i];
  return found;
}

/** The mean of a[k] · b[k + lag] about their means. */
function covariance(a: Values, meanA: number, b: Values, meanB: number, lag: number): number {
  let sum = 0;
  const pairs = a.length - lag;
  for (let k = 0; k < pairs; k++) sum += (a[k] - meanA) * (b[k + lag] - meanB);
  return ratio(sum, pairs);
}

/** The samples of spikes. */
function spikesIn(spikes: Values): number[] {
  const found: number[] = [];
  for (let k = 0; k < spikes.length; k++) if (spikes[k] > 0) found.push(k);
  return found;
}

/** Spikes and their intervals; times in ms. */
function timing(at: readonly number[], length: number, step: number): number[] {
  const intervals = Float32Array.from(at.slice(1), (k, i) => (k - at[i]) * step);
  const [mean, sd] = moments(intervals);
  const changes = intervals.slice(1).map((next, i) =>
    (next - intervals[i]) / (next + intervals[i])
  );
  const last = intervals.length - 1;
  return [
    at.length,
    (at[0] ?? length) * step,
    (at.at(-1) ?? 0) * step,
    intervals[0] ?? 0,
    intervals[1] ?? 0,
    intervals[last] ?? 0,
    mean,
    ratio(sd, mean),
    moments(changes)[0],
    last < 0 ? 0 : Math.min(...intervals),
    last < 0 ? 0 : Math.max(...intervals),
    ratio(intervals.filter((interval) => interval < BURST).length, intervals.length),
  ];
}

const TIMING = [
  "Spikecount",
  "time_to_first_spike",
  "time_to_last_spike",
  "ISI_first",
  "ISI_second",
  "ISI_last",
  "ISI_mean",
  "ISI_CV",
  "adaptation_index",
  "ISI_least",
  "ISI_greatest",
  "burst_share",
];

/** The voltage with that of spikes replaced by what was before them. */
function subthreshold(voltage: Values, at: readonly number[]): Values {
  const below = voltage.slice();
  for (const spike of at) {
    const held = spike > 0 ? below[spike - 1] : 0;
    below.fill(held, spike, Math.min(spike + SPIKE, below.length));
  }
  return below;
}

/** The lowest voltage after each spike, up to the next one. */
function lowest(below: Values, at: readonly number[]): Values {
  const ends = at.map((_, i) => at[i + 1] ?? below.length);
  const found = at.map((spike, i) => least(below, spike + SPIKE, ends[i]));
  return Float32Array.from(found.filter(Number.isFinite));
}

/** The voltage between spikes. */
function levels(below: Values, at: readonly number[]): number[] {
  const [mean, sd] = moments(below);
  const troughs = lowest(below, at);
  const steps = below.slice();
  for (let k = steps.length - 1; k > 0; k--) steps[k] -= steps[k - 1];
  return [
    moments(below, 0, 5)[0],
    mean,
    sd,
    least(below, 0, below.length),
    -least(below.map((v) => -v), 0, below.length),
    moments(steps, 1)[1],
    troughs[0] ?? 0,
    moments(troughs)[0],
    troughs.at(-1) ?? 0,
    ...LAGS.map((lag) => covariance(below, mean, below, mean, lag)),
  ];
}

const LEVELS = [
  "voltage_base",
  "mean_voltage",
  "sd_voltage",
  "minimum_voltage",
  "maximum_voltage",
  "sd_of_steps",
  "AHP_depth_first",
  "AHP_depth_mean",
  "AHP_depth_last",
  ...LAGS.map((lag) => `autocovariance_${lag}`),
];

/** The mean voltage at times from spikes; 0 where no spike has them. */
function around(below: Values, at: readonly number[]): number[] {
  return AROUND.map((lag) => {
    let sum = 0, count = 0;
    at.forEach((spike, i) => {
      const k = spike + lag;
      if (k < (at[i - 1] ?? -1) + 1 || k >= (at[i + 1] ?? below.length)) return;
      sum += below[k];
      count++;
    });
    return ratio(sum, count);
  });
}

/** The current, and how the voltage follows it. */
function driven(below: Values, current: Values): number[] {
  const [mean, sd] = moments(current);
  const [base] = moments(below);
  return [
    mean,
    sd,
    ...LAGS.map((lag) => covariance(current, mean, current, mean, lag)),
    ...[0, ...LAGS].map((lag) => covariance(current, mean, below, base, lag)),
  ];
}

const DRIVEN = [
  "mean_current",
  "sd_current",
  ...LAGS.map((lag) => `autocovariance_current_${lag}`),
  ...[0, ...LAGS].map((lag) => `covariance_${lag}`),
];

/** Means in equal parts of the recording. */
function inParts(values: Values): number[] {
  const size = Math.floor(values.length / PARTS);
  return Array.from(
    { length: PARTS },
    (_, i) => moments(values, i * size, (i + 1) * size)[0],
  );
}

const NAMES: readonly string[] = [
  ...TIMING,
  ...LEVELS,
  ...AROUND.map((lag) => `voltage_at_${lag}`),
  ...DRIVEN,
  ...["voltage", "current", "spikes"].flatMap((name) =>
    Array.from({ length: PARTS }, (_, i) => `${name}_part_${i}`)
  ),
];

/**
 * The features as summary variables, [84] for each recording.
 *
 * @param fields Those of recordings of at least 129 samples.
 * @throws {RangeError} If they have fewer.
 *
 * @example Usage
 * ```ts
 * import { neuronFeatures } from "./features.ts";
 * import { currentFields, neuronFields } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = { ...neuronFields(1000, 0.2), ...currentFields(1000, 0.2) };
 * assertEquals(neuronFeatures(fields).names[0], "Spikecount");
 * ```
 */
export function neuronFeatures(
  fields: NeuronFields & CurrentFields,
): SummaryVariables<NeuronFields & CurrentFields> {
  const { length, step } = fields.voltage;
  integer("extract features", "voltage.length", length, Math.max(...AROUND) + 1);
  return {
    shape: [NAMES.length],
    names: NAMES,
    write({ values }, row, out, offset) {
      const of = (name: "voltage" | "spikes" | "current") =>
        values[name].subarray(row * length, (row + 1) * length);
      const current = of("current"), spikes = of("spikes");
      const at = spikesIn(spikes);
      const below = subthreshold(of("voltage"), at);
      out.set([
        ...timing(at, length, step),
        ...levels(below, at),
        ...around(below, at),
        ...driven(below, current),
        ...[below, current, spikes].flatMap(inParts),
      ], offset);
    },
  };
}
