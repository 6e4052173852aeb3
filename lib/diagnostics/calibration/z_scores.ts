/**
 * Posterior z-score against contraction (Betancourt 2018, arXiv:1803.08393; Schad, Betancourt &
 * Vasishth 2021, arXiv:1904.12765), and what a calibrated posterior would give:
 *
 *     z = (posterior mean − truth) / posterior sd,
 *     contraction = 1 − posterior variance / prior variance.
 *
 * If a posterior is calibrated, the truth is one more draw from it. So the distribution of any
 * statistic is found by taking one of the S + 1 values of each observation, chosen at random, as
 * the truth: no posterior need be normal, and the p-values are right for any number of draws.
 *
 * @module
 */
import { between, integer } from "../../core/check.ts";
import type { Draws, PosteriorDraws } from "../../core/draws.ts";
import { fold, type Key, stream } from "../../core/random.ts";
import { mean, quantiles } from "../../core/stats.ts";
import { checkPairing } from "./pairing.ts";
import type { Finding } from "../verdict.ts";

/** One observation. */
export interface ZScorePoint {
  /** (posterior mean − truth) / posterior sd. */
  readonly zScore: number;
  /** 1 − posterior variance / variance of the truths. */
  readonly contraction: number;
}

/** A statistic, and its distribution for a calibrated posterior: mean and 95 % quantile. */
export interface Statistic {
  /** Over all observations. */
  readonly value: number;
  /** What a calibrated posterior would give: mean and 95 % quantile. */
  readonly floor: { readonly mean: number; readonly limit: number };
  /** P(so far from the middle of that distribution, on either side); for the error, P(so large). */
  readonly pValue: number;
}

/** The z-scores of one parameter. */
export interface ParameterZScores<Name extends string = string> {
  /** The parameter. */
  readonly name: Name;
  /** One an observation. */
  readonly points: readonly ZScorePoint[];
  /** Mean z: positive if the posterior lies too high. Its limit is that of |mean z|. */
  readonly bias: Statistic;
  /** Root mean square of z: above 1 if the posterior is too narrow or beside the truth. */
  readonly spread: Statistic;
  /** Root mean squared error of posterior means, in sds of the truths. */
  readonly error: Statistic;
  /** Mean contraction: 0 learnt nothing, 1 everything. */
  readonly contraction: Statistic;
}

/** The z-scores of all parameters. Plain data, ready for JSON. */
export interface ZScoreReport<Name extends string = string> {
  /** Observations. */
  readonly datasets: number;
  /** Posterior draws an observation. */
  readonly draws: number;
  /** One a parameter. */
  readonly parameters: readonly ParameterZScores<Name>[];
}

/** What one choice of truths sums to over the observations. */
interface Sums {
  z: number;
  z2: number;
  error2: number;
  variance: number;
  truth: number;
  truth2: number;
}

const ACTION = "score posteriors";

function statisticsOf({ z, z2, error2, variance, truth, truth2 }: Sums, n: number) {
  const prior = (truth2 - truth * truth / n) / (n - 1);
  return {
    bias: z / n,
    spread: Math.sqrt(z2 / n),
    error: Math.sqrt(error2 / n / prior),
    contraction: 1 - variance / n / prior,
    prior,
  };
}

type Values = ReturnType<typeof statisticsOf>;

/** A statistic among those of exchanges; an exchange in which it is undefined counts as extreme. */
function against(value: number, distribution: readonly number[], tails: 1 | 2): Statistic {
  const above = distribution.filter((other) => !(other < value)).length + 1;
  const below = distribution.filter((other) => !(other > value)).length + 1;
  const count = tails === 1 ? above : 2 * Math.min(above, below);
  return {
    value,
    floor: { mean: mean(distribution), limit: quantiles(distribution, [0.95])[0] },
    pValue: Math.min(1, count / (distribution.length + 1)),
  };
}

function scoreOne<Name extends string>(
  key: Key,
  posterior: PosteriorDraws<Name>,
  truth: Draws<Name>,
  { column: j, exchanges }: { readonly column: number; readonly exchanges: number },
): ParameterZScores<Name> {
  const { names, datasets: n, count: s } = posterior;
  const dim = names.length;
  const origin = truth.values[j];
  // Sums for the truths themselves, then for each exchange.
  const sums = Array.from(
    { length: exchanges + 1 },
    (): Sums => ({ z: 0, z2: 0, error2: 0, variance: 0, truth: 0, truth2: 0 }),
  );
  const scores: { zScore: number; variance: number }[] = [];
  // The draws of an observation and its truth, less the truth: exactly 0 where all lie on an atom.
  const values = new Float64Array(s + 1);
  for (let i = 0; i < n; i++) {
    const own = truth.values[i * dim + j];
    for (let k = 0; k < s; k++) values[k] = posterior.values[(i * s + k) * dim + j] - own;
    let middle = 0, squares = 0;
    for (let k = 0; k <= s; k++) middle += values[k] / (s + 1);
    for (let k = 0; k <= s; k++) squares += (values[k] - middle) ** 2;
    const rng = stream(fold(key, i)); // the same choice in all parameters
    for (let e = 0; e <= exchanges; e++) {
      const value = values[e === 0 ? s : Math.floor(rng.uniform() * (s + 1))];
      // Mean and variance of the other values follow from the sums over all.
      const d = value - middle;
      const variance = Math.max(0, (squares - d * d * (1 + 1 / s)) / (s - 1));
      const error = -d * (1 + 1 / s);
      // Draws that all lie on an atom have no sd: the truth, if it lies elsewhere, gives one.
      const unit = variance > 1e-12 * squares / s ? variance : squares / s;
      const z = unit > 0 ? error / Math.sqrt(unit) : 0;
      if (e === 0) scores.push({ zScore: z, variance });
      const sum = sums[e];
      sum.z += z;
      sum.z2 += z * z;
      sum.error2 += error * error;
      sum.variance += variance;
      sum.truth += own + value - origin;
      sum.truth2 += (own + value - origin) ** 2;
    }
  }
  const [observed, ...distribution] = sums.map((sum) => statisticsOf(sum, n));
  if (!(observed.prior > 0)) {
    throw new RangeError(
      `Cannot ${ACTION} as the truths of ${names[j]} must vary: current value is ${origin} in all`,
    );
  }
  const test = (name: keyof Values, tails: 1 | 2) =>
    against(observed[name], distribution.map((values) => values[name]), tails);
  const bias = test("bias", 2);
  const limit = quantiles(distribution.map((values) => Math.abs(values.bias)), [0.95])[0];
  return {
    name: names[j],
    points: scores.map(({ zScore, variance }) => ({
      zScore,
      contraction: 1 - variance / observed.prior,
    })),
    bias: { ...bias, floor: { ...bias.floor, limit } },
    spread: test("spread", 2),
    error: test("error", 1),
    contraction: test("contraction", 2),
  };
}

/**
 * Scores posteriors by the truths behind their observations, parameter by parameter. The truths'
 * variance stands for the prior's, so they should be drawn from the prior.
 *
 * @param key Of the exchanges.
 * @param options.exchanges Choices of other truths, 999 if not given; no p-value is below
 * 1 / (exchanges + 1).
 * @throws {RangeError} If the two don't belong together, there are fewer than two observations or
 * three draws, or the truths of a parameter are all the same.
 *
 * @example Usage
 * ```ts
 * import { zScores } from "./z_scores.ts";
 * import { key } from "../../core/random.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(11, 14) };
 * const posterior = { names, datasets: 2, count: 3, values: Float64Array.of(9, 10, 11, 9, 10, 11) };
 * const [{ points, contraction }] = zScores(key(1), posterior, truth).parameters;
 * assertEquals(points.map(({ zScore }) => Math.round(zScore)), [-1, -4]);
 * assertAlmostEquals(contraction.value, 1 - 1 / 4.5);
 * ```
 */
export function zScores<Name extends string>(
  key: Key,
  posterior: PosteriorDraws<Name>,
  truth: Draws<NoInfer<Name>>,
  { exchanges = 999 }: { readonly exchanges?: number } = {},
): ZScoreReport<Name> {
  checkPairing(ACTION, posterior, truth);
  integer(ACTION, "exchanges", exchanges, 1);
  between(ACTION, "posterior.datasets", posterior.datasets, [2, Infinity]);
  between(ACTION, "posterior.count", posterior.count, [3, Infinity]);
  return {
    datasets: posterior.datasets,
    draws: posterior.count,
    parameters: posterior.names.map((_, column) =>
      scoreOne<Name>(key, posterior, truth, { column, exchanges })
    ),
  };
}

/** Four findings a parameter. */
export function zScoreFindings({ parameters }: ZScoreReport): Finding[] {
  const readings = {
    bias: ["z-score, mean", "positive: the posterior lies too high; negative: too low"],
    spread: [
      "z-score, root mean square",
      "above its limit: too narrow, or beside the truth; far below the mean: too wide",
    ],
    error: ["error of posterior mean / prior sd", "above its limit: larger than the widths allow"],
    contraction: [
      "contraction",
      "0: the observations are uninformative; 1: the posterior is a point",
    ],
  } as const;
  const statistics = ["bias", "spread", "error", "contraction"] as const;
  // Where the value is above the mean of calibrated posteriors, and where below.
  const faults: Readonly<Record<typeof statistics[number], readonly string[]>> = {
    bias: ["the posterior is too high", "the posterior is too low"],
    spread: ["the posterior is too narrow, or beside the truth", "the posterior is too wide"],
    error: ["posterior means err more than the widths allow"],
    contraction: [
      "the posterior has learnt more than such posteriors can have",
      "the posterior has learnt less than such posteriors must have",
    ],
  };
  return parameters.flatMap((parameter) =>
    statistics.map((statistic): Finding => {
      const [diagnostic, reading] = readings[statistic];
      const { value, floor, pValue } = parameter[statistic];
      const [above, below = above] = faults[statistic];
      const fault = value < floor.mean ? below : above;
      return { diagnostic, quantity: parameter.name, value, floor, pValue, reading, fault };
    })
  );
}
