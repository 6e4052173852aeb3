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

/** The advice to train a network with these numbers, by name=number. */
export function trainingAdvice(
  numbers: string,
  { recipe, what = "recordings" }: TrainingAdviceOptions = {},
): string {
  const command = recipe === undefined ? "deno task train" : `deno task train --recipe ${recipe}`;
  return `${command} --set ${numbers} makes a network for such ${what}`;
}

/** What is trained, and what for. */
export interface TrainingAdviceOptions {
  /** The short name of the kit; the usual one if not given. */
  readonly recipe?: string;
  /** What it is to read: "recordings" if not given. */
  readonly what?: string;
}

/** The numbers of recordings of so many samples, `found` ms apart, where those of a network are `dt`. */
export function gridNumbers(samples: number, found: number, dt: number): string {
  const T = Number((samples * found).toPrecision(9));
  return found === dt ? `T=${T}` : `T=${T},dt=${found}`;
}
