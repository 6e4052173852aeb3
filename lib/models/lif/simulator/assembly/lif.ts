// The leaky integrate-and-fire neuron, four rows at a time: `lif().simulate` of ../lif.ts on the
// same streams in the same arithmetic, so that both give the same bits.
import { LANES } from "../../../neuron/assembly/memory";
import { normals, openRows } from "../../../neuron/assembly/random";
import { Rows } from "../../../neuron/assembly/rows";
import { BITS, CONFIG, THETA } from "./memory";

/**
 * Simulates the rows numbered `first` … `first + 3` under the key (hi, lo).
 *
 * `numbers` random numbers of each row are buffered; at `deviates` there is room for [4, 2 steps]
 * f64, at `voltage` and `spikes` for [4, steps] f32.
 */
export function simulate(
  hi: i32,
  lo: i32,
  first: i32,
  steps: i32,
  refractory: i32,
  numbers: i32,
  deviates: usize,
  voltage: usize,
  spikes: usize,
): void {
  openRows(hi, lo, first, numbers, BITS);
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
  const one = v128.load64_splat(CONFIG, 40);
  const keepA = f64x2.sub(one, rateA);
  const keepB = f64x2.sub(one, rateB);
  const hold = f64x2.splat(<f64> refractory + 1);
  // A free voltage below these and not below `low` neither spikes nor is clipped.
  const quietA = f64x2.pmin(thresholdA, high);
  const quietB = f64x2.pmin(thresholdB, high);

  const width = 4 * <usize> steps;
  const noises = 2 * width; // from a deviate of the current to that of the noise
  const row = 4 * width; // from one row's deviates to the next's
  let vA = v128.load(THETA, 128);
  let vB = v128.load(THETA, 144);
  let untilA = f64x2.splat(0);
  let untilB = f64x2.splat(0);
  let now = f64x2.splat(0);
  // Of two steps in turn, the first reads the deviates of both, and the second writes both samples.
  let nextA = now;
  let nextB = now;
  let beforeA = now;
  let beforeB = now;
  let at = deviates;
  for (let k = 0; k < steps - 1; k++) {
    let heldA = f64x2.lt(now, untilA);
    let heldB = f64x2.lt(now, untilB);
    const events = v128.or(
      v128.or(
        v128.andnot(f64x2.ge(vA, quietA), heldA),
        v128.andnot(f64x2.ge(vB, quietB), heldB),
      ),
      f64x2.lt(f64x2.pmin(vA, vB), low),
    );
    if (i64x2.bitmask(events)) {
      if (k > 0) {
        vA = f64x2.pmin(high, f64x2.pmax(low, vA));
        vB = f64x2.pmin(high, f64x2.pmax(low, vB));
      }
      const firedA = v128.andnot(f64x2.ge(vA, thresholdA), heldA);
      const firedB = v128.andnot(f64x2.ge(vB, thresholdB), heldB);
      const until = f64x2.add(now, hold);
      untilA = v128.bitselect(until, untilA, firedA);
      untilB = v128.bitselect(until, untilB, firedB);
      heldA = v128.or(heldA, firedA);
      heldB = v128.or(heldB, firedB);
      const fired = v128.shuffle<f32>(firedA, firedB, 0, 2, 4, 6);
      Rows.store(spikes + 4 * k, width, v128.and(fired, f32x4.splat(1)));
    }
    vA = v128.bitselect(resetA, vA, heldA);
    vB = v128.bitselect(resetB, vB, heldB);
    let deviateA = nextA;
    let deviateB = nextB;
    if (k & 1) {
      observe(at, noises, noise, v128.shuffle<f64>(beforeA, vA, 0, 2), voltage);
      observe(at + row, noises, noise, v128.shuffle<f64>(beforeA, vA, 1, 3), voltage + width);
      observe(
        at + 2 * row,
        noises,
        noise,
        v128.shuffle<f64>(beforeB, vB, 0, 2),
        voltage + 2 * width,
      );
      observe(
        at + 3 * row,
        noises,
        noise,
        v128.shuffle<f64>(beforeB, vB, 1, 3),
        voltage + 3 * width,
      );
      at += 16;
      voltage += 8;
    } else {
      const row0 = v128.load(at);
      const row1 = v128.load(at + row);
      const row2 = v128.load(at + 2 * row);
      const row3 = v128.load(at + 3 * row);
      deviateA = v128.shuffle<f64>(row0, row1, 0, 2);
      deviateB = v128.shuffle<f64>(row2, row3, 0, 2);
      nextA = v128.shuffle<f64>(row0, row1, 1, 3);
      nextB = v128.shuffle<f64>(row2, row3, 1, 3);
      beforeA = vA;
      beforeB = vB;
    }
    const currentA = f64x2.add(mean, f64x2.mul(sd, deviateA));
    const currentB = f64x2.add(mean, f64x2.mul(sd, deviateB));
    const driveA = f64x2.add(restA, f64x2.mul(gainA, currentA));
    const driveB = f64x2.add(restB, f64x2.mul(gainB, currentB));
    vA = f64x2.add(f64x2.mul(keepA, vA), driveA);
    vB = f64x2.add(f64x2.mul(keepB, vB), driveB);
    now = f64x2.add(now, one);
  }
  if (!(steps & 1)) {
    Rows.observe(at + noises, row, noise, beforeA, beforeB, voltage, width);
    at += 8;
    voltage += 4;
  }
  vA = f64x2.pmin(high, f64x2.pmax(low, vA));
  vB = f64x2.pmin(high, f64x2.pmax(low, vB));
  Rows.observe(at + noises, row, noise, vA, vB, voltage, width);
}

/** Stores two samples of a row. */
function observe(at: usize, noises: usize, noise: v128, values: v128, to: usize): void {
  const noisy = f64x2.add(values, f64x2.mul(noise, v128.load(at + noises)));
  v128.store64_lane(to, f32x4.demote_f64x2_zero(noisy), 0);
}
