/**
 * An epidemic: susceptible, infected and recovered people (Kermack & McKendrick 1927),
 *
 * dS/dt = −beta S I / N, dI/dt = beta S I / N − gamma I, dR/dt = gamma I,
 *
 * one infected of N = 1,000,000 at the start, observed by ten surveys of 1,000 people each, on day
 * 0, 17, … 153. Priors and numbers of sbibm (Lueckmann et al. 2021, arXiv:2101.04653, T.9).
 *
 * @module
 */
import { chain, logNormal, model, series } from "../lib/mod.ts";

const PEOPLE = 1_000_000;
const SURVEYS = 10;
const ASKED = 1000;
const DAYS_BETWEEN = 17;
const STEPS_A_DAY = 4;

/** The share that is infected on the day of each survey, by the classical Runge–Kutta method. */
function infectedShares(beta: number, gamma: number): number[] {
  const slope = (s: number, i: number) => [-beta * s * i, beta * s * i - gamma * i];
  const h = 1 / STEPS_A_DAY;
  let s = 1 - 1 / PEOPLE, i = 1 / PEOPLE;
  return Array.from({ length: SURVEYS }, () => {
    const share = i;
    for (let step = 0; step < DAYS_BETWEEN * STEPS_A_DAY; step++) {
      const [s1, i1] = slope(s, i);
      const [s2, i2] = slope(s + h / 2 * s1, i + h / 2 * i1);
      const [s3, i3] = slope(s + h / 2 * s2, i + h / 2 * i2);
      const [s4, i4] = slope(s + h * s3, i + h * i3);
      s += h / 6 * (s1 + 2 * s2 + 2 * s3 + s4);
      i += h / 6 * (i1 + 2 * i2 + 2 * i3 + i4);
    }
    return share;
  });
}

export default model({
  name: "sir",
  prior: chain({
    beta: { unit: "1/day", distribution: logNormal({ median: 0.4, logSd: 0.5 }) },
    gamma: { unit: "1/day", distribution: logNormal({ median: 1 / 8, logSd: 0.2 }) },
  }),
  observables: {
    infected: series({ length: SURVEYS, step: DAYS_BETWEEN, unit: "people", stepUnit: "days" }),
  },
  simulate(rng, { beta, gamma }) {
    const count = (share: number) => {
      let sum = 0;
      for (let person = 0; person < ASKED; person++) sum += Number(rng.uniform() < share);
      return sum;
    };
    return { infected: infectedShares(beta, gamma).map(count) };
  },
});
