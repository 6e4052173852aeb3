/**
 * Known stimuli: currents that an experimenter injects, as values that can be written on a time
 * grid, and how they vary from simulation to simulation in training.
 *
 * @module
 */
import { between, finite, integer, ofLength, positive } from "../../core/check.ts";
import { type Key, type Rng, stream } from "../../core/random.ts";
import type { SeriesField } from "../../model/field.ts";
import { ornsteinUhlenbeck } from "./ornstein_uhlenbeck.ts";

/** A constant current for some time, and 0 before and after. */
export interface StepStimulus {
  /** The kind of the stimulus. */
  readonly kind: "step";
  /** When it begins, in ms. */
  readonly from: number;
  /** When it ends, in ms: the sample at this time has 0 again. */
  readonly to: number;
  /** In pA. */
  readonly amplitude: number;
}

/** A current that changes linearly for some time, and is 0 before and after. */
export interface RampStimulus {
  /** The kind of the stimulus. */
  readonly kind: "ramp";
  /** When it begins, in ms. */
  readonly from: number;
  /** When it ends, in ms: the sample at this time has 0 again. */
  readonly to: number;
  /** The current at `from`, in pA. */
  readonly start: number;
  /** The current that it comes to at `to`, in pA. */
  readonly end: number;
}

/** mean + amplitude · sin(2π · frequency · t + phase). */
export interface SineStimulus {
  /** The kind of the stimulus. */
  readonly kind: "sine";
  /** In pA. */
  readonly mean: number;
  /** In pA. */
  readonly amplitude: number;
  /** In Hz. */
  readonly frequency: number;
  /** In rad. */
  readonly phase: number;
}

/** Frozen noise: a stationary Ornstein–Uhlenbeck process, known once it is drawn. */
export interface NoiseStimulus {
  /** The kind of the stimulus. */
  readonly kind: "noise";
  /** In pA. */
  readonly mean: number;
  /** Of the values about their mean, in pA. */
  readonly sd: number;
  /** The correlation time in ms; 0 is white: an independent normal value a sample. */
  readonly correlation: number;
}

/** A known current. */
export type Stimulus = StepStimulus | RampStimulus | SineStimulus | NoiseStimulus;

/** The samples that a stimulus is written on: their number, and the step in ms. */
export type TimeGrid = Pick<SeriesField, "length" | "step">;

const ACTION = "write stimulus";

/** Refuses a time that is no time of the grid's kind, or an end before its beginning. */
function checkTimes({ kind, from, to }: StepStimulus | RampStimulus): void {
  finite(ACTION, `${kind}.from`, from);
  finite(ACTION, `${kind}.to`, to);
  if (!(to > from)) {
    throw new RangeError(
      `Cannot ${ACTION} as ${kind}.to must be > ${kind}.from = ${from}: current value is ${to}`,
    );
  }
}

/** The first sample at or after a time, however the time is rounded. */
function sampleAt(time: number, { length, step }: TimeGrid): number {
  return Math.min(length, Math.max(0, Math.ceil(time / step - 1e-9)));
}

/** Writes a current that is `at(t)` from one time to another, t in ms since it began. */
function writeBetween(
  stimulus: StepStimulus | RampStimulus,
  grid: TimeGrid,
  into: Float32Array,
  at: (elapsed: number) => number,
): void {
  checkTimes(stimulus);
  into.fill(0);
  const end = sampleAt(stimulus.to, grid);
  for (let k = sampleAt(stimulus.from, grid); k < end; k++) {
    into[k] = at(k * grid.step - stimulus.from);
  }
}

/** A stationary Ornstein–Uhlenbeck process. */
function writeNoise(
  rng: Rng,
  { mean, sd, correlation }: NoiseStimulus,
  { step }: TimeGrid,
  into: Float32Array,
): void {
  const { kept, fresh } = ornsteinUhlenbeck(correlation, step);
  let x = rng.normal();
  for (let k = 0; k < into.length; k++) {
    into[k] = mean + sd * x;
    x = kept * x + fresh * rng.normal();
  }
}

/**
 * Writes a stimulus on a time grid, in pA. A step or a ramp has its samples at `from` ≤ t < `to`.
 *
 * @param rng What frozen noise is drawn from; the other kinds take nothing from it.
 * @param grid Its step is in ms.
 * @param into Receives one value a sample.
 * @throws {RangeError} If a number of the stimulus is not finite, a step or ramp does not end after
 * it begins, a frequency, sd or correlation time is < 0, or `into` has another length than the grid.
 *
 * @example Usage
 * ```ts
 * import { key, stream } from "../../core/random.ts";
 * import { writeStimulus } from "./stimuli.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const into = new Float32Array(5);
 * const grid = { length: 5, step: 0.2 };
 * writeStimulus(stream(key(1)), { kind: "step", from: 0.2, to: 0.6, amplitude: 150 }, grid, into);
 * assertEquals([...into], [0, 150, 150, 0, 0]);
 * ```
 */
export function writeStimulus(
  rng: Rng,
  stimulus: Stimulus,
  grid: TimeGrid,
  into: Float32Array,
): void {
  integer(ACTION, "grid.length", grid.length, 1);
  positive(ACTION, "grid.step", grid.step);
  ofLength(ACTION, "into", into, grid.length);
  const { kind, ...numbers } = stimulus;
  for (const [name, value] of Object.entries(numbers)) finite(ACTION, `${kind}.${name}`, value);
  const least = (name: string, value: number) =>
    between(ACTION, `${kind}.${name}`, value, [0, Infinity]);
  if (stimulus.kind === "step") {
    writeBetween(stimulus, grid, into, () => stimulus.amplitude);
  } else if (stimulus.kind === "ramp") {
    const { from, to, start, end } = stimulus;
    const slope = (end - start) / (to - from);
    writeBetween(stimulus, grid, into, (elapsed) => start + slope * elapsed);
  } else if (stimulus.kind === "sine") {
    const { mean, amplitude, frequency, phase } = stimulus;
    least("frequency", frequency);
    const rate = 2 * Math.PI * frequency * grid.step / 1000;
    for (let k = 0; k < into.length; k++) into[k] = mean + amplitude * Math.sin(rate * k + phase);
  } else {
    least("sd", stimulus.sd);
    least("correlation", stimulus.correlation);
    writeNoise(rng, stimulus, grid, into);
  }
}

/**
 * The current of a stimulus on a time grid, in pA.
 *
 * @param key Of frozen noise: the same key gives the same.
 * @throws {RangeError} As {@linkcode writeStimulus}.
 *
 * @example Usage
 * ```ts
 * import { key } from "../../core/random.ts";
 * import { stimulusCurrent } from "./stimuli.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const noise = { kind: "noise", mean: 150, sd: 40, correlation: 3 } as const;
 * const grid = { length: 1000, step: 0.2 };
 * assertEquals(stimulusCurrent(key(1), noise, grid), stimulusCurrent(key(1), noise, grid));
 * ```
 */
export function stimulusCurrent(key: Key, stimulus: Stimulus, grid: TimeGrid): Float32Array {
  const into = new Float32Array(grid.length);
  writeStimulus(stream(key), stimulus, grid, into);
  return into;
}
