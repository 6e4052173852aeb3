/** A model as a user writes it, to be trained in workers. @module */
import {
  chain,
  type Model,
  model,
  normal,
  series,
  type SeriesField,
  uniform,
} from "../../lib/mod.ts";

const decay: Model<"rate" | "start", { readonly signal: SeriesField }> = model({
  name: "decay",
  prior: chain({ rate: uniform({ low: 0.1, high: 1 }), start: normal({ mean: 5, sd: 1 }) }),
  observables: { signal: series({ length: 12, step: 0.5 }) },
  simulate: (rng, { rate, start }) => ({
    signal: Array.from(
      { length: 12 },
      (_, k) => start * Math.exp(-rate * k / 2) + rng.normal() / 5,
    ),
  }),
});

export default decay;
