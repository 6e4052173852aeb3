/**
 * The leaky integrate-and-fire neuron in several sweeps: each starts at V_init and is driven by its
 * own known current, with a white noise of I_std about it that nobody knows. The number of sweeps,
 * their lengths and their currents are conditions: given, and not inferred.
 *
 * @module
 */
import type { Rng } from "../../../core/random.ts";
import type { Row } from "../../../model/batch.ts";
import type { Simulator } from "../../../model/simulator.ts";
import { writeStimulus } from "../../neuron/stimuli.ts";
import { stimuli } from "../../neuron/stimulus_ranges.ts";
import { integrateLif, LIF_PARAMETERS, type LifParameter, stepCount } from "../simulator/lif.ts";
import { type SweepFields, sweepFields, type SweepsConfig, sweepsConfig } from "./config.ts";

/** The shortest sweep, and the shortest step or ramp, as shares of the longest sweep. */
const SHORTEST = { sweep: 0.25, stimulus: 0.1 };
/** The largest amplitude of a sine, and sd of noise, in pA. */
const VARIED = 100;
/** How often all sweeps have the same current, and how often all are as long as can be. */
const OFTEN = { sameCurrent: 0.25, sameLength: 0.25, longest: 0.5 };

/** A number from 1 to `most` with the probability ∝ 1 / number: few sweeps as often as many. */
function drawCount(rng: Rng, most: number): number {
  let total = 0;
  for (let count = 1; count <= most; count++) total += 1 / count;
  let left = total * rng.uniform();
  for (let count = 1; count < most; count++) {
    left -= 1 / count;
    if (left <= 0) return count;
  }
  return most;
}

/** The number of samples of each sweep. */
function drawLengths(rng: Rng, sweeps: number, steps: number): number[] {
  const kind = rng.uniform();
  if (kind < OFTEN.longest) return new Array(sweeps).fill(steps);
  const least = Math.max(2, Math.round(SHORTEST.sweep * steps));
  const length = () => least + Math.floor((steps - least + 1) * rng.uniform());
  if (kind < OFTEN.longest + OFTEN.sameLength) return new Array(sweeps).fill(length());
  return Array.from({ length: sweeps }, length);
}

/**
 * The neuron in several sweeps as a {@linkcode Simulator}.
 *
 * @throws {TypeError} If a key of the configuration is unknown.
 * @throws {RangeError} If a value is out of range.
 *
 * @example Usage
 * ```ts
 * import { lifSweeps } from "./simulator.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { key } from "../../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lifSweeps({ T: 20, sweeps: 3 }) };
 * const { observations } = simulateJoint(key(1), model, 4);
 * assertEquals(observations.values.current.length, 4 * 3 * 100);
 * ```
 */
export function lifSweeps(
  overrides?: Partial<SweepsConfig>,
): Simulator<LifParameter, SweepFields> {
  const config = sweepsConfig(overrides);
  const { T, dt, sweeps: most, I_std } = config;
  const steps = stepCount(config);
  const draw = stimuli({
    duration: T,
    shortest: SHORTEST.stimulus * T,
    level: [config.I_low, config.I_high],
    amplitude: [0, VARIED],
    sd: [0, VARIED],
  });
  const noise = new Float64Array(steps), injected = new Float64Array(steps);

  /** The part of a set that is sweep `index`, up to its length. */
  const partOf = (values: Float32Array, index: number, length = steps) =>
    values.subarray(index * steps, index * steps + length);

  return {
    parameters: LIF_PARAMETERS,
    fields: sweepFields(config),
    conditions: {
      names: ["current", "present"],
      sample(rng: Rng, { current, present }: Row<SweepFields>) {
        const count = drawCount(rng, most);
        const lengths = drawLengths(rng, count, steps);
        const same = rng.uniform() < OFTEN.sameCurrent;
        current.size = present.size = count;
        writeStimulus(rng, draw(rng), { length: steps, step: dt }, partOf(current.values, 0));
        for (let i = 1; i < count; i++) {
          const own = partOf(current.values, i);
          if (same) own.set(partOf(current.values, 0));
          else writeStimulus(rng, draw(rng), { length: steps, step: dt }, own);
        }
        lengths.forEach((length, i) => {
          partOf(current.values, i).fill(0, length);
          partOf(present.values, i, length).fill(1);
        });
      },
    },
    simulate(rng, theta, { voltage, spikes, current, present }) {
      voltage.size = spikes.size = current.size;
      for (let i = 0; i < current.size; i++) {
        const absent = partOf(present.values, i).indexOf(0);
        const length = absent < 0 ? steps : absent;
        const known = partOf(current.values, i, length);
        for (let k = 0; k < length; k++) injected[k] = known[k] + I_std * rng.normal();
        for (let k = 0; k < length; k++) noise[k] = rng.normal();
        const input = { current: injected.subarray(0, length), noise: noise.subarray(0, length) };
        integrateLif(theta, input, { ...config, T: length * dt }, {
          voltage: partOf(voltage.values, i, length),
          spikes: partOf(spikes.values, i, length),
        });
      }
    },
  };
}
