/**
 * Statistics of a leaky integrate-and-fire recording that are nearly independent of the
 * parameters and sensitive to a misfit: tests of whether what the model leaves unexplained is the
 * white noise that it should be. Averages, which estimators use, show little of this.
 *
 * Two kinds of residuals are tested. Samples held at reset are V_reset + ρ ε, so that their tests
 * are exact. The others are the errors of one-step predictions, {@linkcode lifInnovations}, whose
 * tests are nearly so: a level must be taken from simulations, as
 * {@linkcode ../../../diagnostics/checks/misspecification.ts | misspecification} does. Each
 * statistic is about N(0, 1) under the model; 0 where the recording has nothing to test.
 *
 * @module
 */
import { type LifFields, refractorySteps, type SimConfig, stepCount } from "../simulator/lif.ts";
import { correlation, sd } from "../../../core/stats.ts";
import { type Innovations, lifInnovations } from "./lif_innovations.ts";
import type { SummaryVariables } from "../../../model/summary_variables.ts";

/** Fewest values that a statistic is made from. */
const FEWEST = 5;
/** Lags of the joint test of autocorrelation, in steps. */
const LAGS = 20;
/** Decay of the traces that spikes leave, in ms: how an adaptation current would follow them. */
const TRACES = [20, 100] as const;
/** How long after release and before a spike a stretch is, in ms. */
const EDGE = 2;

/** A χ² value as a normal score (Wilson & Hilferty 1931, PNAS 17, 684–688). */
function chiSquareScore(x: number, freedom: number): number {
  if (freedom < FEWEST) return 0;
  const v = 2 / (9 * freedom);
  return (Math.cbrt(x / freedom) - 1 + v) / Math.sqrt(v);
}

/** The mean by a plain loop: it is asked for thousands of times. */
function average(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function highest(values: Float64Array): number {
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]);
  return most;
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

/** √n times the mean of He₄ / √4!, the excess kurtosis of standard normal values. */
function tails(r: Float64Array): number {
  if (r.length < FEWEST) return 0;
  let sum = 0;
  for (let i = 0; i < r.length; i++) {
    const square = r[i] * r[i];
    sum += square * (square - 6) + 3;
  }
  return sum / Math.sqrt(24 * r.length);
}

/** Σ r (x − x̄) / √Σ (x − x̄)², the score of a regression of white noise. */
function score(r: Float64Array, x: Float64Array): number {
  if (r.length < FEWEST) return 0;
  const centre = average(x);
  let product = 0, square = 0;
  for (let i = 0; i < r.length; i++) {
    product += r[i] * (x[i] - centre);
    square += (x[i] - centre) ** 2;
  }
  return square > 1e-9 * r.length ? product / Math.sqrt(square) : 0;
}

/** √n times the correlation of neighbours `lag` steps apart within a stretch. */
function serial(r: Float64Array, steps: Int32Array, lag: number): number {
  let sum = 0, count = 0;
  for (let i = lag; i < r.length; i++) {
    if (steps[i] - steps[i - lag] === lag) {
      sum += r[i] * r[i - lag];
      count++;
    }
  }
  return count < FEWEST ? 0 : sum / Math.sqrt(count);
}

/** The trace of the spikes at each step listed: it grows by 1 at a spike and decays with `tau`. */
function spikeTrace(steps: Int32Array, spikes: readonly number[], tau: number): Float64Array {
  const trace = new Float64Array(steps.length);
  let level = 0, last = 0, next = 0;
  for (let i = 0; i < steps.length; i++) {
    for (; next < spikes.length && spikes[next] <= steps[i]; next++) {
      level = level * Math.exp((last - spikes[next]) / tau) + 1;
      last = spikes[next];
    }
    trace[i] = level * Math.exp((last - steps[i]) / tau);
  }
  return trace;
}

/** Fisher's z of the correlation of a few numbers with their order, in its sd. */
function trendOf(values: Float64Array, at: ArrayLike<number>): number {
  if (values.length < FEWEST || sd(values) === 0) return 0;
  const r = correlation(values, at);
  return Math.atanh(Math.max(-0.999, Math.min(0.999, r))) * Math.sqrt(values.length - 3);
}

/**
 * Tests of the residuals of recordings made with `config`, as summary variables.
 *
 * @throws {RangeError} If there is no observation noise or no random current.
 *
 * @example Usage
 * ```ts
 * import { lifResiduals } from "./lif_residuals.ts";
 * import { summarise } from "../../../model/summary_variables.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif({ obs_noise_std: 2 }) };
 * const { observations } = simulateJoint(key(1), model, 1);
 * const residuals = lifResiduals(simConfig({ obs_noise_std: 1 }));
 * const values = summarise(residuals, observations);
 * assert(values[residuals.names.indexOf("residual spread")] > 5);
 * ```
 */
export function lifResiduals(config: SimConfig): SummaryVariables<LifFields> {
  const steps = stepCount(config);
  const hold = refractorySteps(config) + 1;
  const edge = Math.max(1, Math.round(EDGE / config.dt));
  const innovations = lifInnovations(config);

  function heldTests({ held, heldSteps, spikes }: Innovations): Record<string, number> {
    const centre = average(held);
    const centred = held.map((value) => value - centre);
    const order = Float64Array.from(held, (_, i) => i % hold);
    return {
      "held spread": chiSquareScore(sumOfSquares(centred), held.length - 1),
      "held trend": score(centred, Float64Array.from(heldSteps)),
      "held course": score(centred, order),
      "held correlation": spikes.length > 0 ? serial(centred, heldSteps, 1) : 0,
    };
  }

  function residualTests(
    { errors, steps: at, predictions, ages, spikes }: Innovations,
  ): Record<string, number> {
    const time = new Float64Array(at.length);
    for (let i = 0; i < at.length; i++) time[i] = at[i] / steps - 0.5;
    const middle = average(predictions);
    const level = predictions.map((v) => v - middle);
    const width = Math.sqrt(sumOfSquares(level) / level.length) || 1;
    for (let i = 0; i < level.length; i++) level[i] /= width;
    const excess = errors.map((e) => (e * e - 1) * Math.SQRT1_2);
    const autocorrelations = Float64Array.from(
      { length: LAGS },
      (_, i) => serial(errors, at, i + 1),
    );
    const beforeSpike = new Float64Array(at.length);
    const afterRelease = new Float64Array(at.length);
    for (let i = 0, next = 0; i < at.length; i++) {
      while (spikes[next] <= at[i]) next++;
      beforeSpike[i] = Number(spikes[next] - at[i] <= edge);
      afterRelease[i] = Number(at[i] !== ages[i] && ages[i] <= edge);
    }
    return {
      "residual spread": chiSquareScore(sumOfSquares(errors), errors.length - 3),
      "residual tails": tails(errors),
      "residual correlation": autocorrelations[0],
      "residual correlation, joint": chiSquareScore(sumOfSquares(autocorrelations), LAGS),
      "residual trend": score(errors, time),
      "residual curvature": score(errors, time.map((t) => t * t)),
      "residual by voltage²": score(errors, level.map((v) => v * v)),
      "residual by voltage³": score(errors, level.map((v) => v ** 3)),
      ...Object.fromEntries(TRACES.map((ms) => [
        `residual by spikes, ${ms} ms`,
        score(errors, spikeTrace(at, spikes, ms / config.dt)),
      ])),
      "residual after release": score(errors, afterRelease),
      "residual before spikes": score(errors, beforeSpike),
      "spread trend": score(excess, time),
      "spread by voltage": score(excess, level),
    };
  }

  function spikeTests({ spikes, atSpikes, predictions }: Innovations): Record<string, number> {
    const seen = spikes.flatMap((spike, i) =>
      Number.isNaN(atSpikes[i]) ? [] : [[spike, atSpikes[i]]]
    );
    const levels = Float64Array.from(seen, ([, level]) => level);
    const intervals = Float64Array.from(
      spikes.slice(1),
      (s, i) => Math.log(s - spikes[i] - hold + 1),
    );
    const few = levels.length < FEWEST;
    return {
      "threshold trend": trendOf(levels, seen.map(([spike]) => spike)),
      "threshold spread": few ? 0 : Math.log(sd(levels) + 1e-3),
      "overshoot": few ? 0 : highest(predictions) - average(levels),
      "interval trend": trendOf(intervals, intervals.map((_, i) => i)),
      "interval spread": intervals.length < FEWEST ? 0 : sd(intervals),
    };
  }

  const testsOf = (found: Innovations) => ({
    ...heldTests(found),
    ...residualTests(found),
    ...spikeTests(found),
  });
  const nothing = new Float32Array(steps);
  const names = Object.keys(testsOf(innovations(nothing, nothing)));
  return {
    shape: [names.length],
    names,
    write({ values: { voltage, spikes } }, row, out, offset) {
      const [from, to] = [row * steps, (row + 1) * steps];
      const tests = testsOf(innovations(voltage.subarray(from, to), spikes.subarray(from, to)));
      out.set(Object.values(tests), offset);
    },
  };
}
