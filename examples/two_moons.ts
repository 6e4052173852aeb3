/**
 * Two moons: two crescents that each observation leaves possible, one the mirror image of the
 * other. Greenberg, Nonnenmacher & Macke 2019, arXiv:1905.07488, with the numbers of sbibm
 * (Lueckmann et al. 2021, arXiv:2101.04653, T.8): x = p + (−|θ₁ + θ₂|, −θ₁ + θ₂) / √2, where p lies
 * on a half ring around (0.25, 0) of radius r ~ N(0.1, 0.01²).
 *
 * @module
 */
import { chain, model, uniform, vector } from "../lib/mod.ts";

const distribution = uniform({ low: -1, high: 1 });

export default model({
  name: "two_moons",
  prior: chain({ theta_1: distribution, theta_2: distribution }),
  observables: { x: vector(["x_1", "x_2"]) },
  simulate(rng, { theta_1, theta_2 }) {
    const angle = Math.PI * (rng.uniform() - 0.5);
    const radius = 0.1 + 0.01 * rng.normal();
    return {
      x: [
        radius * Math.cos(angle) + 0.25 - Math.abs(theta_1 + theta_2) / Math.SQRT2,
        radius * Math.sin(angle) + (theta_2 - theta_1) / Math.SQRT2,
      ],
    };
  },
});
