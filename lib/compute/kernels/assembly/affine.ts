import { Floats } from "./floats";
import { Lanes } from "./lanes";

const UNIT: f32 = 1.718281828; // e − 1: a scale of 1 at α = 0

/** The maps of bijectors/affine_family.ts, a = log(1 + (e − 1) exp(asinh α)). */
class Scale {
  /** exp(asinh α) = α + √(α² + 1), without cancellation below 0. */
  @inline
  static growth(alpha: v128): v128 {
    const size = f32x4.abs(alpha), one = f32x4.splat(1);
    const grown = f32x4.add(size, f32x4.sqrt(Lanes.madd(size, size, one)));
    return v128.bitselect(f32x4.div(one, grown), grown, f32x4.lt(alpha, f32x4.splat(0)));
  }

  /** The parameter that lies `offset` behind the first, of four elements. */
  @inline
  static parameter(h: Floats, e: i32, last: i32, offset: i32): v128 {
    h = h.at(offset);
    const two = f32x4.replace_lane(h.repeat(2 * e), 1, h[2 * min(e + 1, last)]);
    const three = f32x4.replace_lane(two, 2, h[2 * min(e + 2, last)]);
    return f32x4.replace_lane(three, 3, h[2 * min(e + 3, last)]);
  }
}

/** y = a x + b and log a, or the inverse, of `count` elements with two parameters each. */
export function affine(
  inverse: bool,
  count: i32,
  x: Floats,
  h: Floats,
  value: Floats,
  logDerivative: Floats,
): void {
  const last = count - 1;
  for (let e = 0; e < count; e += 4) {
    const growth = Scale.growth(Scale.parameter(h, e, last, 0));
    const a = Lanes.log1p(f32x4.mul(growth, f32x4.splat(UNIT)));
    const log = Lanes.log(a);
    for (let lane = 0; lane < 4 && e + lane < count; lane++) {
      const i = e + lane, b = h[2 * i + 1];
      const scale = Pick.lane(a, lane), logScale = Pick.lane(log, lane);
      value[i] = inverse ? (x[i] - b) / scale : scale * x[i] + b;
      logDerivative[i] = inverse ? -logScale : logScale;
    }
  }
}

class Pick {
  @inline
  static lane(x: v128, lane: i32): f32 {
    if (lane === 0) return f32x4.extract_lane(x, 0);
    if (lane === 1) return f32x4.extract_lane(x, 1);
    if (lane === 2) return f32x4.extract_lane(x, 2);
    return f32x4.extract_lane(x, 3);
  }
}

/** The gradients dx and dh of {@link affine}, from those of its two results. */
export function affineGradient(
  inverse: bool,
  count: i32,
  x: Floats,
  h: Floats,
  dValue: Floats,
  dLogDerivative: Floats,
  dx: Floats,
  dh: Floats,
): void {
  const last = count - 1, one = f32x4.splat(1);
  for (let e = 0; e < count; e += 4) {
    const alpha = Scale.parameter(h, e, last, 0);
    const raw = f32x4.mul(Scale.growth(alpha), f32x4.splat(UNIT));
    const a = Lanes.log1p(raw);
    // da/dα = raw / (1 + raw) / √(α² + 1)
    const root = f32x4.sqrt(Lanes.madd(alpha, alpha, one));
    const slope = f32x4.div(raw, f32x4.mul(f32x4.add(one, raw), root));
    for (let lane = 0; lane < 4 && e + lane < count; lane++) {
      const i = e + lane, scale = Pick.lane(a, lane);
      const g = inverse ? dValue[i] / scale : dValue[i] * scale;
      const forLog = dLogDerivative[i] / scale;
      const forScale = inverse
        ? -g * (x[i] - h[2 * i + 1]) / scale - forLog
        : dValue[i] * x[i] + forLog;
      dx[i] = g;
      dh[2 * i] = forScale * Pick.lane(slope, lane);
      dh[2 * i + 1] = inverse ? -g : dValue[i];
    }
  }
}
