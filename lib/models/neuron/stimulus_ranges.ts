/**
 * How known stimuli vary from simulation to simulation in training.
 *
 * @module
 */
import { configure, finite, positive } from "../../core/check.ts";
import type { Rng } from "../../core/random.ts";
import type { Stimulus } from "./stimuli.ts";

/** From the lowest value to the highest, all equally probable. */
export type Range = readonly [low: number, high: number];

/** A number in a range. */
export function within(rng: Rng, [low, high]: Range): number {
  return low + (high - low) * rng.uniform();
}

/** What the numbers of the stimuli range over. */
export interface StimulusRanges {
  /** The time in which steps and ramps begin and end, in ms from 0 on. */
  readonly duration: number;
  /** The shortest step or ramp, in ms. */
  readonly shortest: number;
  /** The current of a step, the ends of a ramp, the mean of a sine and of noise, in pA. */
  readonly level: Range;
  /** The amplitude of a sine, in pA. */
  readonly amplitude: Range;
  /** The frequency of a sine, in Hz. */
  readonly frequency: Range;
  /** The sd of noise, in pA. */
  readonly sd: Range;
  /** The correlation time of noise, in ms. */
  readonly correlation: Range;
}

/** Currents about those that make a cell of 100 MΩ fire, for recordings of 200 ms. */
export const STIMULUS_RANGES: StimulusRanges = Object.freeze<StimulusRanges>({
  duration: 200,
  shortest: 20,
  level: [0, 400],
  amplitude: [0, 200],
  frequency: [2, 100],
  sd: [0, 150],
  correlation: [0, 20],
});

function rangesOf(overrides?: Partial<StimulusRanges>): StimulusRanges {
  const ranges = configure("StimulusRanges", STIMULUS_RANGES, overrides);
  const action = "make StimulusRanges";
  const { duration, shortest, ...pairs } = ranges;
  positive(action, "duration", duration);
  positive(action, "shortest", shortest);
  if (shortest > duration) {
    throw new RangeError(
      `Cannot ${action} as shortest must be <= duration = ${duration}: current value is ${shortest}`,
    );
  }
  for (const [name, [low, high]] of Object.entries(pairs)) {
    finite(action, `${name}[0]`, low);
    finite(action, `${name}[1]`, high);
    if (low > high) {
      throw new RangeError(
        `Cannot ${action} as ${name}[0] must be <= ${name}[1] = ${high}: current value is ${low}`,
      );
    }
    if (low < 0 && ["frequency", "sd", "correlation"].includes(name)) {
      throw new RangeError(
        `Cannot ${action} as ${name}[0] must be >= 0: current value is ${low}`,
      );
    }
  }
  return ranges;
}

/**
 * A function that draws stimuli: steps, ramps, sines and noise are equally probable, and their
 * numbers uniform in the ranges.
 *
 * @throws {TypeError} If a range is unknown.
 * @throws {RangeError} If the low end of a range is above the high one, a duration is not > 0, or a
 * frequency, sd or correlation time could be < 0.
 *
 * @example Usage
 * ```ts
 * import { key, stream } from "../../core/random.ts";
 * import { stimuli } from "./stimulus_ranges.ts";
 * import { writeStimulus } from "./stimuli.ts";
 * import { assert } from "@std/assert";
 *
 * const rng = stream(key(1));
 * const draw = stimuli({ level: [100, 300] });
 * const into = new Float32Array(1000);
 * writeStimulus(rng, draw(rng), { length: 1000, step: 0.2 }, into);
 * assert(into.some((current) => current > 50));
 * ```
 */
export function stimuli(overrides?: Partial<StimulusRanges>): (rng: Rng) => Stimulus {
  const { duration, shortest, level, amplitude, frequency, sd, correlation } = rangesOf(overrides);
  const times = (rng: Rng) => {
    const length = within(rng, [shortest, duration]);
    const from = within(rng, [0, duration - length]);
    return { from, to: from + length };
  };
  const kinds: readonly ((rng: Rng) => Stimulus)[] = [
    (rng) => ({ kind: "step", ...times(rng), amplitude: within(rng, level) }),
    (rng) => ({
      kind: "ramp",
      ...times(rng),
      start: within(rng, level),
      end: within(rng, level),
    }),
    (rng) => ({
      kind: "sine",
      mean: within(rng, level),
      amplitude: within(rng, amplitude),
      frequency: within(rng, frequency),
      phase: within(rng, [0, 2 * Math.PI]),
    }),
    (rng) => ({
      kind: "noise",
      mean: within(rng, level),
      sd: within(rng, sd),
      correlation: within(rng, correlation),
    }),
  ];
  return (rng) => kinds[Math.floor(kinds.length * rng.uniform())](rng);
}
