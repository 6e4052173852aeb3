/**
 * The one-step prediction errors of a leaky integrate-and-fire recording. Between spikes the
 * noise-free voltage is v′ = a v + b + q ξ, seen as y = v + ρ ε, so that the errors of Kalman's
 * predictions, divided by their sd, are white and standard normal if the model is right: what is
 * left of a recording when all that the model explains is gone (Kailath 1968, IEEE Trans. Autom.
 * Control 13, 646–655).
 *
 * The four unknowns of the linear part are fitted to the recording itself: b, V_init and V_reset
 * by generalised least squares, a and q on a grid by their likelihood. The filter does not use that
 * there was no spike, so near the threshold the errors are slightly skewed.
 *
 * @module
 */
import { positive } from "../../../core/check.ts";
import { refractorySteps, type SimConfig, stepCount } from "../simulator/lif.ts";

/** Membrane time constants and leak conductances that are tried, in ms and nS. */
const TIME_CONSTANTS = Array.from({ length: 14 }, (_, i) => 4 * 1.15 ** i);
const CONDUCTANCES = [4, 6.5, 10, 16];
/** Keeps the normal equations regular where a voltage was never seen. */
const RIDGE = 1e-9;

/** A recording taken apart; arrays are views of a workspace, good until the next recording. */
export interface Innovations {
  /** Steps of the spikes. */
  readonly spikes: readonly number[];
  /** Noise of the samples held at reset, y − V_reset in units of ρ, and their steps. */
  readonly held: Float64Array;
  readonly heldSteps: Int32Array;
  /** Prediction errors in units of their sd, with their steps, predictions (mV) and ages. */
  readonly errors: Float64Array;
  readonly steps: Int32Array;
  readonly predictions: Float64Array;
  /** Steps since the start or since the last held sample. */
  readonly ages: Int32Array;
  /** The voltage predicted where each spike came, in mV; NaN right after a hold. */
  readonly atSpikes: Float64Array;
}

/** Kalman's filter from a known voltage, by age: what depends on a and q but on no data. */
interface Gains {
  readonly a: number;
  /** 1 / variance of the error. */
  readonly weight: Float64Array;
  readonly gain: Float64Array;
  /** The prediction's derivatives by b and by the voltage at the start. */
  readonly byDrift: Float64Array;
  readonly byStart: Float64Array;
  /** Sums up to an age of log variance, and of products of derivatives in the errors' metric. */
  readonly logVariance: Float64Array;
  readonly driftDrift: Float64Array;
  readonly driftStart: Float64Array;
  readonly startStart: Float64Array;
}

function gainsOf(a: number, q: number, rho: number, steps: number): Gains {
  const array = () => new Float64Array(steps);
  const [weight, gain, byDrift, byStart] = [array(), array(), array(), array()];
  const [logVariance, driftDrift, driftStart, startStart] = [array(), array(), array(), array()];
  let variance = 0, d = 0, s = 1;
  for (let age = 1; age < steps; age++) {
    const ahead = a * a * variance + q * q;
    const total = ahead + rho * rho;
    d = a * d + 1;
    s *= a;
    weight[age] = 1 / total;
    gain[age] = ahead / total;
    byDrift[age] = d;
    byStart[age] = s;
    logVariance[age] = logVariance[age - 1] + Math.log(total);
    driftDrift[age] = driftDrift[age - 1] + d * d / total;
    driftStart[age] = driftStart[age - 1] + d * s / total;
    startStart[age] = startStart[age - 1] + s * s / total;
    variance = ahead * rho * rho / total;
    d *= 1 - gain[age];
    s *= 1 - gain[age];
  }
  return {
    a,
    weight,
    gain,
    byDrift,
    byStart,
    logVariance,
    driftDrift,
    driftStart,
    startStart,
  };
}

/** The place of the least value on the grid: on every third row of it, then near the best. */
function leastOn(value: (tau: number, conductance: number) => number) {
  let tau = 0, conductance = 0, least = Infinity;
  const look = (row: number) =>
    CONDUCTANCES.forEach((_, column) => {
      const found = value(row, column);
      if (found < least) [tau, conductance, least] = [row, column, found];
    });
  for (let row = 1; row < TIME_CONSTANTS.length; row += 3) look(row);
  const centre = tau;
  for (const row of [centre - 1, centre + 1]) if (row < TIME_CONSTANTS.length) look(row);
  return { tau, conductance };
}

/**
 * Makes the fit for recordings of one experiment: voltage and spikes in, innovations out.
 *
 * @throws {RangeError} If there is no observation noise or no random current.
 */
export function lifInnovations(
  config: SimConfig,
): (voltage: ArrayLike<number>, spikes: ArrayLike<number>) => Innovations {
  positive("filter LIF recording", "obs_noise_std", config.obs_noise_std);
  positive("filter LIF recording", "I_std", config.I_std);
  const steps = stepCount(config);
  const hold = refractorySteps(config) + 1;
  const rho = config.obs_noise_std;
  const grid = TIME_CONSTANTS.map((tau) => {
    const rate = Math.min(0.9, config.dt / tau);
    return CONDUCTANCES.map((g_L) => gainsOf(1 - rate, rate * config.I_std / g_L, rho, steps));
  });
  const y = new Float64Array(steps);
  const [errors, predictions, held] = [y.slice(), y.slice(), y.slice()];
  const [errorSteps, ages, heldSteps] = [errors, errors, errors].map(() => new Int32Array(steps));
  /** Free stretches: the age 0 is at `from`, the last sample before `to`. */
  const from: number[] = [], to: number[] = [];

  /** The deviance of a and q at the best b, V_init and V_reset. */
  function fit(gains: Gains, heldSum: number, heldCount: number) {
    const { a, weight, gain, byDrift, byStart } = gains;
    const precision = 1 / (rho * rho);
    let bb = RIDGE, bi = 0, ii = precision + RIDGE, br = 0, rr = heldCount * precision + RIDGE;
    let gb = 0, gi = y[0] * precision, gr = heldSum * precision, deviance = 0;
    for (let part = 0; part < from.length; part++) {
      const start = from[part], length = to[part] - start;
      let m = 0, sumB = 0, sumS = 0, square = 0;
      for (let age = 1; age < length; age++) {
        m *= a;
        const e = y[start + age] - m;
        const we = weight[age] * e;
        sumB += we * byDrift[age];
        sumS += we * byStart[age];
        square += we * e;
        m += gain[age] * e;
      }
      const last = Math.max(0, length - 1);
      gb += sumB;
      bb += gains.driftDrift[last];
      deviance += square + gains.logVariance[last];
      if (start === 0) {
        gi += sumS;
        bi += gains.driftStart[last];
        ii += gains.startStart[last];
      } else {
        gr += sumS;
        br += gains.driftStart[last];
        rr += gains.startStart[last];
      }
    }
    const b = (gb - bi * gi / ii - br * gr / rr) / (bb - bi * bi / ii - br * br / rr);
    const initial = (gi - bi * b) / ii, reset = (gr - br * b) / rr;
    return { b, initial, reset, deviance: deviance - b * gb - initial * gi - reset * gr };
  }

  return (voltage, spikeChannel) => {
    const spikes: number[] = [];
    const centre = voltage[0];
    for (let k = 0; k < steps; k++) {
      y[k] = voltage[k] - centre;
      if (spikeChannel[k] > 0) spikes.push(k);
    }
    let heldCount = 0, heldSum = 0;
    from.length = to.length = 0;
    if (spikes[0] !== 0) {
      from.push(0);
      to.push(spikes[0] ?? steps);
    }
    spikes.forEach((spike, i) => {
      // The last sample is never held: it is always one free step.
      const release = Math.min(spike + hold, steps - 1);
      for (let k = spike; k < release; k++) {
        heldSteps[heldCount++] = k;
        heldSum += y[k];
      }
      if (release === spike + hold) {
        from.push(release - 1);
        to.push(spikes[i + 1] ?? steps);
      }
    });

    const { tau, conductance } = leastOn((tau, conductance) =>
      fit(grid[tau][conductance], heldSum, heldCount).deviance
    );
    const gains = grid[tau][conductance];
    const best = fit(gains, heldSum, heldCount);

    const atSpikes = new Float64Array(spikes.length).fill(NaN);
    let count = 0, spike = 0;
    from.forEach((start, part) => {
      let m = start === 0 ? best.initial : best.reset;
      if (start === 0) {
        [errors[0], errorSteps[0], predictions[0], ages[0]] = [(y[0] - m) / rho, 0, m + centre, 0];
        count = 1;
      }
      for (let k = start + 1; k < to[part]; k++) {
        const age = k - start;
        m = gains.a * m + best.b;
        const e = y[k] - m;
        errors[count] = e * Math.sqrt(gains.weight[age]);
        errorSteps[count] = k;
        predictions[count] = m + centre;
        ages[count++] = age;
        m += gains.gain[age] * e;
      }
      while (spikes[spike] < to[part]) spike++;
      if (spikes[spike] === to[part] && to[part] > start + 1) {
        atSpikes[spike] = gains.a * m + best.b + centre;
      }
    });
    for (let i = 0; i < heldCount; i++) held[i] = (y[heldSteps[i]] - best.reset) / rho;
    return {
      spikes,
      held: held.subarray(0, heldCount),
      heldSteps: heldSteps.subarray(0, heldCount),
      errors: errors.subarray(0, count),
      steps: errorSteps.subarray(0, count),
      predictions: predictions.subarray(0, count),
      ages: ages.subarray(0, count),
      atSpikes,
    };
  };
}
