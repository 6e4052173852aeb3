/**
 * A leaky integrate-and-fire recording as the set of its segments from one spike to the next: at the
 * end of a refractory period the neuron starts anew, so that given its parameters the segments'
 * order means nothing, except that the first starts at V_init, and the last is cut off.
 *
 * @module
 */
import {
  type LifFields,
  refractorySteps,
  type SimConfig,
  stepCount,
} from "../../lib/models/lif/simulator/lif.ts";
import type { SummaryVariables } from "../../lib/model/summary_variables.ts";

/** Segments at most: 98 in 100 prior predictive recordings have fewer spikes. */
const MOST = 24;

/** Lags ahead of a segment's end, the bounds of bins. */
const BEFORE = [1, 2, 3, 5, 8, 13, 21, 34, 55];

/** Lags of the increments. */
const LAGS = [1, 2, 4, 8, 16, 32, 64, 128];

/** Steps of the moving average whose maximum is taken. */
const SMOOTH = 8;

/** Bounds of bins, a third longer from one to the next, up to `steps`. */
function boundsTo(steps: number): number[] {
  const bounds = [0];
  for (let next = 1; next < steps; next += Math.max(1, Math.round(next / 3))) bounds.push(next);
  return [...bounds, steps];
}

/** Pairs of neighbours. */
const pairs = (bounds: readonly number[]) => bounds.slice(1).map((to, i) => [bounds[i], to]);

/** Steps [from, to) between refractory periods, which follow the spike `spike` and end in another. */
interface Segment {
  readonly spike: number | undefined;
  readonly from: number;
  readonly to: number;
  readonly ended: boolean;
}

/** The segments of spikes [start, end), the empty one behind a late spike included. */
function segmentsOf(spikes: Float32Array, start: number, end: number, held: number): Segment[] {
  const segments: Segment[] = [];
  let spike: number | undefined, from = start;
  for (let k = start; k < end; k++) {
    if (spikes[k] <= 0) continue;
    segments.push({ spike, from, to: k, ended: true });
    spike = k;
    from = Math.min(k + held + 1, end);
  }
  return [...segments, { spike, from, to: end, ended: false }];
}

/** So many of all, evenly, the first and the last among them. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from(
    { length: most },
    (_, i) => all[Math.round(i * (all.length - 1) / (most - 1))],
  );
}

/**
 * A set of at most 24 segments, evenly chosen if there are more. Of each: mean voltages in bins of
 * the time since its start and how much of a bin it fills (an empty bin repeats the one before),
 * mean voltages in bins of the time before its end, mean squares of the voltage's increments by
 * their lags (one that is too long repeats a shorter), the mean voltage while the neuron was held at
 * reset before it, the maximum of the smoothed voltage, log(1 + steps), log of the number of all
 * segments, whether a spike is before it, whether one ends it, and a mark.
 *
 * @example Usage
 * ```ts
 * import { lifSegments } from "./lif_segments.ts";
 * import { simConfig } from "../../lib/models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { shape, names } = lifSegments(simConfig());
 * assertEquals(shape, [24, names.length]);
 * ```
 */
export function lifSegments(config: SimConfig): SummaryVariables<LifFields> {
  const steps = stepCount(config);
  const held = refractorySteps(config);
  const since = pairs(boundsTo(steps)), before = pairs(BEFORE);
  const names = [
    ...since.map(([from]) => `voltage from ${from}`),
    ...since.map(([from]) => `filled from ${from}`),
    ...before.map(([, to]) => `voltage before ${to}`),
    ...LAGS.map((lag) => `squared increments of lag ${lag}`),
    "voltage while held",
    "maximum",
    "log steps",
    "log segments",
    "behind a spike",
    "ended by a spike",
    "taken",
  ];
  const width = names.length;

  /** What is said of a segment, given the sums of voltage before each step. */
  function describe(
    { spike, from, to, ended }: Segment,
    segments: number,
    voltage: Float32Array,
    sums: Float64Array,
    start: number,
  ): number[] {
    const mean = (a: number, b: number) => (sums[b - start] - sums[a - start]) / (b - a);
    const said: number[] = [], filled: number[] = [];
    // Of an empty segment nothing is known but where it would have started.
    const reset = spike === undefined ? from : spike;
    const atReset = mean(reset, Math.max(from, reset + 1));
    let last = atReset;
    for (const [a, b] of since) {
      const end = Math.min(from + b, to);
      if (end > from + a) last = mean(from + a, end);
      said.push(last);
      filled.push(Math.max(0, (end - from - a) / (b - a)));
    }
    said.push(...filled);
    last = atReset;
    for (const [a, b] of before) {
      const first = Math.max(to - b + 1, from);
      if (to - a + 1 > first) last = mean(first, to - a + 1);
      said.push(last);
    }
    let square = 0;
    for (const lag of LAGS) {
      let sum = 0;
      for (let k = from; k + lag < to; k++) sum += (voltage[k + lag] - voltage[k]) ** 2;
      if (from + lag < to) square = sum / (to - from - lag);
      said.push(square);
    }
    let maximum = to > from ? mean(from, Math.min(from + SMOOTH, to)) : atReset;
    for (let k = from + 1; k + SMOOTH <= to; k++) maximum = Math.max(maximum, mean(k, k + SMOOTH));
    said.push(atReset, maximum, Math.log1p(to - from), Math.log(segments));
    return [...said, Number(spike !== undefined), Number(ended), 1];
  }

  return {
    shape: [MOST, width],
    names,
    marked: true,
    write({ values: { voltage, spikes } }, row, out, offset) {
      const start = row * steps, end = start + steps;
      const sums = new Float64Array(steps + 1);
      for (let k = 0; k < steps; k++) sums[k + 1] = sums[k] + voltage[start + k];
      const all = segmentsOf(spikes, start, end, held);
      out.fill(0, offset, offset + MOST * width);
      evenly(all, MOST).forEach((segment, i) => {
        out.set(describe(segment, all.length, voltage, sums, start), offset + i * width);
      });
    },
  };
}
