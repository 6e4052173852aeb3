/**
 * Numbers about several sweeps, for checks: of all samples that are there, whatever their order.
 *
 * @module
 */
import type { Discrepancies } from "../../../diagnostics/checks/predictive_ranks.ts";
import type { Summarised } from "../../../diagnostics/checks/summarised.ts";
import type { TestQuantity } from "../../../diagnostics/checks/test_quantities.ts";
import type { Batch } from "../../../model/batch.ts";
import type { SweepFields } from "./config.ts";
import { meanCurrent, sweepsOf } from "./sweeps_of.ts";

/** The current drives the voltage with a delay of this order, in ms. */
const DELAY = 10;

/** Names and units, in the order of {@linkcode measure}. */
const MEASURES = [
  ["spikes a second", "Hz"],
  ["shortest interval", "ms"],
  ["mean voltage", "mV"],
  ["sd of the voltage", "mV"],
  ["lowest voltage", "mV"],
  ["highest voltage", "mV"],
  ["step between samples", "mV"],
  ["voltage by current", "mV/nA"],
] as const;

/**
 * The measures of observation `index`: the shortest interval is NaN without one, and the slope of
 * the voltage against the current, smoothed as a membrane of 10 ms does, where that is constant.
 */
function measure(observations: Batch<SweepFields>, index: number): readonly number[] {
  const { step } = observations.fields.voltage.of;
  const sweeps = sweepsOf(observations, index);
  const rate = step / DELAY;
  const centre = meanCurrent(sweeps), origin = sweeps[0].voltage[0];
  let samples = 0, spikes = 0, shortest = Infinity, low = Infinity, high = -Infinity;
  let sumV = 0, sumVV = 0, sumI = 0, sumII = 0, sumVI = 0, steps = 0, moved = 0;
  for (const sweep of sweeps) {
    let smooth = sweep.current[0] - centre, last = -Infinity;
    for (let k = 0; k < sweep.voltage.length; k++) {
      const voltage = sweep.voltage[k], v = voltage - origin;
      smooth += rate * (sweep.current[k] - centre - smooth);
      sumV += v;
      sumVV += v * v;
      sumI += smooth;
      sumII += smooth * smooth;
      sumVI += v * smooth;
      low = Math.min(low, voltage);
      high = Math.max(high, voltage);
      if (k > 0) moved += Math.abs(voltage - sweep.voltage[k - 1]);
      if (sweep.spikes[k] > 0) {
        shortest = Math.min(shortest, k - last);
        last = k;
        spikes++;
      }
    }
    samples += sweep.voltage.length;
    steps += sweep.voltage.length - 1;
  }
  const spread = sumII - sumI * sumI / samples;
  return [
    1000 * spikes / (samples * step),
    shortest < Infinity ? shortest * step : NaN,
    origin + sumV / samples,
    Math.sqrt(Math.max(0, sumVV - sumV * sumV / samples) / (samples - 1)),
    low,
    high,
    moved / steps,
    spread > 1e-9 * samples ? 1000 * (sumVI - sumV * sumI / samples) / spread : NaN,
  ];
}

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
  MEASURES.map(([name, unit], j) => ({
    name,
    unit,
    evaluate: (observations: Batch<SweepFields>, index: number) => measure(observations, index)[j],
  })),
);

/** All measures of all observations, one list a measure. */
function measures(observations: Batch<SweepFields>): number[][] {
  const rows = Array.from({ length: observations.count }, (_, i) => measure(observations, i));
  return MEASURES.map((_, j) => rows.map((row) => row[j]));
}

/** What is compared between sweeps and replicates of them. */
export const SWEEP_DISCREPANCIES: Discrepancies<SweepFields> = Object.freeze({
  names: MEASURES.map(([name]) => name),
  fit: () => measures,
});

/**
 * The measures, and the mean of the currents, for the test for misspecification; what is undefined
 * counts as 0.
 */
export function sweepSummaries(observations: Batch<SweepFields>): Summarised {
  const { count } = observations;
  const columns = [
    ...measures(observations),
    Array.from({ length: count }, (_, i) => meanCurrent(sweepsOf(observations, i))),
  ];
  const names = [...MEASURES.map(([name]) => name), "mean current"];
  const values = new Float64Array(count * names.length);
  columns.forEach((column, j) =>
    column.forEach((value, i) => values[i * names.length + j] = Number.isNaN(value) ? 0 : value)
  );
  return { sets: { sweeps: { names, count, values } } };
}
