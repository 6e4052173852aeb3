/**
 * The adaptive exponential integrate-and-fire neuron as a simulator: it draws its noise, and in
 * training the known current that it is given.
 *
 * @module
 */
import { allFinite } from "../../../core/check.ts";
import { inOrder } from "../../../core/columns.ts";
import { row } from "../../../core/draws.ts";
import type { Rng } from "../../../core/random.ts";
import type { Simulator } from "../../../model/simulator.ts";
import { type Stimulus, writeStimulus } from "../../neuron/stimuli.ts";
import { stimuli } from "../../neuron/stimulus_ranges.ts";
import { type AdexRows, adexRows, hasAdexRows } from "./adex_rows.ts";
import {
  ADEX_PARAMETERS,
  type AdexConfig,
  adexConfig,
  type AdexFields,
  adexFields,
  type AdexParameter,
  sampleCount,
} from "./config.ts";
import { ACTION, adexCoefficients, checkAdexTheta, integrateAdex } from "./integrate.ts";

/** Steps and ramps last for this share of a recording at least. */
const SHORTEST = 0.5;
/** The sd of noise, in pA: up to what is used to fit models to cells. */
const SD = [0, 200] as const;

/**
 * The stimuli of training: of all kinds, at levels at which most neurons fire.
 *
 * @example Usage
 * ```ts
 * import { adexStimuli } from "./adex.ts";
 * import { adexConfig } from "./config.ts";
 * import { key, stream } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const { kind } = adexStimuli(adexConfig())(stream(key(1)));
 * assert(["step", "ramp", "sine", "noise"].includes(kind));
 * ```
 */
export function adexStimuli({ T, I_low, I_high }: AdexConfig): (rng: Rng) => Stimulus {
  return stimuli({ duration: T, shortest: SHORTEST * T, level: [I_low, I_high], sd: SD });
}

/**
 * The neuron of one experiment. The known current is a condition, given with an observation; noise
 * current and observation noise are drawn afresh for every run.
 *
 * @param draw What the current is in runs that are given none; {@linkcode adexStimuli} by default.
 * @throws {TypeError} If a key of the configuration is unknown.
 * @throws {RangeError} If a value is out of range.
 *
 * @example Usage
 * ```ts
 * import { adex } from "./adex.ts";
 * import { adexPrior } from "../prior/adex.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { key } from "../../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const simulator = adex({ T: 100 }, () => ({ kind: "step", from: 20, to: 80, amplitude: 300 }));
 * const { observations } = simulateJoint(key(1), { prior: adexPrior(), simulator }, 2);
 * assertEquals(observations.values.current[250], 300);
 * ```
 */
export function adex(
  overrides?: Partial<AdexConfig>,
  draw?: (rng: Rng) => Stimulus,
): Simulator<AdexParameter, AdexFields> {
  const config = adexConfig(overrides);
  const grid = { length: sampleCount(config), step: config.dt };
  const drawn = draw ?? adexStimuli(config);
  const deviates = new Float64Array(grid.length), noise = new Float64Array(grid.length);
  const one: Simulator<AdexParameter, AdexFields> = {
    parameters: ADEX_PARAMETERS,
    fields: adexFields(config),
    conditions: {
      names: ["current"],
      sample: (rng, { current }) => writeStimulus(rng, drawn(rng), grid, current),
    },
    simulate(rng, theta, out) {
      for (let k = 0; k < grid.length; k++) deviates[k] = rng.normal();
      for (let k = 0; k < grid.length; k++) noise[k] = rng.normal();
      integrateAdex(theta, { current: out.current, deviates, noise }, config, out);
    },
  };
  if (!hasAdexRows) return one;

  let rows: AdexRows | undefined;
  return {
    ...one,
    simulateRows(key, from, draws, { values }) {
      const ordered = inOrder(ACTION, draws, ADEX_PARAMETERS);
      allFinite(ACTION, "current", values.current);
      const neurons = Array.from({ length: ordered.count }, (_, i) => {
        const theta = row(ordered, i);
        checkAdexTheta(theta, config);
        return adexCoefficients(theta, config);
      });
      rows ??= adexRows(config);
      rows(key, from, neurons, values);
    },
  };
}
