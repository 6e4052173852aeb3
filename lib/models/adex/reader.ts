/**
 * A recording under a known current from a file, checked against what a network was trained on.
 *
 * @module
 */
import type { ReadObservation } from "../../workflow/kit.ts";
import { readDrivenTrace } from "../neuron/reader/driven_trace.ts";
import { type AdexConfig, type AdexFields, adexFields, sampleCount } from "./simulator/config.ts";

/** What is so many sd of the observation noise above the peak is no noise. */
const NOISE = 5;

/**
 * Reads a recording: columns time (ms), voltage (mV), spikes (0 or 1) and current (pA). Of an action
 * potential, what is above the peak of the model is read as the peak.
 *
 * @throws {SyntaxError} If the file is not of the form, such as without a current.
 * @throws {RangeError} If it is no recording of the experiment, holds several sweeps, or has a spike on
 * the first sample, where the model is at rest.
 *
 * @example Usage
 * ```ts
 * import { readAdexRecording } from "./reader.ts";
 * import { adexConfig } from "./simulator/config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new TextEncoder().encode("t,V,spikes,I\n0,-60,0,150\n0.2,35,1,160\n");
 * const { observation } = readAdexRecording(file, adexConfig({ T: 0.4 }));
 * assertEquals(observation.values.voltage, Float32Array.of(-60, 0));
 * ```
 */
export function readAdexRecording(
  bytes: Uint8Array,
  config: AdexConfig,
): ReadObservation<AdexFields> {
  const { dt, V_peak, obs_noise_std } = config;
  const expected = { steps: sampleCount(config), dt, recipe: "adex" };
  const { trace: { voltage, spikes, current, lines }, notes } = readDrivenTrace(bytes, expected);
  if (spikes[0] > 0) {
    throw new RangeError(
      "Cannot infer from recording as every neuron must be at rest on the first sample: line " +
        `${lines[0]} has a spike; the model gives this recording the likelihood 0`,
    );
  }
  const capped = voltage.map((v) => v > V_peak + NOISE * obs_noise_std ? V_peak : v);
  const above = capped.filter((v, k) => v !== voltage[k]).length;
  return {
    observation: {
      fields: adexFields(config),
      count: 1,
      values: { voltage: capped, spikes, current },
    },
    notes: [
      ...notes,
      ...above > 0 ? [`read ${above} voltages above ${V_peak} mV as ${V_peak} mV`] : [],
    ],
  };
}
