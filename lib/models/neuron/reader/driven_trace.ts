/**
 * One recording under a known current as CSV, as long as a network expects: the columns time (ms),
 * voltage (mV), spikes (0 or 1) and current (pA), a row per sample.
 *
 * @module
 */
import { ignoredNotes } from "../../../core/csv_lines.ts";
import { parseSweepsCsv, type SweepTrace } from "./sweeps_csv.ts";
import { gridNumbers, trainingAdvice } from "./trace.ts";

/** No voltage is beyond this in mV, action potentials included. */
const LIMIT = 200;

/** What a network was trained on. */
export interface ExpectedDrivenTrace {
  /** The number of samples. */
  readonly steps: number;
  /** Between two samples, in ms. */
  readonly dt: number;
  /** The name by which a network for other recordings can be trained. */
  readonly recipe: string;
}

/** A recording, and what of its file was not used, a sentence each. */
export interface ReadDrivenTrace {
  readonly trace: SweepTrace;
  readonly notes: readonly string[];
}

/**
 * Reads one recording.
 *
 * @throws {SyntaxError} If the file is not of this form, such as without a current.
 * @throws {RangeError} If its times, length, units, voltages, spikes or currents are not those expected,
 * or it holds several sweeps.
 *
 * @example Usage
 * ```ts
 * import { readDrivenTrace } from "./driven_trace.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new TextEncoder().encode("t,V,spikes,I\n0,-60,0,150\n0.5,-59,0,160\n");
 * const { trace } = readDrivenTrace(file, { steps: 2, dt: 0.5, recipe: "gif" });
 * assertEquals(trace.current, Float32Array.of(150, 160));
 * ```
 */
export function readDrivenTrace(
  bytes: Uint8Array,
  { steps, dt, recipe }: ExpectedDrivenTrace,
): ReadDrivenTrace {
  const advice = (samples: number, found: number) =>
    trainingAdvice(gridNumbers(samples, found, dt), { recipe });
  const { sweeps, ignored } = parseSweepsCsv(bytes, { steps, dt, limit: LIMIT, advice });
  const [trace] = sweeps;
  if (sweeps.length > 1) {
    throw new RangeError(
      `Cannot infer from recording as it must be one sweep: it has ${sweeps.length}`,
    );
  }
  const { length } = trace.spikes;
  if (length < steps) {
    throw new RangeError(
      `Cannot infer from recording as it must have ${steps} samples: it has ${length}; ` +
        advice(length, dt),
    );
  }
  return { trace, notes: ignoredNotes(ignored) };
}
