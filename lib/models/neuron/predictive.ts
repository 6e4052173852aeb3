/**
 * The posterior predictive check: theta drawn from p(theta | x), each simulated anew, and the
 * recording x laid over them. Gelman, Meng & Stern 1996, Statistica Sinica 6, 733–807.
 *
 * It tests whether the model can have made this recording. It uses the recording twice, so it is
 * conservative: passing is expected, failing is informative.
 *
 * @module
 */
import { type NeuronFields, sampleTimes } from "./fields.ts";
import { allFinite, between, integer, ofLength } from "../../core/check.ts";
import type { Batch } from "../../model/batch.ts";
import { spikeCounts, spikeTimes } from "./spikes.ts";
import { mean, quantiles } from "../../core/stats.ts";

/** A recording and its replicates, sample by sample. Plain data, ready for JSON. */
export interface PredictiveReport {
  /** The posterior predictive mass of the pointwise band. */
  readonly level: number;
  /** In ms. */
  readonly times: readonly number[];
  /** The observed voltage and, over the replicates, its pointwise median and band, in mV. */
  readonly observed: readonly number[];
  /** Over the replicates, in mV. */
  readonly median: readonly number[];
  /** The lower end of their band, in mV. */
  readonly lower: readonly number[];
  /** The upper end of their band, in mV. */
  readonly upper: readonly number[];
  /** The share of observed samples inside the band; near `level` if the model fits. */
  readonly coverage: number;
  /** When the observed neuron spiked, in ms. */
  readonly spikeTimes: readonly number[];
  /** Spikes of the observed neuron. */
  readonly observedCount: number;
  /** Spikes in each replicate. */
  readonly replicatedCounts: readonly number[];
  /** The share of replicates with at most the observed number of spikes. */
  readonly spikeCountPercentile: number;
  /** Median threshold of the draws behind the replicates, in mV. */
  readonly threshold: number;
  /** Mean |observed − median| over samples observed below the threshold, in mV; null if none is. */
  readonly subthresholdMae: number | null;
}

function checkRecordings(
  action: string,
  name: string,
  { count, fields, values }: Batch<NeuronFields>,
): void {
  for (const field of ["voltage", "spikes"] as const) {
    ofLength(action, `${name}.${field}`, values[field], count * fields[field].length);
    allFinite(action, `${name}.${field}`, values[field]);
  }
}

/**
 * Compares a recording with replicates simulated from draws of its posterior.
 *
 * @param replicated One recording for each posterior draw.
 * @param observed A single recording on the same time grid.
 * @param options.thresholds The V_th of the draw behind each replicate, in mV.
 * @param options.level The mass of the pointwise central band, 0.9 if not given.
 * @throws {RangeError} If `observed` is not one recording, the time grids or counts differ, a
 * value is not finite or the level is outside [0, 1].
 *
 * @example Usage
 * ```ts
 * import { neuronBatch } from "./fields.ts";
 * import { predictive } from "./predictive.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const one = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * const two = {
 *   voltage: Float32Array.of(-72, -60, -68, -62),
 *   spikes: Float32Array.of(0, 1, 0, 0),
 * };
 * const { median, spikeCountPercentile } = predictive(
 *   neuronBatch(two, 1, 2),
 *   neuronBatch(one, 1),
 *   { thresholds: [-55, -55] },
 * );
 * assertEquals(median, [-70, -61]);
 * assertEquals(spikeCountPercentile, 1);
 * ```
 */
export function predictive(
  replicated: Batch<NeuronFields>,
  observed: Batch<NeuronFields>,
  { thresholds, level = 0.9 }: {
    readonly thresholds: ArrayLike<number>;
    readonly level?: number;
  },
): PredictiveReport {
  const action = "check predictions";
  if (observed.count !== 1) {
    throw new RangeError(
      `Cannot ${action} as observed.count must be 1: current value is ${observed.count}`,
    );
  }
  integer(action, "replicated.count", replicated.count, 1);
  between(action, "level", level, [0, 1]);
  ofLength(action, "thresholds", thresholds, replicated.count);
  allFinite(action, "thresholds", thresholds);
  const { length, step } = observed.fields.voltage;
  ofLength(action, "replicated.voltage", { length: replicated.fields.voltage.length }, length);
  between(action, "replicated.fields.voltage.step", replicated.fields.voltage.step, [step, step]);
  checkRecordings(action, "observed", observed);
  checkRecordings(action, "replicated", replicated);

  const { voltage } = replicated.values;
  const trace = Array.from(observed.values.voltage);
  const tails = [(1 - level) / 2, 0.5, (1 + level) / 2];
  const band = trace.map((_, t) => {
    const samples = Array.from(
      { length: replicated.count },
      (_, k) => voltage[k * length + t],
    );
    return quantiles(samples, tails);
  });
  const observedSpikes = spikeTimes(observed);
  const replicatedCounts = spikeCounts(replicated);
  const [threshold] = quantiles(thresholds, [0.5]);
  const errors = trace.flatMap((v, t) => v < threshold ? [Math.abs(v - band[t][1])] : []);
  return {
    level,
    times: Array.from(sampleTimes(observed)),
    observed: trace,
    median: band.map(([, median]) => median),
    lower: band.map(([lower]) => lower),
    upper: band.map(([, , upper]) => upper),
    coverage: mean(trace.map((v, t) => Number(band[t][0] <= v && v <= band[t][2]))),
    spikeTimes: observedSpikes,
    observedCount: observedSpikes.length,
    replicatedCounts,
    spikeCountPercentile: mean(
      replicatedCounts.map((count) => Number(count <= observedSpikes.length)),
    ),
    threshold,
    subthresholdMae: errors.length > 0 ? mean(errors) : null,
  };
}
