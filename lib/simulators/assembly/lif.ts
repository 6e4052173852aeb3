// The leaky integrate-and-fire neuron, four rows at a time: `lif().simulate` of ../lif.ts on the
// same streams in the same arithmetic, so that both give the same bits.
import { CONFIG, LANES, THETA } from "./memory";
import { normals, openRows } from "./random";

/**
 * Simulates the rows numbered `first` … `first + 3` under the key (hi, lo).
 *
 * `numbers` random numbers of each row are buffered; at `deviates` there is room for [4, 2 steps]
 * f64, at `scratch` for [steps, 4] f32, at `voltage` and `spikes` for [4, steps] f32.
 */
export function simulate(
  hi: i32,
  lo: i32,
  first: i32,
  steps: i32,
  refractory: i32,
  numbers: i32,
  deviates: usize,
  scratch: usize,
  voltage: usize,
  spikes: usize,
): void {
  openRows(hi, lo, first, numbers);
  for (let lane = 0; lane < LANES; lane++) normals(lane, deviates + 16 * lane * steps, 2 * steps);
  memory.fill(spikes, 0, 4 * LANES * steps);

  const mean = v128.load64_splat(CONFIG);
  const sd = v128.load64_splat(CONFIG, 8);
  const noise = v128.load64_splat(CONFIG, 16);
  const high = v128.load64_splat(CONFIG, 24);
  const low = f64x2.neg(high);
  const dt = v128.load64_splat(CONFIG, 32);
  const thresholdA = v128.load(THETA);
  const thresholdB = v128.load(THETA, 16);
  const rateA = f64x2.div(dt, v128.load(THETA, 32));
  const rateB = f64x2.div(dt, v128.load(THETA, 48));
  const gainA = f64x2.div(rateA, v128.load(THETA, 64));
  const gainB = f64x2.div(rateB, v128.load(THETA, 80));
  const resetA = v128.load(THETA, 96);
  const resetB = v128.load(THETA, 112);
  const restA = f64x2.mul(rateA, v128.load(THETA, 160));
  const restB = f64x2.mul(rateB, v128.load(THETA, 176));
  const one = f64x2.splat(1);
  const keepA = f64x2.sub(one, rateA);
  const keepB = f64x2.sub(one, rateB);
  const hold = f64x2.splat(<f64> refractory + 1);

  const width = 4 * <usize> steps;
  const noises = 2 * width; // from a deviate of the current to that of the noise
  const row = 4 * width; // from one row's deviates to the next's
  let vA = v128.load(THETA, 128);
  let vB = v128.load(THETA, 144);
  let untilA = f64x2.splat(0);
  let untilB = f64x2.splat(0);
  let now = f64x2.splat(0);
  const last = deviates + 2 * width - 8;
  for (let at = deviates; at < last; at += 8, scratch += 16, spikes += 4) {
    let heldA = f64x2.lt(now, untilA);
    let heldB = f64x2.lt(now, untilB);
    const firedA = v128.andnot(f64x2.ge(vA, thresholdA), heldA);
    const firedB = v128.andnot(f64x2.ge(vB, thresholdB), heldB);
    const fired = v128.shuffle<f32>(firedA, firedB, 0, 2, 4, 6);
    if (v128.any_true(fired)) {
      const until = f64x2.add(now, hold);
      untilA = v128.bitselect(until, untilA, firedA);
      untilB = v128.bitselect(until, untilB, firedB);
      heldA = v128.or(heldA, firedA);
      heldB = v128.or(heldB, firedB);
      storeRows(spikes, width, v128.and(fired, f32x4.splat(1)));
    }
    vA = v128.bitselect(resetA, vA, heldA);
    vB = v128.bitselect(resetB, vB, heldB);
    observe(
      scratch,
      f64x2.add(vA, f64x2.mul(noise, pair(at + noises, row))),
      f64x2.add(vB, f64x2.mul(noise, pair(at + noises + 2 * row, row))),
    );
    const currentA = f64x2.add(mean, f64x2.mul(sd, pair(at, row)));
    const currentB = f64x2.add(mean, f64x2.mul(sd, pair(at + 2 * row, row)));
    const driveA = f64x2.add(restA, f64x2.mul(gainA, currentA));
    const driveB = f64x2.add(restB, f64x2.mul(gainB, currentB));
    vA = f64x2.pmin(high, f64x2.pmax(low, f64x2.add(f64x2.mul(keepA, vA), driveA)));
    vB = f64x2.pmin(high, f64x2.pmax(low, f64x2.add(f64x2.mul(keepB, vB), driveB)));
    now = f64x2.add(now, one);
  }
  observe(
    scratch,
    f64x2.add(vA, f64x2.mul(noise, pair(last + noises, row))),
    f64x2.add(vB, f64x2.mul(noise, pair(last + noises + 2 * row, row))),
  );
  scatter(scratch + 16 - 4 * width, voltage, steps);
}

/** Stores one sample of four rows, side by side. */
function observe(at: usize, valuesA: v128, valuesB: v128): void {
  const a = f32x4.demote_f64x2_zero(valuesA);
  const b = f32x4.demote_f64x2_zero(valuesB);
  v128.store(at, v128.shuffle<f64>(a, b, 0, 2));
}

/** One deviate of each of two rows. */
function pair(at: usize, row: usize): v128 {
  return v128.load64_lane(at + row, v128.load64_zero(at), 1);
}

/** Stores one sample of each of four rows. */
function storeRows(at: usize, width: usize, values: v128): void {
  v128.store_lane<f32>(at, values, 0);
  v128.store_lane<f32>(at + width, values, 1);
  v128.store_lane<f32>(at + 2 * width, values, 2);
  v128.store_lane<f32>(at + 3 * width, values, 3);
}

/** From [steps, 4] to [4, steps], f32. */
function scatter(from: usize, to: usize, steps: i32): void {
  const width = 4 * <usize> steps;
  const end = to + width;
  for (; to + 16 <= end; from += 64, to += 16) {
    const t0 = v128.load(from);
    const t1 = v128.load(from, 16);
    const t2 = v128.load(from, 32);
    const t3 = v128.load(from, 48);
    const low01 = v128.shuffle<f32>(t0, t1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(t0, t1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(t2, t3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(t2, t3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(to + width, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(to + 2 * width, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(to + 3 * width, v128.shuffle<f64>(high01, high23, 1, 3));
  }
  for (; to < end; from += 16, to += 4) storeRows(to, width, v128.load(from));
}
