// The adaptive exponential integrate-and-fire neuron, four rows at a time: `adex().simulate` of ../adex.ts
// on the same streams in the same arithmetic, so that both give the same bits.
import { LANES } from "../../../neuron/assembly/memory";
import { normals, openRows } from "../../../neuron/assembly/random";
import { Rows } from "../../../neuron/assembly/rows";
import { Exponential } from "./exponential";
import { BITS, CONFIG, FACTORIALS, NEURONS } from "./memory";

/**
 * Simulates the rows numbered `first` … `first + 3` under the key (hi, lo), in `steps` steps a sample.
 *
 * `numbers` random numbers of each row are buffered; at `deviates` there is room for [4, 2 samples]
 * f64, at `current` are [4, samples] f32, and at `voltage` and `spikes` there is room for as many.
 */
export function simulate(
  hi: i32,
  lo: i32,
  first: i32,
  samples: i32,
  steps: i32,
  numbers: i32,
  deviates: usize,
  current: usize,
  voltage: usize,
  spikes: usize,
): void {
  openRows(hi, lo, first, numbers, BITS);
  for (let lane = 0; lane < LANES; lane++) {
    normals(lane, deviates + 16 * lane * samples, 2 * samples);
  }

  const peak = v128.load64_splat(CONFIG);
  const noise = v128.load64_splat(CONFIG, 8);
  const kept = v128.load64_splat(CONFIG, 16);
  const fresh = v128.load64_splat(CONFIG, 24);
  const one = v128.load64_splat(FACTORIALS);
  const half = v128.load64_splat(FACTORIALS, 8);
  const zero = f64x2.splat(0);

  const width = 4 * <usize> samples; // from one row's f32 to the next's
  const row = 4 * width; // from one row's deviates to the next's
  const noises = 2 * width; // from a deviate of the noise current to that of the observation
  let vA = v128.load(NEURONS);
  let vB = v128.load(NEURONS, 16);
  let wA = zero;
  let wB = zero;
  let etaA = f64x2.mul(v128.load(NEURONS, 352), Rows.two(deviates, row));
  let etaB = f64x2.mul(v128.load(NEURONS, 368), Rows.two(deviates + 2 * row, row));
  let now = zero;
  let knownA = zero;
  let knownB = zero;
  memory.fill(spikes, 0, 4 * <usize> width);
  Rows.observe(deviates + noises, row, noise, vA, vB, voltage, width);
  for (let k = 1; k < samples; k++) {
    const steadyA = Neurons.steady(NEURONS, current, width, etaA);
    const steadyB = Neurons.steady(NEURONS + 16, current + 2 * width, width, etaB);
    let firedA = zero;
    let firedB = zero;
    for (let step = 0; step < steps; step++) {
      now = f64x2.add(now, one);
      wA = Neurons.adapted(NEURONS, wA, vA);
      wB = Neurons.adapted(NEURONS + 16, wB, vB);
      const partA = f64x2.mul(
        v128.load(NEURONS, 160),
        f64x2.pmax(zero, f64x2.sub(now, knownA)),
      );
      const partB = f64x2.mul(
        v128.load(NEURONS, 176),
        f64x2.pmax(zero, f64x2.sub(now, knownB)),
      );
      const eA = Neurons.growth(NEURONS, vA);
      const eB = Neurons.growth(NEURONS + 16, vB);
      const nextA = Neurons.next(NEURONS, steadyA, wA, vA, eA, partA, half, one);
      const nextB = Neurons.next(NEURONS + 16, steadyB, wB, vB, eB, partB, half, one);
      const spikingA = v128.or(f64x2.ge(f64x2.mul(partA, eA), one), f64x2.ge(nextA, peak));
      const spikingB = v128.or(f64x2.ge(f64x2.mul(partB, eB), one), f64x2.ge(nextB, peak));
      if (v128.any_true(v128.or(spikingA, spikingB))) {
        knownA = v128.bitselect(
          Neurons.held(NEURONS, now, knownA, eA, one),
          f64x2.pmax(knownA, now),
          spikingA,
        );
        knownB = v128.bitselect(
          Neurons.held(NEURONS + 16, now, knownB, eB, one),
          f64x2.pmax(knownB, now),
          spikingB,
        );
        vA = v128.bitselect(v128.load(NEURONS, 128), nextA, spikingA);
        vB = v128.bitselect(v128.load(NEURONS, 144), nextB, spikingB);
        wA = f64x2.add(wA, v128.and(v128.load(NEURONS, 288), spikingA));
        wB = f64x2.add(wB, v128.and(v128.load(NEURONS, 304), spikingB));
        firedA = v128.or(firedA, spikingA);
        firedB = v128.or(firedB, spikingB);
      } else {
        knownA = f64x2.pmax(knownA, now);
        knownB = f64x2.pmax(knownB, now);
        vA = nextA;
        vB = nextB;
      }
    }
    deviates += 8;
    current += 4;
    voltage += 4;
    spikes += 4;
    const newA = f64x2.mul(v128.load(NEURONS, 352), Rows.two(deviates, row));
    const newB = f64x2.mul(v128.load(NEURONS, 368), Rows.two(deviates + 2 * row, row));
    etaA = f64x2.add(f64x2.mul(kept, etaA), f64x2.mul(fresh, newA));
    etaB = f64x2.add(f64x2.mul(kept, etaB), f64x2.mul(fresh, newB));
    const shownA = v128.bitselect(peak, vA, firedA);
    const shownB = v128.bitselect(peak, vB, firedB);
    Rows.observe(deviates + noises, row, noise, shownA, shownB, voltage, width);
    if (v128.any_true(v128.or(firedA, firedB))) {
      const fired = v128.shuffle<f32>(firedA, firedB, 0, 2, 4, 6);
      Rows.store(spikes, width, v128.and(fired, f32x4.splat(1)));
    }
  }
}

/** Steps of two neurons, whose coefficients begin at `at`. */
class Neurons {
  /** E_L + resistance (I + η). */
  @inline
  static steady(at: usize, current: usize, width: usize, eta: v128): v128 {
    const known = v128.load32_lane(current + width, v128.load32_zero(current), 1);
    const whole = f64x2.add(f64x2.promote_low_f32x4(known), eta);
    return f64x2.add(v128.load(at), f64x2.mul(v128.load(at, 192), whole));
  }

  /** w in the middle of the next step. */
  @inline
  static adapted(at: usize, w: v128, v: v128): v128 {
    return f64x2.add(
      f64x2.mul(v128.load(at, 224), w),
      f64x2.mul(v128.load(at, 256), f64x2.sub(v, v128.load(at))),
    );
  }

  /** exp((v − V_T) / Delta_T). */
  @inline
  static growth(at: usize, v: v128): v128 {
    return Exponential.of(f64x2.mul(f64x2.sub(v, v128.load(at, 32)), v128.load(at, 64)));
  }

  /** v after a step without a spike. */
  @inline
  static next(
    at: usize,
    steady: v128,
    w: v128,
    v: v128,
    e: v128,
    part: v128,
    half: v128,
    one: v128,
  ): v128 {
    const leak = f64x2.sub(f64x2.sub(steady, f64x2.mul(v128.load(at, 192), w)), v);
    const drift = f64x2.add(leak, f64x2.mul(v128.load(at, 96), e));
    const implicit = f64x2.mul(f64x2.mul(half, part), f64x2.sub(e, one));
    return f64x2.add(v, f64x2.div(f64x2.mul(part, drift), f64x2.sub(one, implicit)));
  }

  /** Until when v is held after a spike. */
  @inline
  static held(at: usize, now: v128, known: v128, e: v128, one: v128): v128 {
    const after = f64x2.div(one, f64x2.mul(v128.load(at, 160), e));
    return f64x2.add(f64x2.pmin(now, f64x2.add(known, after)), v128.load(at, 320));
  }
}
