import { Floats } from "./floats";
import { Lanes } from "./lanes";
import { clear } from "./rows";

/** Standard values are squashed softly to at most this. */
const LIMIT: f32 = 8;

/** Four standard values f, of a moment from its mean and its sd's inverse, before they are squashed. */
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
 * and of their squares over counts [rows, bins], in standard units: less a centre [bins, 2 filters]
 * times a scale of the same shape, squashed. An empty bin has 0. `filters` must be a multiple of 4.
 */
export function binMoments(
  rows: i32,
  bins: i32,
  filters: i32,
  sums: Floats,
  counts: Floats,
  centre: Floats,
  scale: Floats,
  y: Floats,
): void {
  for (let i = 0; i < rows; i++) {
    let c = centre, s = scale;
    for (let b = 0; b < bins; b++) {
      const count = counts[b];
      if (count > 0) {
        const share = f32x4.splat(<f32> 1 / count);
        for (let j = 0; j < filters; j += 4) {
          const k = j + filters;
          const mean = f32x4.mul(sums.four(j), share);
          const variance = Lanes.nmadd(mean, mean, f32x4.mul(sums.four(k), share));
          const f = f32x4.mul(f32x4.sub(mean, c.four(j)), s.four(j));
          const g = f32x4.mul(f32x4.sub(variance, c.four(k)), s.four(k));
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

/** The gradients for the sums, the centre and the scale, given that for y. */
export function binMomentsGradient(
  rows: i32,
  bins: i32,
  filters: i32,
  sums: Floats,
  counts: Floats,
  centre: Floats,
  scale: Floats,
  dy: Floats,
  dSums: Floats,
  dCentre: Floats,
  dScale: Floats,
): void {
  clear(bins * 2 * filters, dCentre);
  clear(bins * 2 * filters, dScale);
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
          const off = f32x4.sub(mean, centre.four(j)), offK = f32x4.sub(variance, centre.four(k));
          const sd = scale.four(j), sdK = scale.four(k);
          const r = Squash.share(f32x4.mul(off, sd)), rK = Squash.share(f32x4.mul(offK, sdK));
          const df = f32x4.mul(dy.four(j), f32x4.mul(r, f32x4.mul(r, r)));
          const dg = f32x4.mul(dy.four(k), f32x4.mul(rK, f32x4.mul(rK, rK)));
          dScale.setFour(j, Lanes.madd(df, off, dScale.four(j)));
          dScale.setFour(k, Lanes.madd(dg, offK, dScale.four(k)));
          const dMean = f32x4.mul(df, sd), dVariance = f32x4.mul(dg, sdK);
          dCentre.setFour(j, f32x4.sub(dCentre.four(j), dMean));
          dCentre.setFour(k, f32x4.sub(dCentre.four(k), dVariance));
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
