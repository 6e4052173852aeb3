import { Floats } from "./floats";
import { Lanes } from "./lanes";
import { clear } from "./rows";

/** Standard values are squashed softly to at most this. */
const LIMIT: f32 = 8;

/** Four standard values f before they are squashed. */
class Squash {
  /** 1 / √(1 + (f / LIMIT)²): f times it is squashed, and its third power is the derivative. */
  @inline
  static share(f: v128): v128 {
    const part = f32x4.mul(f, f32x4.splat(1 / LIMIT));
    const one = f32x4.splat(1);
    return f32x4.div(one, f32x4.sqrt(Lanes.madd(part, part, one)));
  }
}

/**
 * y [rows, bins, 2 filters] = means and variances in bins, of sums [rows, bins, 2 filters] of values
 * and of their squares over counts [rows, bins], in standard units: times a scale [bins, 2 filters]
 * less a shift of the same shape, squashed. An empty bin has 0. `filters` must be a multiple of 4.
 */
export function binMoments(
  rows: i32,
  bins: i32,
  filters: i32,
  sums: Floats,
  counts: Floats,
  scale: Floats,
  shift: Floats,
  y: Floats,
): void {
  for (let i = 0; i < rows; i++) {
    let s = scale, c = shift;
    for (let b = 0; b < bins; b++) {
      const count = counts[b];
      if (count > 0) {
        const share = f32x4.splat(<f32> 1 / count);
        for (let j = 0; j < filters; j += 4) {
          const k = j + filters;
          const mean = f32x4.mul(sums.four(j), share);
          const variance = Lanes.nmadd(mean, mean, f32x4.mul(sums.four(k), share));
          const f = Lanes.msub(mean, s.four(j), c.four(j));
          const g = Lanes.msub(variance, s.four(k), c.four(k));
          y.setFour(j, f32x4.mul(f, Squash.share(f)));
          y.setFour(k, f32x4.mul(g, Squash.share(g)));
        }
      } else clear(2 * filters, y);
      sums = sums.at(2 * filters);
      c = c.at(2 * filters);
      s = s.at(2 * filters);
      y = y.at(2 * filters);
    }
    counts = counts.at(bins);
  }
}

/** The gradients for the sums, the scale and the shift, given that for y. */
export function binMomentsGradient(
  rows: i32,
  bins: i32,
  filters: i32,
  sums: Floats,
  counts: Floats,
  scale: Floats,
  shift: Floats,
  dy: Floats,
  dSums: Floats,
  dScale: Floats,
  dShift: Floats,
): void {
  clear(bins * 2 * filters, dScale);
  clear(bins * 2 * filters, dShift);
  for (let i = 0; i < rows; i++) {
    let at = 0;
    for (let b = 0; b < bins; b++) {
      const count = counts[b];
      if (count > 0) {
        const share = f32x4.splat(<f32> 1 / count);
        for (let j = at; j < at + filters; j += 4) {
          const k = j + filters;
          const mean = f32x4.mul(sums.four(j), share);
          const variance = Lanes.nmadd(mean, mean, f32x4.mul(sums.four(k), share));
          const s = scale.four(j), sK = scale.four(k);
          const r = Squash.share(Lanes.msub(mean, s, shift.four(j)));
          const rK = Squash.share(Lanes.msub(variance, sK, shift.four(k)));
          const df = f32x4.mul(dy.four(j), f32x4.mul(r, f32x4.mul(r, r)));
          const dg = f32x4.mul(dy.four(k), f32x4.mul(rK, f32x4.mul(rK, rK)));
          dScale.setFour(j, Lanes.madd(df, mean, dScale.four(j)));
          dScale.setFour(k, Lanes.madd(dg, variance, dScale.four(k)));
          const dMean = f32x4.mul(df, s), dVariance = f32x4.mul(dg, sK);
          dShift.setFour(j, f32x4.sub(dShift.four(j), df));
          dShift.setFour(k, f32x4.sub(dShift.four(k), dg));
          const twice = f32x4.add(mean, mean);
          dSums.setFour(j, f32x4.mul(share, Lanes.nmadd(twice, dVariance, dMean)));
          dSums.setFour(k, f32x4.mul(share, dVariance));
        }
      } else clear(2 * filters, dSums.at(at));
      at += 2 * filters;
    }
    sums = sums.at(at);
    dy = dy.at(at);
    dSums = dSums.at(at);
    counts = counts.at(bins);
  }
}
