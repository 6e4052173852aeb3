// The leaky integrate-and-fire neuron, four rows at a time: `lif().simulate` of ../lif.ts on the
// same streams in the same arithmetic, so that both give the same bits.
import { CONFIG, LANES, THETA } from "./memory";
import { normals, openRows } from "./random";

/**
 * Simulates the rows numbered `row` … `row + 3` under the key (hi, lo).
 *
 * `numbers` random numbers of each row are buffered; at `deviates` there is room for [2 steps, 4]
 * f64, at `voltage` and `spikes` for [4, steps] f32.
 */
export function simulate(
  hi: i32,
  lo: i32,
  row: i32,
  steps: i32,
  refractory: i32,
  numbers: i32,
  deviates: usize,
  voltage: usize,
  spikes: usize,
): void {
  openRows(hi, lo, row, numbers);
  for (let lane = 0; lane < LANES; lane++) normals(lane, deviates + 8 * lane, 2 * steps);
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
  const afterResetA = f64x2.mul(keepA, resetA);
  const afterResetB = f64x2.mul(keepB, resetB);
  const hold = f64x2.splat(<f64> refractory + 1);

  const width = 4 * <usize> steps;
  const observation = 8 * width; // from a deviate of the current to that of the noise
  let vA = v128.load(THETA, 128);
  let vB = v128.load(THETA, 144);
  let untilA = f64x2.splat(0);
  let untilB = f64x2.splat(0);
  let now = f64x2.splat(0);
  for (let k = 0; k < steps; k++, deviates += 32, voltage += 4, spikes += 4) {
    let heldA = f64x2.splat(0);
    let heldB = f64x2.splat(0);
    // The last sample is a free step.
    if (k < steps - 1) {
      heldA = f64x2.lt(now, untilA);
      heldB = f64x2.lt(now, untilB);
      const firedA = v128.andnot(f64x2.ge(vA, thresholdA), heldA);
      const firedB = v128.andnot(f64x2.ge(vB, thresholdB), heldB);
      if (v128.any_true(v128.or(firedA, firedB))) {
        const until = f64x2.add(now, hold);
        untilA = v128.bitselect(until, untilA, firedA);
        untilB = v128.bitselect(until, untilB, firedB);
        heldA = v128.or(heldA, firedA);
        heldB = v128.or(heldB, firedB);
        const fired = v128.and(v128.shuffle<f32>(firedA, firedB, 0, 2, 4, 6), f32x4.splat(1));
        storeRows(spikes, width, fired);
      }
    }
    const shownA = v128.bitselect(resetA, vA, heldA);
    const shownB = v128.bitselect(resetB, vB, heldB);
    const seenA = f64x2.add(shownA, f64x2.mul(noise, v128.load(deviates + observation)));
    const seenB = f64x2.add(shownB, f64x2.mul(noise, v128.load(deviates + observation, 16)));
    storeRows(
      voltage,
      width,
      v128.shuffle<f64>(
        f32x4.demote_f64x2_zero(seenA),
        f32x4.demote_f64x2_zero(seenB),
        0,
        2,
      ),
    );

    const currentA = f64x2.add(mean, f64x2.mul(sd, v128.load(deviates)));
    const currentB = f64x2.add(mean, f64x2.mul(sd, v128.load(deviates, 16)));
    const driveA = f64x2.add(restA, f64x2.mul(gainA, currentA));
    const driveB = f64x2.add(restB, f64x2.mul(gainB, currentB));
    // Both ends of the choice are ready before it is made, to keep the chain from v to v short.
    const keptA = v128.bitselect(afterResetA, f64x2.mul(keepA, vA), heldA);
    const keptB = v128.bitselect(afterResetB, f64x2.mul(keepB, vB), heldB);
    vA = f64x2.pmin(high, f64x2.pmax(low, f64x2.add(keptA, driveA)));
    vB = f64x2.pmin(high, f64x2.pmax(low, f64x2.add(keptB, driveB)));
    now = f64x2.add(now, one);
  }
}

/** Stores one sample of each of four rows. */
function storeRows(at: usize, width: usize, values: v128): void {
  v128.store_lane<f32>(at, values, 0);
  v128.store_lane<f32>(at + width, values, 1);
  v128.store_lane<f32>(at + 2 * width, values, 2);
  v128.store_lane<f32>(at + 3 * width, values, 3);
}
