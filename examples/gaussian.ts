/**
 * A gaussian with an unknown mean in ten dimensions: theta ~ N(0, 0.1 I), x ~ N(theta, 0.1 I), where
 * 0.1 is the variance. "Gaussian linear" of sbibm (Lueckmann et al. 2021, arXiv:2101.04653, T.1). The
 * posterior is N(x / 2, 0.05 I).
 *
 * @module
 */
import { chain, type Model, model, normal, vector, type VectorField } from "../lib/mod.ts";

/** Of the prior and of the noise, in each dimension. */
const SD = Math.sqrt(0.1);
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const law = normal({ mean: 0, sd: SD });

type Name = `theta_${typeof NUMBERS[number]}`;
const names = NUMBERS.map((k): Name => `theta_${k}`);

const gaussian: Model<Name, { readonly x: VectorField }> = model({
  name: "gaussian",
  prior: chain(Object.fromEntries(names.map((name) => [name, law])) as Record<Name, typeof law>),
  observables: { x: vector(NUMBERS.map((k) => `x_${k}`)) },
  simulate: (rng, theta) => ({ x: names.map((name) => theta[name] + SD * rng.normal()) }),
});

export default gaussian;
