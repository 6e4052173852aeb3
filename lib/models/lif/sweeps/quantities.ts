/**
 * Numbers about several sweeps, for checks: of all samples that are there, whatever their order.
 *
 * @module
 */
import type { Summarised } from "../../../diagnostics/checks/summarised.ts";
import type { TestQuantity } from "../../../diagnostics/checks/test_quantities.ts";
import type { Batch } from "../../../model/batch.ts";
import { mean, quantiles, sd } from "../../../core/stats.ts";
import { concatenate } from "../../../core/arrays.ts";
import type { SweepFields } from "./config.ts";
import { type LifSweep, meanCurrent, sweepsOf } from "./sweeps_of.ts";

/** The current drives the voltage with a delay of this order, in ms. */
const DELAY = 10;

/** Voltage and spikes of all samples, and the current as a membrane of 10 ms smooths it. */
interface Pooled {
  readonly voltage: Float32Array;
  readonly smoothed: Float32Array;
  /** Voltage differences within sweeps, in absolute value. */
  readonly steps: Float32Array;
  readonly spikes: number;
  /** Between spikes of one sweep, in ms. */
  readonly intervals: readonly number[];
  /** In ms. */
  readonly duration: number;
}

function pool(sweeps: readonly LifSweep[], step: number): Pooled {
  const rate = step / DELAY;
  const times = sweeps.map(({ spikes }) => [...spikes.keys()].filter((k) => spikes[k] > 0));
  const smooth = ({ current }: LifSweep) => {
    let y = current[0];
    return current.map((I) => y += rate * (I - y));
  };
  const voltage = concatenate(Float32Array, sweeps.map((sweep) => sweep.voltage));
  return {
    voltage,
    smoothed: concatenate(Float32Array, sweeps.map(smooth)),
    steps: concatenate(
      Float32Array,
      sweeps.map(({ voltage }) => voltage.subarray(1).map((v, k) => Math.abs(v - voltage[k]))),
    ),
    spikes: times.reduce((sum, own) => sum + own.length, 0),
    intervals: times.flatMap((own) => own.slice(1).map((k, i) => (k - own[i]) * step)),
    duration: voltage.length * step,
  };
}

/** The slope of the voltage against the smoothed current, in mV/nA; NaN where that is constant. */
function response({ voltage, smoothed }: Pooled): number {
  const [v, i] = [mean(voltage), mean(smoothed)];
  let both = 0, own = 0;
  voltage.forEach((value, k) => {
    both += (value - v) * (smoothed[k] - i);
    own += (smoothed[k] - i) ** 2;
  });
  return own > 0 ? 1000 * both / own : NaN;
}

const MEASURES: readonly {
  readonly name: string;
  readonly unit: string;
  of(pooled: Pooled): number;
}[] = [
  { name: "spikes a second", unit: "Hz", of: ({ spikes, duration }) => 1000 * spikes / duration },
  {
    name: "shortest interval",
    unit: "ms",
    of: ({ intervals }) => intervals.length > 0 ? Math.min(...intervals) : NaN,
  },
  { name: "mean voltage", unit: "mV", of: ({ voltage }) => mean(voltage) },
  { name: "sd of the voltage", unit: "mV", of: ({ voltage }) => sd(voltage) },
  {
    name: "lowest voltage",
    unit: "mV",
    of: ({ voltage }) => voltage.reduce((a, b) => Math.min(a, b)),
  },
  {
    name: "highest voltage",
    unit: "mV",
    of: ({ voltage }) => voltage.reduce((a, b) => Math.max(a, b)),
  },
  { name: "step between samples", unit: "mV", of: ({ steps }) => quantiles(steps, [0.5])[0] },
  { name: "voltage by current", unit: "mV/nA", of: response },
];

const pooledOf = (observations: Batch<SweepFields>, index: number) =>
  pool(sweepsOf(observations, index), observations.fields.voltage.of.step);

/**
 * Test quantities of several sweeps.
 *
 * @example Usage
 * ```ts
 * import { SWEEP_QUANTITIES } from "./quantities.ts";
 * import { sweepsConfig } from "./config.ts";
 * import { sweepsBatch } from "./sweeps_batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const sweep = {
 *   voltage: Float32Array.of(-70, -60),
 *   spikes: new Float32Array(2),
 *   current: new Float32Array(2),
 * };
 * const mean = SWEEP_QUANTITIES.find(({ name }) => name === "mean voltage");
 * assertEquals(mean?.evaluate(sweepsBatch([sweep, sweep], sweepsConfig()), 0), -65);
 * ```
 */
export const SWEEP_QUANTITIES: readonly TestQuantity<SweepFields>[] = Object.freeze(
  MEASURES.map(({ name, unit, of }) => ({
    name,
    unit,
    evaluate: (observations: Batch<SweepFields>, index: number) =>
      of(pooledOf(observations, index)),
  })),
);

/**
 * The quantities, and the mean of the currents, for the test for misspecification; what is undefined
 * counts as 0.
 */
export function sweepSummaries(observations: Batch<SweepFields>): Summarised {
  const names = [...MEASURES.map(({ name }) => name), "mean current"];
  const values = new Float64Array(observations.count * names.length);
  for (let i = 0; i < observations.count; i++) {
    const sweeps = sweepsOf(observations, i);
    const pooled = pool(sweeps, observations.fields.voltage.of.step);
    const own = [...MEASURES.map(({ of }) => of(pooled)), meanCurrent(sweeps)];
    own.forEach((value, j) => values[i * names.length + j] = Number.isNaN(value) ? 0 : value);
  }
  return { sets: { sweeps: { names, count: observations.count, values } } };
}
