/**
 * A recording under a known current from a file, checked against what a network was trained on, and
 * masked.
 *
 * @module
 */
import { mean, sd } from "../../core/stats.ts";
import type { ReadObservation } from "../../workflow/kit.ts";
import { currentFields, neuronFields } from "../neuron/fields.ts";
import { readDrivenTrace } from "../neuron/reader/driven_trace.ts";
import type { SweepTrace } from "../neuron/reader/sweeps_csv.ts";
import { type GifConfig, gridOf } from "./config.ts";
import { maskVoltage } from "./mask.ts";
import { GIF_STIMULI, type GifFields } from "./simulator/gif.ts";

/** Refuses spikes within the refractory time of another, by their lines. */
function checkSpikes({ spikes, lines }: SweepTrace, config: GifConfig): void {
  const { refractory } = gridOf(config);
  let last = -1;
  spikes.forEach((spike, k) => {
    if (spike === 0) return;
    if (last >= 0 && k - last < refractory) {
      throw new RangeError(
        `Cannot infer from recording as spikes must be at least the refractory time of ` +
          `${config.tref} ms apart: those on lines ${lines[last]} and ${lines[k]} are ` +
          `${Number(((k - last) * config.dt).toPrecision(9))} ms apart; the model gives this ` +
          "recording the likelihood 0",
      );
    }
    last = k;
  });
}

/** A note where the current is another than those of training. */
function currentNotes(current: Float32Array): string[] {
  const seen = { mean: mean(current), sd: sd(current) };
  return (["mean", "sd"] as const).flatMap((name) => {
    const [low, high] = GIF_STIMULI[name];
    // A second holds some hundred independent values of the current.
    const room = 0.3 * (high - low);
    return seen[name] >= low - room && seen[name] <= high + room ? [] : [
      `the ${name} of the current is ${seen[name].toPrecision(3)} pA, where the network was ` +
      `trained on ${low} to ${high} pA`,
    ];
  });
}

/**
 * Reads a recording: columns time (ms), voltage (mV), spikes (0 or 1) and current (pA). The voltage
 * may hold action potentials; it is masked about spikes.
 *
 * @throws {SyntaxError} If the file is not of the form, such as without a current.
 * @throws {RangeError} If it is no recording of the experiment, holds several sweeps, or two spikes
 * are closer than the refractory time.
 *
 * @example Usage
 * ```ts
 * import { readGifRecording } from "./reader.ts";
 * import { gifConfig } from "./config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new TextEncoder().encode("t,V,spikes,I\n0,-60,0,150\n0.5,-59,0,160\n");
 * const { observation } = readGifRecording(file, gifConfig({ T: 1 }));
 * assertEquals(observation.values.current, Float32Array.of(150, 160));
 * ```
 */
export function readGifRecording(bytes: Uint8Array, config: GifConfig): ReadObservation<GifFields> {
  const grid = gridOf(config), { dt } = config;
  const { trace, notes } = readDrivenTrace(bytes, { steps: grid.steps, dt, recipe: "gif" });
  checkSpikes(trace, config);
  const { spikes, current } = trace, voltage = trace.voltage.slice();
  maskVoltage(voltage, spikes, grid);
  return {
    observation: {
      fields: { ...neuronFields(grid.steps, dt), ...currentFields(grid.steps, dt) },
      count: 1,
      values: { voltage, spikes, current },
    },
    notes: [...notes, ...currentNotes(current)],
  };
}
