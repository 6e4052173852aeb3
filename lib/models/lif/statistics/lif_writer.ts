/**
 * How the statistics of a leaky integrate-and-fire recording are computed. Between two spikes lie a
 * stretch held at reset and a free stretch, so every average is over runs of neighbours: differences
 * of one cumulative sum.
 *
 * @module
 */
// @ts-types="@types/d3-array"
import { quickselect } from "d3-array";
import type { LifFields } from "../simulator/lif.ts";
import type { SummaryVariables } from "../../../model/summary_variables.ts";

/** Voltages are counted from here in these units, so that an empty average, 0, is a typical one. */
export const CENTRE = -68; // mV
export const UNIT = 6; // mV

/** Which samples mean the same, in steps. */
export interface LifStatisticsPlan {
  readonly steps: number;
  /** Steps for which a spike blocks the neuron. */
  readonly refractory: number;
  /** Edges of the bins of time since the start or since release; the last is `steps`. */
  readonly edges: readonly number[];
  /** Time before a spike: from and to, both included. */
  readonly leads: readonly (readonly [from: number, to: number])[];
  readonly lags: readonly number[];
  /** Widths of moving averages. */
  readonly windows: readonly number[];
}

/** Samples `from` … `to` − 1. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A sum and the number of its summands. */
class Average {
  sum = 0;
  count = 0;
  add(sum: number, count: number): void {
    this.sum += sum;
    this.count += count;
  }
  /** 0 where nothing was added. */
  get mean(): number {
    return this.count > 0 ? this.sum / this.count : 0;
  }
}

/** When it spiked, what is held after each spike, and what is free: before each spike and at the end. */
function stretchesOf(
  spikes: Float32Array,
  refractory: number,
): { times: number[]; held: Stretch[]; free: Stretch[] } {
  const times: number[] = [];
  for (let k = 0; k < spikes.length; k++) if (spikes[k] > 0) times.push(k);
  const ends = [...times, spikes.length];
  const held = times.map((from, i) => ({ from, to: Math.min(from + refractory + 1, ends[i + 1]) }));
  const free = ends.map((to, i) => ({ from: i === 0 ? 0 : held[i - 1].to, to }));
  return { times, held, free };
}

/** Σ (x_k − x_{k − lag})² inside a stretch; in eight interleaved parts, as SIMD lanes add them up. */
function sumOfSquares(values: Float64Array, { from, to }: Stretch, lag: number): number {
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  const square = (k: number) => {
    const increment = k < to ? values[k] - values[k - lag] : 0;
    return increment * increment;
  };
  for (let k = from + lag; k < to; k += 8) {
    a += square(k);
    b += square(k + 1);
    c += square(k + 2);
    d += square(k + 3);
    e += square(k + 4);
    f += square(k + 5);
    g += square(k + 6);
    h += square(k + 7);
  }
  return ((a + c) + (e + g)) + ((b + d) + (f + h));
}

/** Writes the statistics of one recording in their order. */
export function lifStatisticsWriter(
  { steps, refractory, edges, leads, lags, windows }: LifStatisticsPlan,
): SummaryVariables<LifFields>["write"] {
  const values = new Float64Array(steps + 3);
  const sums = new Float64Array(steps + 4);
  const sparse = new Float64Array(steps);
  const sum = (from: number, to: number) => sums[to] - sums[from];

  /** Means by age, and square roots of their counts. */
  function* byAge(stretches: readonly Stretch[]): Generator<number> {
    for (let bin = 0; bin < edges.length - 1; bin++) {
      const average = new Average();
      for (const stretch of stretches) {
        const from = stretch.from + edges[bin];
        const to = Math.min(stretch.to, stretch.from + edges[bin + 1]);
        if (from < to) average.add(sum(from, to), to - from);
      }
      yield average.mean;
      yield Math.sqrt(average.count) / 10;
    }
  }

  /** The mean of the free samples so long before a spike. */
  function leadMean(times: number[], free: Stretch[], nearest: number, farthest: number): number {
    const average = new Average();
    times.forEach((time, i) => {
      for (let j = i; j >= 0 && free[j].to > time - farthest; j--) {
        const from = Math.max(free[j].from, time - farthest);
        const to = Math.min(free[j].to, time - nearest + 1);
        if (from < to) average.add(sum(from, to), to - from);
      }
    });
    return average.mean;
  }

  /** Drift, spread and number of the increments over a lag. */
  function* increments(free: readonly Stretch[], lag: number): Generator<number> {
    const drift = new Average();
    const spread = new Average();
    for (const stretch of free) {
      const { from, to } = stretch;
      if (from + lag >= to) continue;
      drift.add(sum(from + lag, to) - sum(from, to - lag), to - from - lag);
      spread.add(sumOfSquares(values, stretch, lag), to - from - lag);
    }
    yield 3 * drift.mean;
    yield Math.log(spread.mean + 1e-3);
    yield Math.sqrt(drift.count) / 20;
  }

  /** The largest moving average, and a quantile of those half a width apart. */
  function* movingAverage(width: number): Generator<number> {
    const stride = Math.ceil(width / 2);
    let largest = -Infinity;
    let kept = 0;
    for (let k = 0; k + width <= steps; k++) {
      const total = sum(k, k + width);
      largest = Math.max(largest, total);
      if (k % stride === 0) sparse[kept++] = total;
    }
    const rank = Math.floor(0.9 * (kept - 1));
    yield largest / width;
    yield quickselect(sparse.subarray(0, kept), rank)[rank] / width;
  }

  function* statistics(spikes: Float32Array): Generator<number> {
    const { times, held, free } = stretchesOf(spikes, refractory);
    const count = times.length;
    const interval = count > 1 ? (times[count - 1] - times[0]) / (count - 1) / steps : 1;
    const holding = new Average();
    for (const { from, to } of held) holding.add(sum(from, to), to - from);

    yield count / 10;
    yield count === 0 ? 1 : 0;
    yield count > 0 ? 1 / Math.sqrt(count) : 0;
    yield count > 0 ? 1 / count : 0;
    yield holding.mean;
    yield count > 0 ? times[0] / steps : 1;
    yield count > 0 ? 1 - times[count - 1] / steps : 1;
    yield interval;
    yield Math.log(interval);
    yield* byAge(free.slice(0, 1));
    yield* byAge(free.slice(1));
    for (const [from, to] of leads) yield leadMean(times, free, from, to);
    for (const lag of lags) yield* increments(free, lag);
    for (const width of windows) yield* movingAverage(width);
  }

  return ({ values: { voltage, spikes } }, row, out, offset) => {
    for (let k = 0; k < steps; k++) values[k] = (voltage[row * steps + k] - CENTRE) * (1 / UNIT);
    // In fours whose inner sums don't wait for those before, as in SIMD.
    for (let k = 0; k < steps; k += 4) {
      const pair = values[k] + values[k + 1];
      sums[k + 1] = sums[k] + values[k];
      sums[k + 2] = sums[k] + pair;
      sums[k + 3] = sums[k] + (pair + values[k + 2]);
      sums[k + 4] = sums[k] + (pair + (values[k + 2] + values[k + 3]));
    }
    let next = offset;
    for (const value of statistics(spikes.subarray(row * steps, (row + 1) * steps))) {
      out[next++] = value;
    }
  };
}
