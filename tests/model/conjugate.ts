/** A model whose posterior is known, and the guide that knows it. */
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { type Npe, npe } from "../../lib/flows/npe.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { key } from "../../lib/core/random.ts";
import { vector, type VectorField } from "../../lib/model/field.ts";
import type { Guide } from "../../lib/model/guide.ts";
import { type Model, model } from "../../lib/model/model.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";

export type ConjugateFields = { readonly x: VectorField };

/** Two means, of which each is seen with noise of its own: the posterior is known. */
export const NOISE = [0.5, 0.1];
export const means: Model<"a" | "b", ConjugateFields> = model({
  name: "means",
  prior: chain({ a: normal({ mean: 3, sd: 2 }), b: normal({ mean: 0, sd: 1 }) }),
  observables: { x: vector(["a", "b"]) },
  simulate: (rng, { a, b }) => ({
    x: [a + 2 * NOISE[0] * rng.normal(), b + NOISE[1] * rng.normal()],
  }),
});
/** The exact posterior of z: independent, with mean z_x / (1 + noise²). */
export const exact: Guide<ConjugateFields> = {
  names: ["mean of a", "mean of b", "whatever"],
  of({ values: { x } }, row) {
    const z = [(x[2 * row] - 3) / 2, x[2 * row + 1]];
    const mean = z.map((value, j) => value / (1 + NOISE[j] ** 2));
    const sd = NOISE.map((noise) => noise / Math.hypot(1, noise));
    return {
      features: [...mean, z[0] * z[1]],
      transform: () => ({
        domain: "normal",
        forward({ z }, out) {
          for (let j = 0; j < 2; j++) out[j] = (z[j] - mean[j]) / sd[j];
          return -Math.log(sd[0] * sd[1]);
        },
        inverse(c, { z }) {
          for (let j = 0; j < 2; j++) z[j] = mean[j] + sd[j] * c[j];
        },
      }),
    };
  },
};

/** The same guide, its features in another order. */
export const turned: Guide<ConjugateFields> = {
  names: [...exact.names].reverse(),
  of(observations, row) {
    const { features, transform } = exact.of(observations, row);
    return { features: Array.from(features).reverse(), transform };
  },
};

/** An untrained network: its flow is N(0, I). */
export function untrainedNetwork(summaryShape: readonly number[]): Npe {
  return npe(key(2), { dim: 2, summaryShape }, {
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 4, widths: [8] }),
    estimator: couplingFlow({
      depth: 2,
      family: rationalQuadraticSpline({ bins: 4, bound: 5 }),
      widths: [8],
    }),
  });
}
