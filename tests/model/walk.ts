/** A model of all kinds of fields, with conditions. */
import { model, type ModelParts } from "../../lib/model/model.ts";
import type { Batch } from "../../lib/model/batch.ts";
import { series, set, vector } from "../../lib/model/field.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";

export const prior = chain({ mu: normal({ mean: 0, sd: 1 }) });
export const observables = {
  x: vector(["a", "b"]),
  events: series({ length: 3, step: 1, binary: true }),
  trials: set(vector(["rt", "choice"]), { most: 3 }),
};
export const stimulus = {
  current: series({ length: 2, step: 1 }),
  cues: set(vector(["at"]), { most: 4 }),
};
/** Up to three trials and four cues, at random. */
export const parts: ModelParts<"mu", typeof observables, typeof stimulus> = {
  name: "walk",
  prior,
  observables,
  conditions: {
    fields: stimulus,
    sample: (rng) => ({
      current: [rng.normal(), rng.normal()],
      cues: Array.from({ length: Math.floor(5 * rng.uniform()) }, () => rng.uniform()),
    }),
  },
  simulate: (rng, { mu }, { current, cues }) => ({
    x: [mu + current[0] + rng.normal(), cues.size],
    events: Float32Array.from({ length: 3 }, () => Number(rng.uniform() < 0.5)),
    trials: Array.from(
      { length: Math.floor(4 * rng.uniform()) },
      () => [rng.uniform(), Number(rng.uniform() < 0.5)],
    ),
  }),
};
export const walk = model(parts);
/** All numbers of a batch. */
export const numbersOf = ({ count, values, sizes }: Batch) => ({ count, values, sizes });
