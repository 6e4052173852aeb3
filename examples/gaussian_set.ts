/**
 * A set of 1 to 50 numbers from a normal distribution of unknown mean and sd: x_i ~ N(mu, sigma²),
 * in no order, with mu ~ N(0, 1) and log sigma ~ N(−0.5, 0.5²). How many there are is uniform, and
 * says nothing of the parameters.
 *
 * @module
 */
import { chain, model, normal, set, vector } from "../lib/mod.ts";

const MOST = 50;

export default model({
  name: "gaussian_set",
  prior: chain({ mu: normal({ mean: 0, sd: 1 }), log_sigma: normal({ mean: -0.5, sd: 0.5 }) }),
  observables: { x: set(vector(["x"]), { most: MOST }) },
  simulate(rng, { mu, log_sigma }) {
    const length = 1 + Math.floor(MOST * rng.uniform());
    return { x: Array.from({ length }, () => mu + Math.exp(log_sigma) * rng.normal()) };
  },
});
