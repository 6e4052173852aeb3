/**
 * The sweeps of one neuron from one file or several, checked against what a network was trained on.
 *
 * @module
 */
import { ignoredNotes } from "../../../core/csv_lines.ts";
import { gridNumbers, trainingAdvice } from "../../neuron/reader/trace.ts";
import { parseSweepsCsv, type SweepTrace } from "../../neuron/reader/sweeps_csv.ts";
import type { NamedFile, ReadObservation } from "../../../workflow/kit.ts";
import type { PriorConfig } from "../prior/lif.ts";
import { NEVER, refuseSpike } from "../reader.ts";
import { impossibleSpike } from "../simulator/lif_possible.ts";
import { stepCount } from "../simulator/lif.ts";
import type { SweepFields, SweepsConfig } from "./config.ts";
import { sweepsBatch } from "./sweeps_batch.ts";

/** Beyond the levels of the training's stimuli, currents vary by so much, in pA. */
const VARIED = 300;

/** Refuses a spike that the neuron can't have made, in a sweep of any length. */
function checkSpikes(
  { spikes, lines }: SweepTrace,
  sim: SweepsConfig,
  { V_init_high, V_th_low }: PriorConfig,
): void {
  const own = { ...sim, T: spikes.length * sim.dt };
  const impossible = impossibleSpike(spikes, own, { startsBelow: V_init_high < V_th_low });
  if (impossible) refuseSpike(impossible, own, lines);
}

/** What is trained for other sweeps. */
const NETWORK = { recipe: "sweeps", what: "sweeps" };

/** What is done in a file, with an error that names it where there are several. */
function inFile<T>(name: string, several: boolean, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!several || !(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const message = error.message.replace(/^Cannot (read|infer from) recording/, `$& ${name}`);
    throw error instanceof SyntaxError
      ? new SyntaxError(message, { cause: error })
      : new RangeError(message, { cause: error });
  }
}

/**
 * Reads the sweeps of one neuron. A file is one sweep, or has a column `sweep`.
 *
 * @throws {SyntaxError} If a file is not of the form, such as without a current.
 * @throws {RangeError} If the sweeps are not of the experiment, or one that no parameters can make;
 * if there are too many.
 *
 * @example Usage
 * ```ts
 * import { readSweeps } from "./reader.ts";
 * import { sweepsConfig } from "./config.ts";
 * import { priorConfig } from "../prior/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new TextEncoder().encode("t,V,spikes,I\n0,-70,0,100\n0.2,-71,0,100\n");
 * const trained = { sim: sweepsConfig(), prior: priorConfig() };
 * const { observation } = readSweeps([{ name: "a.csv", bytes }, { name: "b.csv", bytes }], trained);
 * assertEquals(observation.sizes?.voltage[0], 2);
 * ```
 */
export function readSweeps(
  files: readonly NamedFile[],
  { sim, prior }: { readonly sim: SweepsConfig; readonly prior: PriorConfig },
): ReadObservation<SweepFields> {
  const several = files.length > 1;
  const read = files.map(({ name, bytes }) =>
    inFile(name, several, () => {
      const found = parseSweepsCsv(bytes, {
        steps: stepCount(sim),
        dt: sim.dt,
        limit: sim.v_clip + NEVER * sim.obs_noise_std,
        advice: (samples, dt) => trainingAdvice(gridNumbers(samples, dt, sim.dt), NETWORK),
      });
      for (const sweep of found.sweeps) checkSpikes(sweep, sim, prior);
      return found;
    })
  );
  const sweeps = read.flatMap(({ sweeps }) => sweeps);
  if (sweeps.length > sim.sweeps) {
    throw new RangeError(
      `Cannot infer from sweeps as there must be at most ${sim.sweeps}: there are ${sweeps.length}; ` +
        trainingAdvice(`sweeps=${sweeps.length}`, NETWORK),
    );
  }
  const ignored = [...new Set(read.flatMap(({ ignored }) => ignored))];
  const currents = sweeps.map(({ current }) => current);
  const low = Math.min(...currents.map((current) => Math.min(...current)));
  const high = Math.max(...currents.map((current) => Math.max(...current)));
  const notes = [
    ...ignoredNotes(ignored),
    ...low < sim.I_low - VARIED || high > sim.I_high + VARIED
      ? [
        `the current runs from ${low} to ${high} pA, beyond what the network was trained on, levels ` +
        `from ${sim.I_low} to ${sim.I_high} pA: --exact corrects the answer`,
      ]
      : [],
  ];
  return { observation: sweepsBatch(sweeps, sim), notes };
}
