/**
 * Correlated posteriors whose health is known: theta ~ N(0, P), x | theta ~ N(theta, I), so that
 * theta | x ~ N(V x, V) with V = (P⁻¹ + I)⁻¹; P has variance 1 and correlation 0.8 between
 * neighbours, 0.8² between the next, and so on.
 */
import type { Draws, PosteriorDraws } from "../../lib/core/draws.ts";
import { fold, type Key, stream } from "../../lib/core/random.ts";
import { cholesky, mahalanobis } from "../../lib/core/linear_algebra.ts";

const NAMES = ["a", "b", "c", "d", "e", "f"] as const;
type Name = typeof NAMES[number];
const DIM = NAMES.length;
const RHO = 0.8;

/** What can be wrong with a posterior. */
export const MISFITS = [
  "exact",
  "too narrow",
  "too wide",
  "shifted",
  "wrong correlation",
  "prior",
] as const;
export type Misfit = typeof MISFITS[number];

/** Solves L Lᵀ x = b. */
function solve(lower: Float64Array, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < DIM; i++) {
    for (let j = 0; j < i; j++) x[i] -= lower[i * DIM + j] * x[j];
    x[i] /= lower[i * DIM + i];
  }
  for (let i = DIM - 1; i >= 0; i--) {
    for (let j = i + 1; j < DIM; j++) x[i] -= lower[j * DIM + i] * x[j];
    x[i] /= lower[i * DIM + i];
  }
  return x;
}

const square = (f: (i: number, j: number) => number) =>
  Float64Array.from({ length: DIM * DIM }, (_, k) => f(Math.floor(k / DIM), k % DIM));
const inverse = (matrix: Float64Array) => {
  const lower = cholesky(matrix, DIM);
  const columns = NAMES.map((_, j) =>
    solve(lower, Float64Array.from({ length: DIM }, (_, i) => Number(i === j)))
  );
  return square((i, j) => columns[j][i]);
};

const PRIOR = cholesky(square((i, j) => RHO ** Math.abs(i - j)), DIM);
const V = inverse(
  square((i, j) =>
    inverse(square((k, l) => RHO ** Math.abs(k - l)))[i * DIM + j] + Number(i === j)
  ),
);
const POSTERIOR = cholesky(V, DIM);
const SDS = NAMES.map((_, j) => Math.sqrt(V[j * DIM + j]));
const INDEPENDENT = square((i, j) => i === j ? SDS[i] : 0);

/** The noise of a posterior: a factor L, multiplied. */
function noiseOf(misfit: Misfit): Float64Array {
  if (misfit === "prior") return PRIOR;
  if (misfit === "wrong correlation") return INDEPENDENT;
  const factor = misfit === "too narrow" ? 0.8 : misfit === "too wide" ? 1.25 : 1;
  return POSTERIOR.map((value) => factor * value);
}

function multiply(matrix: Float64Array, x: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: DIM }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < DIM; j++) sum += matrix[i * DIM + j] * x[j];
    return sum;
  });
}

/** A posterior, and what diagnostics may ask for besides. */
export interface GaussianPosterior {
  readonly truth: Draws<Name>;
  /** [datasets, 6]. */
  readonly observations: Float64Array;
  readonly posterior: PosteriorDraws<Name>;
  /** log q(theta | x) of the posterior itself, without its constant. */
  logDensity(theta: Draws<Name>, observation: number): Float64Array;
}

/** Truths and observations alone. */
export function gaussianSimulations(key: Key, datasets: number) {
  const truth = new Float64Array(datasets * DIM), observations = new Float64Array(datasets * DIM);
  for (let i = 0; i < datasets; i++) {
    const rng = stream(fold(key, i));
    const theta = multiply(PRIOR, NAMES.map(() => rng.normal()));
    truth.set(theta, i * DIM);
    observations.set(theta.map((value) => value + rng.normal()), i * DIM);
  }
  return { truth: { names: NAMES, count: datasets, values: truth }, observations };
}

/** log p(x | theta) without its constant. */
export function gaussianLogLikelihood({ values }: Draws, x: Float64Array): Float64Array {
  return Float64Array.from({ length: values.length / DIM }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < DIM; j++) sum -= (x[j] - values[k * DIM + j]) ** 2 / 2;
    return sum;
  });
}

/** Truths, observations and a posterior with one misfit: sd × 0.8, sd × 1.25, mean + 0.3 sd … */
export function gaussianPosterior(
  key: Key,
  { misfit, datasets = 300, count = 199 }: {
    readonly misfit: Misfit;
    readonly datasets?: number;
    readonly count?: number;
  },
): GaussianPosterior {
  const { truth, observations } = gaussianSimulations(fold(key, "simulations"), datasets);
  const noise = noiseOf(misfit);
  const meanOf = (i: number): Float64Array => {
    if (misfit === "prior") return new Float64Array(DIM);
    const mean = multiply(V, observations.subarray(i * DIM, (i + 1) * DIM));
    return misfit === "shifted" ? mean.map((value, j) => value + 0.3 * SDS[j]) : mean;
  };
  const values = new Float64Array(datasets * count * DIM);
  const z = new Float64Array(DIM);
  for (let i = 0; i < datasets; i++) {
    const rng = stream(fold(fold(key, "draws"), i));
    const mean = meanOf(i);
    for (let k = 0; k < count; k++) {
      const at = (i * count + k) * DIM;
      for (let j = 0; j < DIM; j++) {
        z[j] = rng.normal();
        values[at + j] = mean[j];
        for (let l = 0; l <= j; l++) values[at + j] += noise[j * DIM + l] * z[l];
      }
    }
  }
  return {
    truth,
    observations,
    posterior: { names: NAMES, datasets, count, values },
    logDensity(theta, observation) {
      const mean = meanOf(observation);
      const offset = new Float64Array(DIM), work = new Float64Array(DIM);
      return Float64Array.from({ length: theta.count }, (_, k) => {
        for (let j = 0; j < DIM; j++) offset[j] = theta.values[k * DIM + j] - mean[j];
        return -mahalanobis(noise, offset, work) / 2;
      });
    },
  };
}
