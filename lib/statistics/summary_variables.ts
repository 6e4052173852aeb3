/**
 * Summary variables: the numbers about a recording that a summary network is fed with.
 *
 * @module
 */
import type { Recordings } from "../simulators/simulator.ts";

/** A deterministic view of one recording as an array of fixed shape. */
export interface SummaryVariables<Channel extends string = string> {
  /** The shape of one recording's array: [K] for statistics, [T, C] for a time series. */
  readonly shape: readonly number[];
  /** The names of the last axis. */
  readonly names: readonly string[];
  /** Writes recording `row` into `out`, row-major, from `offset` on. */
  write(recordings: Recordings<Channel>, row: number, out: Float32Array, offset: number): void;
  /** A faster way to all rows, where there is one: what `write` gives for each, bit for bit. */
  writeRows?(recordings: Recordings<Channel>, out: Float32Array, offset: number): void;
}

/** All recordings' summary variables, [count, ...shape] row-major. */
export function summarise<Channel extends string>(
  variables: SummaryVariables<Channel>,
  recordings: Recordings<Channel>,
): Float32Array {
  const size = variables.shape.reduce((product, n) => product * n, 1);
  const out = new Float32Array(recordings.count * size);
  if (variables.writeRows) {
    variables.writeRows(recordings, out, 0);
    return out;
  }
  for (let i = 0; i < recordings.count; i++) variables.write(recordings, i, out, i * size);
  return out;
}

/** The channels themselves, as a time series [T, C]. */
export function timeSeriesOf<Channel extends string>(
  channels: readonly Channel[],
  steps: number,
): SummaryVariables<Channel> {
  const width = channels.length;
  return {
    shape: [steps, width],
    names: channels,
    write(recordings, row, out, offset) {
      channels.forEach((channel, c) => {
        const values = recordings.channels[channel];
        for (let k = 0; k < steps; k++) out[offset + k * width + c] = values[row * steps + k];
      });
    },
  };
}
