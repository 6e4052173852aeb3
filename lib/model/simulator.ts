/**
 * A simulator: parameters in, recordings out, all of its noise from one stream.
 *
 * @module
 */
import { ofLength } from "../core/check.ts";
import type { Draws, Theta } from "../core/draws.ts";
import type { Key, Rng } from "../core/random.ts";

/** What recordings of an experiment look like. */
export interface RecordingForm<Channel extends string = string> {
  readonly channels: readonly Channel[];
  /** The channels that hold nothing but 0 and 1; none if not given. */
  readonly binary?: readonly Channel[];
  /** The time of each sample, in ms. */
  readonly times: Float64Array;
}

/** A mechanistic model with named parameters and named output channels. */
export interface Simulator<Name extends string = string, Channel extends string = string>
  extends RecordingForm<Channel> {
  readonly parameters: readonly Name[];
  /** Draws one recording into `out`, one array of `times.length` values a channel. */
  simulate(rng: Rng, theta: Theta<Name>, out: Readonly<Record<Channel, Float32Array>>): void;
  /**
   * A faster way to many rows, where there is one: fills `out` with what `simulate` gives for each
   * row i of theta and the stream of `fold(key, from + i)`, bit for bit.
   */
  simulateRows?(key: Key, from: number, theta: Draws<Name>, out: Recordings<Channel>): void;
}

/** `count` recordings on a common time grid. */
export interface Recordings<Channel extends string = string> {
  readonly count: number;
  /** In ms. */
  readonly times: Float64Array;
  /** Row-major, [count, times.length] a channel. */
  readonly channels: Readonly<Record<Channel, Float32Array>>;
}

/**
 * Recording `index`, without copying.
 *
 * @throws {RangeError} If there is none of that number, or a channel has not all samples.
 */
export function recording<Channel extends string>(
  recordings: Recordings<Channel>,
  index: number,
): Recordings<Channel> {
  if (!(Number.isInteger(index) && index >= 0 && index < recordings.count)) {
    throw new RangeError(
      `Cannot read recording as index must be an integer in [0, ${recordings.count}): current value is ${index}`,
    );
  }
  const length = recordings.times.length;
  for (const [name, values] of Object.entries<Float32Array>(recordings.channels)) {
    ofLength("read recording", `channels.${name}`, values, recordings.count * length);
  }
  const cut = (values: Float32Array) => values.subarray(index * length, (index + 1) * length);
  const channels = Object.fromEntries(
    Object.entries<Float32Array>(recordings.channels).map(([name, values]) => [name, cut(values)]),
  ) as Record<Channel, Float32Array>;
  return { count: 1, times: recordings.times, channels };
}

/**
 * The recordings listed, in that order, copied.
 *
 * @throws {RangeError} If there is no recording of a number.
 */
export function recordingsOf<Channel extends string>(
  recordings: Recordings<Channel>,
  rows: readonly number[],
): Recordings<Channel> {
  const length = recordings.times.length;
  const channels = Object.fromEntries(
    Object.keys(recordings.channels).map((name) => [name, new Float32Array(rows.length * length)]),
  ) as Record<Channel, Float32Array>;
  rows.forEach((row, i) => {
    for (
      const [name, values] of Object.entries<Float32Array>(recording(recordings, row).channels)
    ) {
      channels[name as Channel].set(values, i * length);
    }
  });
  return { count: rows.length, times: recordings.times, channels };
}
