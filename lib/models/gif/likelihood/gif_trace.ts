/**
 * One recording as the likelihood reads it.
 *
 * @module
 */
import { allFinite, ofLength } from "../../../core/check.ts";
import type { Row } from "../../../model/batch.ts";
import { type GifConfig, gridOf } from "../config.ts";
import { seenSamples } from "../mask.ts";
import type { GifFields } from "../simulator/gif.ts";
import { decayOf } from "../simulator/decay.ts";

/** A recording, and what of it does not depend on the parameters. */
export interface GifTrace {
  /** In mV, one value a sample. */
  readonly voltage: Float32Array;
  /** 0 or 1, one value a sample. */
  readonly spikes: Float32Array;
  /** In pA, one value a sample. */
  readonly current: Float32Array;
  /**
   * The Kalman filter of the voltage's error, which theta does not change. At each sample the share
   * of the slow error, as it was estimated at the last seen one, that is left; 0 at the first, NaN
   * where the voltage is masked.
   */
  readonly kept: Float64Array;
  /** At each seen sample one over the variance of what the estimate did not predict, in 1 / mV². */
  readonly precision: Float64Array;
  /** At each seen sample the share of that which is taken for slow error: 1 if there is no other. */
  readonly gain: Float64Array;
  /** The log density of what was not predicted at 0, summed. */
  readonly logScale: number;
}

/**
 * Prepares a recording for the likelihood.
 *
 * @throws {RangeError} If it has another length than the experiment's, a value is not finite, spikes
 * are not 0 or 1, or two are closer than the refractory time, which no parameters make possible.
 */
export function gifTrace(row: Row<GifFields>, config: GifConfig): GifTrace {
  const action = "evaluate GIF likelihood";
  const grid = gridOf(config);
  for (const name of ["voltage", "spikes", "current"] as const) {
    ofLength(action, name, row[name], grid.steps);
    allFinite(action, name, row[name]);
  }
  const { voltage, spikes, current } = row;
  let last = -Infinity;
  spikes.forEach((spike, k) => {
    if (spike !== 0 && spike !== 1) {
      throw new RangeError(
        `Cannot ${action} as spikes must be 0 or 1: value ${k} is ${spike}`,
      );
    }
    if (spike === 0) return;
    if (k - last < grid.refractory) {
      throw new RangeError(
        `Cannot ${action} as spikes must be at least tref = ${config.tref} ms apart: those at ` +
          `samples ${last} and ${k} are ${(k - last) * config.dt} ms apart`,
      );
    }
    last = k;
  });
  const kept = new Float64Array(grid.steps).fill(NaN);
  const precision = new Float64Array(grid.steps), gain = new Float64Array(grid.steps);
  const stationary = config.error_sd ** 2, white = config.white_sd ** 2;
  let logScale = 0, before = -Infinity, uncertain = 0;
  for (const k of seenSamples(spikes, grid)) {
    kept[k] = before < 0 ? 0 : decayOf(config.error_tau, (k - before) * config.dt);
    const slow = kept[k] ** 2 * uncertain + stationary * (1 - kept[k] ** 2);
    const variance = slow + white;
    gain[k] = slow / variance;
    uncertain = gain[k] * white;
    precision[k] = 1 / variance;
    logScale -= 0.5 * Math.log(2 * Math.PI * variance);
    before = k;
  }
  return { voltage, spikes, current, kept, precision, gain, logScale };
}
