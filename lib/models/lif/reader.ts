/**
 * A recording from a file, checked against what a network was trained on.
 *
 * @module
 */
import { ignoredNotes } from "../../core/csv_lines.ts";
import { neuronBatch } from "../neuron/fields.ts";
import {
  fewestStepsBetweenSpikes,
  type ImpossibleSpike,
  impossibleSpike,
} from "./simulator/lif_possible.ts";
import { type LifFields, type SimConfig, stepCount } from "./simulator/lif.ts";
import type { ReadObservation } from "../../workflow/kit.ts";
import type { PriorConfig } from "./prior/lif.ts";
import { currentText } from "./experiment.ts";
import { gridNumbers, trainingAdvice } from "../neuron/reader/trace.ts";
import { parseTraceCsv } from "../neuron/reader/trace_csv.ts";

/** Noise beyond this many sd there is never. */
export const NEVER = 20;

/** Refuses a spike that the neuron can't have made. */
export function refuseSpike(
  { kind, sample, previous }: ImpossibleSpike,
  sim: Pick<SimConfig, "tref" | "dt">,
  lines: readonly number[],
): never {
  const at = `the spike on line ${lines[sample]}`;
  const fewest = fewestStepsBetweenSpikes(sim);
  const said = {
    refractory: [
      `spikes must be at least ${fewest} samples apart, ${fewest - 1} for the refractory time of ` +
      `${sim.tref} ms and the one that spikes`,
      `${at} comes ${sample - (previous ?? 0)} after that on line ${lines[previous ?? 0]}`,
    ],
    first: ["every neuron must start below its threshold", `${at} is on the first sample`],
    last: ["the last sample can't spike", `${at} is on it`],
  }[kind];
  throw new RangeError(
    `Cannot infer from recording as ${said[0]}: ${said[1]}; the model gives this recording the ` +
      "likelihood 0",
  );
}

/**
 * Reads a recording for a network.
 *
 * @throws {SyntaxError} If the file is not of the form.
 * @throws {RangeError} If it is no recording of the experiment, or one that no parameters can make.
 *
 * @example Usage
 * ```ts
 * import { readRecording } from "./reader.ts";
 * import { priorConfig } from "./prior/lif.ts";
 * import { simConfig } from "./simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new TextEncoder().encode("t,V,spike,trial\n0,-70,0,7\n0.2,-71,0,7\n");
 * const trained = { sim: simConfig({ T: 0.4 }), prior: priorConfig() };
 * const { observation, notes } = readRecording(file, trained);
 * assertEquals(observation.values.voltage, Float32Array.of(-70, -71));
 * assertEquals(notes, ['ignored column "trial"']);
 * ```
 */
export function readRecording(
  bytes: Uint8Array,
  { sim, prior }: { readonly sim: SimConfig; readonly prior: PriorConfig },
): ReadObservation<LifFields> {
  const { voltage, spikes, lines, ignored } = parseTraceCsv(bytes, {
    steps: stepCount(sim),
    dt: sim.dt,
    limit: sim.v_clip + NEVER * sim.obs_noise_std,
    current: currentText(sim),
    advice: (samples, dt) => trainingAdvice(gridNumbers(samples, dt, sim.dt)),
  });
  const startsBelow = prior.V_init_high < prior.V_th_low;
  const impossible = impossibleSpike(spikes, sim, { startsBelow });
  if (impossible) refuseSpike(impossible, sim, lines);
  return {
    observation: neuronBatch({ voltage, spikes }, sim.dt),
    notes: ignoredNotes(ignored),
  };
}
