/**
 * A gaussian with an unknown mean in ten dimensions: theta ~ N(0, 0.1 I), x ~ N(theta, 0.1 I),
 * where 0.1 is the variance. "Gaussian linear" of sbibm (Lueckmann et al. 2021, arXiv:2101.04653,
 * T.1). The posterior is N(x / 2, 0.05 I).
 *
 * @module
 */
import { chain, model, normal, vector } from "../lib/mod.ts";

/** Of the prior and of the noise, in each dimension. */
const SD = Math.sqrt(0.1);
const distribution = normal({ mean: 0, sd: SD });
const names = Array.from({ length: 10 }, (_, k) => `theta_${k + 1}`);

export default model({
  name: "gaussian",
  prior: chain(Object.fromEntries(names.map((name) => [name, distribution]))),
  observables: { x: vector(names.map((_, k) => `x_${k + 1}`)) },
  simulate: (rng, theta) => ({ x: names.map((name) => theta[name] + SD * rng.normal()) }),
});
