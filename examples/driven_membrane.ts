/**
 * A passive membrane under a known current: tau dv/dt = −v + gain · I(t), v(0) = 0, by forward
 * Euler, recorded with a noise of 0.5 mV. The current is a condition: given, and not inferred. Each
 * simulation has one of its own, constant for 10 ms at a time.
 *
 * @module
 */
import { chain, logNormal, model, series } from "../lib/mod.ts";

const grid = { length: 200, step: 0.5, stepUnit: "ms" };
const HELD = 20; // samples
const CURRENT_SD = 100; // pA
const NOISE_SD = 0.5; // mV

export default model({
  name: "driven_membrane",
  prior: chain({
    tau: { unit: "ms", distribution: logNormal({ median: 10, logSd: 0.4 }) },
    gain: { unit: "mV/pA", distribution: logNormal({ median: 0.05, logSd: 0.4 }) },
  }),
  observables: { voltage: series({ ...grid, unit: "mV" }) },
  conditions: {
    fields: { current: series({ ...grid, unit: "pA" }) },
    sample(rng) {
      const levels = Array.from({ length: grid.length / HELD }, () => CURRENT_SD * rng.normal());
      return { current: levels.flatMap((level) => new Array<number>(HELD).fill(level)) };
    },
  },
  simulate(rng, { tau, gain }, { current }) {
    let v = 0;
    const voltage = Array.from(current, (pA) => {
      const recorded = v + NOISE_SD * rng.normal();
      v += grid.step / tau * (gain * pA - v);
      return recorded;
    });
    return { voltage };
  },
});
