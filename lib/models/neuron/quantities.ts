/**
 * Test quantities: single, interpretable numbers about a recording, to be
 * compared with the same number of replicates.
 *
 * @module
 */
import type { NeuronFields, SpikeFields } from "./fields.ts";
import type { TestQuantity } from "../../diagnostics/checks/test_quantities.ts";
import { type Batch, observation } from "../../model/batch.ts";
import { mean, quantiles, sd } from "../../core/stats.ts";
import { spikeTimes } from "./spikes.ts";

/**
 * The times between neighbouring spikes of recording `index`, in ms.
 *
 * @example Usage
 * ```ts
 * import { interSpikeIntervals } from "./quantities.ts";
 * import { neuronBatch } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const voltage = Float32Array.of(-55, -70, -55, -70);
 * const one = neuronBatch({ voltage, spikes: Float32Array.of(1, 0, 1, 0) }, 0.5);
 * assertEquals(interSpikeIntervals(one), [1]);
 * ```
 */
export function interSpikeIntervals(observations: Batch<SpikeFields>, index = 0): number[] {
  const times = spikeTimes(observations, index);
  return times.slice(1).map((time, i) => time - times[i]);
}

/** A quantity of the voltage alone. */
function ofVoltage(
  name: string,
  evaluate: (voltage: Float32Array) => number,
): TestQuantity<NeuronFields> {
  return {
    name,
    unit: "mV",
    evaluate: (observations, index) => evaluate(observation(observations, index).values.voltage),
  };
}

/**
 * What one looks at in a recording of a spiking neuron. The interval needs two spikes, its
 * variation three; the step between neighbouring samples is the median of its size, which measures
 * the observation noise and no spikes; the drift is the second half's mean less the first's.
 *
 * @example Usage
 * ```ts
 * import { neuronBatch } from "./fields.ts";
 * import { LIF_QUANTITIES } from "./quantities.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const values = { voltage: new Float32Array(4), spikes: Float32Array.of(0, 1, 0, 0) };
 * const found = LIF_QUANTITIES.map(({ name, evaluate }) =>
 *   [name, evaluate(neuronBatch(values, 0.2), 0)] as const
 * );
 * assertEquals(found.slice(0, 3), [["spikes", 1], ["first spike", 0.2], ["mean interval", NaN]]);
 * ```
 */
export const LIF_QUANTITIES: readonly TestQuantity<NeuronFields>[] = Object.freeze([
  {
    name: "spikes",
    unit: "",
    evaluate: (observations, index) => spikeTimes(observations, index).length,
  },
  {
    name: "first spike",
    unit: "ms",
    evaluate: (observations, index) => spikeTimes(observations, index)[0] ?? NaN,
  },
  {
    name: "mean interval",
    unit: "ms",
    evaluate: (observations, index) => mean(interSpikeIntervals(observations, index)),
  },
  {
    name: "sd of intervals",
    unit: "ms",
    evaluate: (observations, index) => sd(interSpikeIntervals(observations, index)),
  },
  ofVoltage("mean voltage", mean),
  ofVoltage("sd of voltage", sd),
  ofVoltage(
    "step between samples",
    (voltage) => quantiles(voltage.subarray(1).map((v, k) => Math.abs(v - voltage[k])), [0.5])[0],
  ),
  ofVoltage("drift of voltage", (voltage) => {
    const half = voltage.length >> 1;
    return mean(voltage.subarray(half)) - mean(voltage.subarray(0, half));
  }),
]);
