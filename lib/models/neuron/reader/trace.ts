/**
 * A recording as a file holds it, and what a network expects of one.
 *
 * @module
 */

/** One recording. */
export interface Trace {
  /** In ms. */
  readonly times: Float64Array;
  /** In mV. */
  readonly voltage: Float32Array;
  /** 1 where a spike is reported, otherwise 0. */
  readonly spikes: Float32Array;
}

/** A recording, and where it was found. */
export interface ReadTrace extends Trace {
  /** The line of each sample. */
  readonly lines: readonly number[];
  /** Columns that were not used, as the file calls them. */
  readonly ignored: readonly string[];
}

/** The recordings a network was trained on. */
export interface ExpectedTrace {
  /** The number of samples. */
  readonly steps: number;
  /** The time step, in ms. */
  readonly dt: number;
  /** The voltage that is never exceeded, in mV, in either direction. */
  readonly limit: number;
  /** What the injected current is taken to be, in words. */
  readonly current: string;
  /** What to do with a recording of so many samples, so many ms apart. */
  advice?(samples: number, dt: number): string;
}
