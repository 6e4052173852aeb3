// One pass of ../assumed_density.ts over a recording, the six derivatives two at a time. The
// distribution depends on V_init until the first spike and on V_reset from then on, never on both:
// five derivatives are carried, (V_th, log tau_m), (log g_L, V_inf) and, in both lanes, the
// start's.
import { addOuter, addOuters, clearOuter, flush, flushStart } from "./outer";

declare function exp(x: f64): f64;
declare function log(x: f64): f64;

/** Where the host writes log Φ and the inverse Mills ratio, as cubics on cells of [−NEAR, NEAR]. */
const TABLE: usize = 0;
const CELLS_PER_UNIT: f64 = 64;
/** The threshold is felt within so many sd. */
const NEAR: f64 = 6;
/** The least share of a variance that a truncation leaves. */
const LEAST: f64 = 1e-6;
/** Coordinates, in the order of the score. */
const V_RESET: i32 = 3;
const V_INIT: i32 = 4;

/** log Φ(z) and φ(z) / Φ(z). */

function normalTail(z: f64): v128 {
  if (!(Math.abs(z) < NEAR)) return farTail(z);
  const place = (z + NEAR) * CELLS_PER_UNIT;
  const cell = <i32> place;
  const t = f64x2.splat(place - <f64> cell);
  const at = TABLE + ((<usize> cell) << 6);
  const upper = f64x2.add(v128.load(at, 32), f64x2.mul(t, v128.load(at, 48)));
  const middle = f64x2.add(v128.load(at, 16), f64x2.mul(t, upper));
  return f64x2.add(v128.load(at), f64x2.mul(t, middle));
}

/** The same far from 0: Laplace's continued fraction of φ(x) / Φ(−x), x = |z|. */
function farTail(z: f64): v128 {
  const x = Math.abs(z);
  let mills = x;
  for (let n: f64 = 16; n > 0; n--) mills = x + n / mills;
  let value = -0.5 * z * z - 0.9189385332046727; // log φ(z), with log √(2 π)
  if (z > 0) {
    const density = exp(value);
    value = -density / mills;
    mills = density;
  } else {
    value -= log(mills);
  }
  return f64x2.replace_lane(f64x2.splat(value), 1, mills);
}

/**
 * Expands the log likelihood of `steps` samples, f32, about a point given as V_th, V_reset, V_init
 * and V_inf, with e = dt / tau_m and the variance q2 of a step; at `out` it leaves the value, the
 * score [6] and the lower triangle of the information [21], f64. V_inf is the steady voltage where
 * the current is `reference`; a current of I lifts it by (I - reference) resistance.
 */
export function expand(
  steps: i32,
  refractory: i32,
  threshold: f64,
  reset: f64,
  init: f64,
  drift: f64,
  e: f64,
  q2: f64,
  noise: f64,
  reference: f64,
  resistance: f64,
  voltage: usize,
  spikes: usize,
  current: usize,
  out: usize,
): void {
  const a = 1 - e;
  const a2 = a * a;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const first = f64x2.replace_lane(zero, 0, 1);
  const keep = f64x2.splat(a);
  const keep2 = f64x2.splat(a2);
  const moveB = f64x2.replace_lane(zero, 1, e);
  const widenB = f64x2.replace_lane(zero, 0, -2 * q2);
  memory.fill(out, 0, 28 * 8);
  clearOuter();

  // The distribution, and the derivatives of its mean and its variance.
  let mean = init;
  let variance: f64 = 0;
  let meanA = zero;
  let meanB = zero;
  let meanS = one;
  let varianceA = zero;
  let varianceB = zero;
  let varianceS = zero;
  let scoreA = zero;
  let scoreB = zero;
  let scoreS = zero;
  // Sums of the value: squares, log Φ, logarithms of precisions and what is not yet in them.
  let squares: f64 = 0;
  let tails: f64 = 0;
  let logs: f64 = 0;
  let product: f64 = 1;
  // Samples seen at reset: number and sum of residuals; the squares' sum joins the value's.
  let resets: f64 = 0;
  let residuals: f64 = 0;
  let pinned: f64 = 0;
  let start = V_INIT;
  let held = 0;

  const atInit = <f64> load<f32>(voltage) - init;
  pinned += atInit * atInit;
  const end = steps - 1;
  for (let k = 1; k <= end; k++) {
    const y = <f64> load<f32>(voltage + 4 * <usize> k);
    if (held > 0 && k < end) {
      held--;
      const residual = y - reset;
      pinned += residual * residual;
      residuals += residual;
      resets += 1;
      continue;
    }
    // The distribution of the next voltage.
    const lift = (<f64> load<f32>(current + 4 * <usize> (k - 1)) - reference) * resistance;
    const drifted = f64x2.replace_lane(zero, 1, e * (mean - (drift + lift)));
    const moved = f64x2.replace_lane(moveB, 0, -e * lift);
    const widened = f64x2.replace_lane(zero, 1, 2 * (a * e * variance - q2));
    meanA = f64x2.add(f64x2.mul(keep, meanA), drifted);
    meanB = f64x2.add(f64x2.mul(keep, meanB), moved);
    meanS = f64x2.mul(keep, meanS);
    varianceA = f64x2.add(f64x2.mul(keep2, varianceA), widened);
    varianceB = f64x2.add(f64x2.mul(keep2, varianceB), widenB);
    varianceS = f64x2.mul(keep2, varianceS);
    mean = a * mean + e * (drift + lift);
    variance = a2 * variance + q2;

    const fired = load<f32>(spikes + 4 * <usize> k) > 0;
    if (!fired) {
      // What the observed voltage tells.
      const residual = y - mean;
      const precision = 1 / (variance + noise);
      const kept = noise * precision;
      const forMean = residual * precision;
      const weight = f64x2.splat(precision);
      const weight2 = f64x2.splat(0.5 * precision * precision);
      addOuters(meanA, meanB, meanS, weight, varianceA, varianceB, varianceS, weight2);
      squares += residual * forMean;
      product *= precision;
      if (product > 1e100 || product < 1e-100) {
        logs += log(product);
        product = 1;
      }
      const mScore = f64x2.splat(forMean);
      const vScore = f64x2.splat(0.5 * (residual * forMean - 1) * precision);
      scoreA = f64x2.add(scoreA, f64x2.add(f64x2.mul(mScore, meanA), f64x2.mul(vScore, varianceA)));
      scoreB = f64x2.add(scoreB, f64x2.add(f64x2.mul(mScore, meanB), f64x2.mul(vScore, varianceB)));
      scoreS = f64x2.add(scoreS, f64x2.add(f64x2.mul(mScore, meanS), f64x2.mul(vScore, varianceS)));
      const share = f64x2.splat(kept);
      const tilt = f64x2.splat(kept * forMean);
      const share2 = f64x2.splat(kept * kept);
      meanA = f64x2.add(f64x2.mul(share, meanA), f64x2.mul(tilt, varianceA));
      meanB = f64x2.add(f64x2.mul(share, meanB), f64x2.mul(tilt, varianceB));
      meanS = f64x2.add(f64x2.mul(share, meanS), f64x2.mul(tilt, varianceS));
      varianceA = f64x2.mul(share2, varianceA);
      varianceB = f64x2.mul(share2, varianceB);
      varianceS = f64x2.mul(share2, varianceS);
      mean += variance * forMean;
      variance *= kept;
      const gap = threshold - mean;
      if (k == end || (gap > 0 && gap * gap >= NEAR * NEAR * variance)) continue;
    }

    // What a voltage below the threshold tells, or one beyond it.
    const sd = Math.sqrt(variance);
    const sign: f64 = fired ? -1 : 1;
    const scale = sign / sd;
    const distance = (threshold - mean) * scale;
    const tail = normalTail(distance);
    const mills = f64x2.extract_lane(tail, 1);
    const slope = mills * (mills + distance);
    tails += f64x2.extract_lane(tail, 0);
    const shift = f64x2.splat(scale);
    const spread = f64x2.splat(-0.5 * distance * scale * scale);
    const gapA = f64x2.sub(first, meanA);
    const distanceA = f64x2.add(f64x2.mul(shift, gapA), f64x2.mul(spread, varianceA));
    const distanceB = f64x2.sub(f64x2.mul(spread, varianceB), f64x2.mul(shift, meanB));
    const distanceS = f64x2.sub(f64x2.mul(spread, varianceS), f64x2.mul(shift, meanS));
    addOuter(distanceA, distanceB, distanceS, f64x2.splat(max<f64>(0, slope)));
    const tScore = f64x2.splat(mills);
    scoreA = f64x2.add(scoreA, f64x2.mul(tScore, distanceA));
    scoreB = f64x2.add(scoreB, f64x2.mul(tScore, distanceB));
    scoreS = f64x2.add(scoreS, f64x2.mul(tScore, distanceS));

    if (fired) {
      if (start == V_INIT) {
        flushStart(out, start, scoreS);
        scoreS = zero;
        start = V_RESET;
      }
      const residual = y - reset;
      pinned += residual * residual;
      residuals += residual;
      resets += 1;
      held = refractory;
      mean = reset;
      variance = 0;
      meanA =
        meanB =
        varianceA =
        varianceB =
        varianceS =
          zero;
      meanS = one;
      continue;
    }
    // The distribution cut off at the threshold.
    const left = max<f64>(LEAST, 1 - slope);
    const pull = f64x2.splat(0.5 * mills * scale);
    const turn = f64x2.splat(sd * slope);
    const bend = f64x2.splat(variance * (slope * (distance + 2 * mills) - mills));
    const rest = f64x2.splat(left);
    meanA = f64x2.add(meanA, f64x2.sub(f64x2.mul(turn, distanceA), f64x2.mul(pull, varianceA)));
    meanB = f64x2.add(meanB, f64x2.sub(f64x2.mul(turn, distanceB), f64x2.mul(pull, varianceB)));
    meanS = f64x2.add(meanS, f64x2.sub(f64x2.mul(turn, distanceS), f64x2.mul(pull, varianceS)));
    varianceA = f64x2.add(f64x2.mul(rest, varianceA), f64x2.mul(bend, distanceA));
    varianceB = f64x2.add(f64x2.mul(rest, varianceB), f64x2.mul(bend, distanceB));
    varianceS = f64x2.add(f64x2.mul(rest, varianceS), f64x2.mul(bend, distanceS));
    mean -= sd * mills;
    variance *= left;
  }

  flushStart(out, start, scoreS);
  flush(out, scoreA, scoreB);
  store<f64>(out, tails + 0.5 * (logs + log(product) - squares - pinned / noise));
  seen(out, V_INIT, 1 / noise, atInit / noise);
  seen(out, V_RESET, resets / noise, residuals / noise);
}

/** Adds what samples pinned to a coordinate tell of it. */
function seen(out: usize, coordinate: i32, information: f64, score: f64): void {
  const first = out + 8 * <usize> (1 + coordinate);
  store<f64>(first, load<f64>(first) + score);
  const second = out + 8 * <usize> (7 + coordinate * (coordinate + 3) / 2);
  store<f64>(second, load<f64>(second) + information);
}
