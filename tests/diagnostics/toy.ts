/**
 * A model without a neuron in it: a vector, a series and a set under a condition, with an exact
 * posterior. theta ~ N(0, 1) each; all is seen through normal noise of sd 1.
 */
import type { Subject } from "../../lib/diagnostics/diagnose.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { series, set, vector } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import { fold, stream } from "../../lib/core/random.ts";
import type { Batch } from "../../lib/model/batch.ts";

const STEPS = 20;
const MOST = 10;
const shift = normal({ mean: 0, sd: 1 });

/** theta.a shifts a vector and a series of `gain` times a, theta.b the elements of a set. */
export const toy = model({
  name: "toy",
  prior: chain({ a: shift, b: shift }),
  observables: {
    point: vector(["x"]),
    trace: series({ length: STEPS, step: 0.5, unit: "mV" }),
    events: set(vector(["size"]), { most: MOST }),
  },
  conditions: {
    fields: { gain: vector(["gain"]) },
    sample: (rng) => ({ gain: [0.5 + rng.uniform()] }),
  },
  simulate(rng, { a, b }, { gain: [gain] }) {
    const count = Math.floor((MOST + 1) * rng.uniform());
    return {
      point: [a + rng.normal()],
      trace: Float32Array.from({ length: STEPS }, () => gain * a + rng.normal()),
      events: Array.from({ length: count }, () => b + rng.normal()),
    };
  },
});

export type ToyFields = typeof toy.simulator.fields;
export type ToyName = "a" | "b";

/** Mean and sd of a parameter that is N(0, 1), seen in sums of `signal` with unit noise. */
const conjugate = (precision: number, weighted: number) => ({
  mean: weighted / (1 + precision),
  sd: Math.sqrt(1 / (1 + precision)),
});

function distributions({ values, sizes }: Batch<ToyFields>, i: number) {
  const [gain] = values.gain.subarray(i);
  const trace = values.trace.subarray(i * STEPS, (i + 1) * STEPS);
  const size = sizes?.events[i] ?? 0;
  const events = values.events.subarray(i * MOST, i * MOST + size);
  const sum = (some: Float32Array) => some.reduce((x, y) => x + y, 0);
  return [
    conjugate(1 + STEPS * gain ** 2, values.point[i] + gain * sum(trace)),
    conjugate(size, sum(events)),
  ];
}

/** The exact posterior, with its sd multiplied. */
export function toyPosterior({ sdFactor = 1 } = {}): Posterior<ToyName, ToyFields> {
  const names = ["a", "b"] as const;
  return {
    names,
    sample(key, observations, count) {
      const values = new Float64Array(observations.count * count * 2);
      for (let i = 0; i < observations.count; i++) {
        const rng = stream(fold(key, i));
        const both = distributions(observations, i);
        for (let k = 0; k < count; k++) {
          both.forEach(({ mean, sd }, j) =>
            values[(i * count + k) * 2 + j] = mean + sdFactor * sd * rng.normal()
          );
        }
      }
      return Promise.resolve({ names, datasets: observations.count, count, values });
    },
    logProb({ datasets, count, values }, observations) {
      const out = new Float64Array(datasets * count);
      for (let i = 0; i < datasets; i++) {
        distributions(observations, i).forEach(({ mean, sd }, j) => {
          const own = normal({ mean, sd: sdFactor * sd });
          for (let k = 0; k < count; k++) {
            out[i * count + k] += own.logProb(values[(i * count + k) * 2 + j]);
          }
        });
      }
      return Promise.resolve(out);
    },
  };
}

/** The toy with its exact posterior. */
export const toySubject: Subject<ToyName, ToyFields> = { posterior: toyPosterior(), model: toy };
