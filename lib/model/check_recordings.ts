/**
 * The check of recordings where they enter: whether they are of the form that a simulator makes and a
 * network was trained for. A recording of another form would be answered all the same, wrongly.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import type { RecordingForm, Recordings } from "./simulator.ts";

/** The share of a time step by which a sample may stray, as times are often written with few digits. */
const TOLERANCE = 0.01;

const round = (value: number) => Number(value.toPrecision(6));

function stepOf(times: Float64Array): number {
  return times.length > 1 ? (times[times.length - 1] - times[0]) / (times.length - 1) : 0;
}

const describe = (times: Float64Array) =>
  `${times.length} samples, ${round(stepOf(times))} ms apart`;

/** Refuses another number of samples, or other distances between them; they may begin at any time. */
function checkTimes(action: string, expected: Float64Array, times: Float64Array): void {
  const refuse = (state: string) => {
    throw new RangeError(
      `Cannot ${action} as recordings.times must be ${describe(expected)}: ${state}`,
    );
  };
  const odd = times.findIndex((time) => !Number.isFinite(time));
  if (odd >= 0) refuse(`time ${odd} is ${times[odd]}`);
  const step = stepOf(expected);
  const stray = (unit: number) =>
    times.findIndex((time, k) => {
      return Math.abs(time - times[0] - unit * (expected[k] - expected[0])) >
        TOLERANCE * unit * step;
    });
  if (times.length !== expected.length) refuse(`they are ${describe(times)}`);
  const k = stray(1);
  if (k < 0) return;
  if (stray(stepOf(times) / step) < 0) refuse(`they are ${describe(times)}`);
  refuse(`time ${k} is ${times[k]} instead of ${round(times[0] + expected[k] - expected[0])}`);
}

/**
 * Refuses recordings that are not of the form expected: other channels, times or counts, or values
 * that no simulation has. One pass over the values.
 *
 * @param action Names the work in an error: "Cannot sample posterior as …".
 * @throws {TypeError} If a channel is not in single precision.
 * @throws {RangeError} If they are not of that form, naming the recording, the channel and the sample.
 *
 * @example Usage
 * ```ts
 * import { checkRecordings } from "./check_recordings.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const channels = { voltage: Float32Array.of(-70, NaN), spikes: new Float32Array(2) };
 * const recordings = { count: 1, times: Float64Array.of(0, 0.2), channels };
 * assertThrows(
 *   () => checkRecordings("sample posterior", lif({ T: 0.4 }), recordings),
 *   RangeError,
 *   "Cannot sample posterior as voltage must be finite: sample 1 of recording 0 is NaN",
 * );
 * ```
 */
export function checkRecordings<Channel extends string>(
  action: string,
  { channels, times, binary = [] }: RecordingForm<Channel>,
  recordings: Recordings<Channel>,
): void {
  const { count } = recordings;
  integer(action, "recordings.count", count, 0);
  const found = Object.keys(recordings.channels);
  if (found.length !== channels.length || channels.some((name) => !found.includes(name))) {
    throw new RangeError(
      `Cannot ${action} as recordings.channels must be ${channels.join(", ")}: they are ${
        found.join(", ")
      }`,
    );
  }
  checkTimes(action, times, recordings.times);
  for (const name of channels) {
    const values = recordings.channels[name];
    if (!(values instanceof Float32Array)) {
      throw new TypeError(
        `Cannot ${action} as recordings.channels.${name} must be a Float32Array: it is ` +
          Object.prototype.toString.call(values),
      );
    }
    if (values.length !== count * times.length) {
      throw new RangeError(
        `Cannot ${action} as recordings.channels.${name} must have ${count} × ${times.length} ` +
          `values: it has ${values.length}`,
      );
    }
    const marks = binary.includes(name);
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (marks ? value === 0 || value === 1 : Number.isFinite(value)) continue;
      throw new RangeError(
        `Cannot ${action} as ${name} must be ${marks ? "0 or 1" : "finite"}: sample ${
          at % times.length
        } of recording ${Math.floor(at / times.length)} is ${value}`,
      );
    }
  }
}
