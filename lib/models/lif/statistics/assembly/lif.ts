// The statistics of leaky integrate-and-fire recordings: ../lif_writer.ts in the same arithmetic, so
// that both give the same bits. The host writes the plan and the recordings, and reads the rows.
import { accumulate, largestIncrease, select, sumOfSquares } from "./runs";

declare function log(x: f64): f64;

/** The plan, i32: counts of bins, leads, lags and windows; then lists of 32 each. */
const PLAN: usize = 0;
const EDGES: usize = 64;
const NEAREST: usize = 192;
const FARTHEST: usize = 320;
const LAGS: usize = 448;
const WINDOWS: usize = 576;

let steps: i32 = 0;
/** Centred voltage, its cumulative sums, f64; spike times and ends of held stretches, i32. */
let values: usize = 0;
let sums: usize = 0;
let times: usize = 0;
let released: usize = 0;
let count: i32 = 0;
/** Where the next statistic goes. */
let next: usize = 0;

function put(value: f64): void {
  store<f32>(next, <f32> value);
  next += 4;
}

function plan(at: usize, index: i32): i32 {
  return load<i32>(at + 4 * <usize> index);
}

function sum(from: i32, to: i32): f64 {
  return load<f64>(sums + 8 * <usize> to) - load<f64>(sums + 8 * <usize> from);
}

function mean(total: f64, summands: i32): f64 {
  return summands > 0 ? total / <f64> summands : 0;
}

function timeOf(spike: i32): i32 {
  return load<i32>(times + 4 * <usize> spike);
}

/** Free stretch i ends with spike i, and begins where spike i − 1 releases. */
function freeFrom(stretch: i32): i32 {
  return stretch == 0 ? 0 : load<i32>(released + 4 * <usize> (stretch - 1));
}

/** Finds the spikes; behind the last stands the number of steps. */
function readSpikes(spikes: usize, refractory: i32): void {
  const zero = f32x4.splat(0);
  count = 0;
  let k = 0;
  while (k < steps) {
    const four = k + 4 <= steps;
    if (four && !v128.any_true(f32x4.gt(v128.load(spikes + 4 * <usize> k), zero))) {
      k += 4;
      continue;
    }
    for (const end = min(k + 4, steps); k < end; k++) {
      if (!(load<f32>(spikes + 4 * <usize> k) > 0)) continue;
      store<i32>(times + 4 * <usize> count, k);
      count++;
    }
  }
  store<i32>(times + 4 * <usize> count, steps);
  for (let i = 0; i < count; i++) {
    store<i32>(released + 4 * <usize> i, min(timeOf(i) + refractory + 1, timeOf(i + 1)));
  }
}

function putSpikes(): void {
  const length = <f64> steps;
  const spikes = <f64> count;
  const span = count > 0 ? <f64> (timeOf(count - 1) - timeOf(0)) : 0;
  const interval = count > 1 ? span / (spikes - 1) / length : 1;
  let held: f64 = 0;
  let holding = 0;
  for (let i = 0; i < count; i++) {
    const from = timeOf(i);
    const to = freeFrom(i + 1);
    held += sum(from, to);
    holding += to - from;
  }
  const one: f64 = 1;
  put(spikes / 10);
  put(count == 0 ? 1 : 0);
  put(count > 0 ? one / Math.sqrt(spikes) : 0);
  put(count > 0 ? one / spikes : 0);
  put(mean(held, holding));
  put(count > 0 ? <f64> timeOf(0) / length : 1);
  put(count > 0 ? one - <f64> timeOf(count - 1) / length : 1);
  put(interval);
  put(log(interval));
}

/** Means by age, and square roots of their counts, over the free stretches `first` … `last`. */
function putByAge(first: i32, last: i32): void {
  const bins = plan(PLAN, 0);
  for (let bin = 0; bin < bins; bin++) {
    const lower = plan(EDGES, bin);
    const upper = plan(EDGES, bin + 1);
    let total: f64 = 0;
    let summands = 0;
    for (let i = first; i <= last; i++) {
      const from = freeFrom(i) + lower;
      const to = min(timeOf(i), freeFrom(i) + upper);
      if (from < to) {
        total += sum(from, to);
        summands += to - from;
      }
    }
    put(mean(total, summands));
    put(Math.sqrt(<f64> summands) / 10);
  }
}

/** The mean of the free samples so long before a spike. */
function putLead(nearest: i32, farthest: i32): void {
  let total: f64 = 0;
  let summands = 0;
  for (let i = 0; i < count; i++) {
    const time = timeOf(i);
    for (let j = i; j >= 0 && timeOf(j) > time - farthest; j--) {
      const from = max(freeFrom(j), time - farthest);
      const to = min(timeOf(j), time - nearest + 1);
      if (from < to) {
        total += sum(from, to);
        summands += to - from;
      }
    }
  }
  put(mean(total, summands));
}

/** Drift, spread and number of the increments over a lag. */
function putIncrements(lag: i32): void {
  let drift: f64 = 0;
  let spread: f64 = 0;
  let summands = 0;
  for (let i = 0; i <= count; i++) {
    const from = freeFrom(i);
    const to = timeOf(i);
    if (from + lag >= to) continue;
    drift += sum(from + lag, to) - sum(from, to - lag);
    spread += sumOfSquares(values + 8 * <usize> (from + lag), values + 8 * <usize> to, 8 * lag);
    summands += to - from - lag;
  }
  put(3 * mean(drift, summands));
  put(log(mean(spread, summands) + 1e-3));
  put(Math.sqrt(<f64> summands) / 20);
}

/** The largest moving average, and a quantile of those half a width apart: returned, too. */
function putMovingAverage(width: i32, room: usize, guess: f64): f64 {
  const shift = 8 * <usize> width;
  const end = sums + 8 * <usize> (steps - width + 1);
  const stride = 8 * <usize> ((width + 1) >> 1);
  let kept = 0;
  for (let at = sums; at < end; at += stride) {
    store<f64>(room + 8 * <usize> kept, load<f64>(at + shift) - load<f64>(at));
    kept++;
  }
  const rank = <i32> Math.floor(0.9 * <f64> (kept - 1));
  const spare = room + 8 * <usize> kept;
  put(largestIncrease(sums, end, shift) / <f64> width);
  const quantile = select(room, spare, kept, rank, guess * <f64> width) / <f64> width;
  put(quantile);
  return quantile;
}

/**
 * Writes the statistics of one recording to `out`, f32. At `room` there is place for four times
 * [steps + 4] f64 and twice [steps + 1] i32; behind the voltage lie three samples more, whatever
 * they are.
 */
export function summarise(
  length: i32,
  refractory: i32,
  voltage: usize,
  spikes: usize,
  room: usize,
  out: usize,
): void {
  const place = 8 * <usize> (length + 4);
  steps = length;
  values = room;
  sums = values + place;
  const scratch = sums + place;
  times = scratch + 2 * place;
  released = times + 4 * <usize> (length + 1);
  next = out;
  store<f64>(sums, 0);
  accumulate(voltage, values, sums, length);
  readSpikes(spikes, refractory);
  putSpikes();
  putByAge(0, 0);
  putByAge(1, count);
  for (let i = 0; i < plan(PLAN, 1); i++) putLead(plan(NEAREST, i), plan(FARTHEST, i));
  for (let i = 0; i < plan(PLAN, 2); i++) putIncrements(plan(LAGS, i));
  // The widest first: a wider average has a lower quantile, a good guess for the next.
  const first = next;
  let guess: f64 = 0;
  for (let i = plan(PLAN, 3) - 1; i >= 0; i--) {
    next = first + 8 * <usize> i;
    guess = putMovingAverage(plan(WINDOWS, i), scratch, guess);
  }
}
