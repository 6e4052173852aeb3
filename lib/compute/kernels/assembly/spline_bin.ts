import { Floats } from "./floats";
import { Lanes } from "./lanes";

/** As in bijectors/spline_bin.ts and bijectors/rational_quadratic_spline.ts, of which this is a copy in four lanes. */
export const LEAST: f32 = 1e-3;
const UNIT: f32 = 1.7155649053; // expm1(1 − LEAST)
export const PER_UNIT: f32 = 0.5828983776; // 1 / UNIT
const LARGEST: f32 = 40;

/** The bins that hold four elements. Its numbers lie in the heap. */
@unmanaged
export class Bin {
  left: v128;
  width: v128;
  bottom: v128;
  height: v128;
  rawStart: v128;
  rawEnd: v128;
  totalX: v128;
  totalY: v128;
  /** Which of the bins it is. */
  index: v128;
}

/** The numbers of a bin, in floats. */
export const BIN_SIZE: i32 = 36;

/** The curve in a bin, and what its gradient needs. */
@unmanaged
export class Curve {
  s: v128;
  start: v128;
  end: v128;
  bend: v128;
  rest: v128;
  t: v128;
  D: v128;
  eta: v128;
  M: v128;
}

export class Spline {
  /** exps[i] = exp(h[i]) of the parameters of four elements, lane by lane. */
  @inline
  static exps(count: i32, h0: Floats, h1: Floats, h2: Floats, h3: Floats, exps: Floats): void {
    for (let i = 0; i < count; i++) {
      let h = v128.load32_zero(changetype<usize>(h0.at(i)));
      h = v128.load32_lane(changetype<usize>(h1.at(i)), h, 1);
      h = v128.load32_lane(changetype<usize>(h2.at(i)), h, 2);
      h = v128.load32_lane(changetype<usize>(h3.at(i)), h, 3);
      exps.setFour(4 * i, Lanes.exp(Lanes.clip(h, -LARGEST, LARGEST)));
    }
  }

  /** Finds the bins by a position in [0, 1] along x or, `alongY`, along y. */
  @inline
  static find(bins: i32, exps: Floats, position: v128, alongY: bool, bin: Bin): void {
    let totalX = f32x4.splat(0), totalY = f32x4.splat(0);
    for (let k = 0; k < bins; k++) {
      totalX = f32x4.add(totalX, exps.four(4 * k));
      totalY = f32x4.add(totalY, exps.four(4 * (bins + k)));
    }
    const share = f32x4.splat(1 - LEAST * <f32> bins);
    const leastX = f32x4.mul(totalX, f32x4.splat(LEAST));
    const leastY = f32x4.mul(totalY, f32x4.splat(LEAST));
    const reached = f32x4.mul(position, alongY ? totalY : totalX);
    const slopes = exps.at(8 * bins - 4); // that of knot k at 4 k, k from 1
    const one = f32x4.splat(1);
    let x = f32x4.splat(0), y = x, left = x, bottom = x, index = x;
    let width = Lanes.madd(share, exps.four(0), leastX);
    let height = Lanes.madd(share, exps.four(4 * bins), leastY);
    let rawStart = one, rawEnd = slopes.four(4);
    let nextX = width, nextY = height;
    for (let k = 1; k < bins; k++) {
      x = f32x4.add(x, nextX);
      y = f32x4.add(y, nextY);
      nextX = Lanes.madd(share, exps.four(4 * k), leastX);
      nextY = Lanes.madd(share, exps.four(4 * (bins + k)), leastY);
      const beyond = f32x4.gt(reached, alongY ? y : x);
      left = v128.bitselect(x, left, beyond);
      width = v128.bitselect(nextX, width, beyond);
      bottom = v128.bitselect(y, bottom, beyond);
      height = v128.bitselect(nextY, height, beyond);
      rawStart = v128.bitselect(slopes.four(4 * k), rawStart, beyond);
      rawEnd = v128.bitselect(k + 1 < bins ? slopes.four(4 * k + 4) : one, rawEnd, beyond);
      index = v128.bitselect(f32x4.splat(<f32> k), index, beyond);
    }
    bin.left = left;
    bin.width = width;
    bin.bottom = bottom;
    bin.height = height;
    bin.rawStart = rawStart;
    bin.rawEnd = rawEnd;
    bin.totalX = totalX;
    bin.totalY = totalY;
    bin.index = index;
  }

  @inline
  static derivative(raw: v128): v128 {
    const shifted = Lanes.madd(raw, f32x4.splat(UNIT), f32x4.splat(1));
    return f32x4.add(Lanes.log(shifted), f32x4.splat(LEAST));
  }

  /** The slopes of a bin: s, δ at both knots, and how far they are from a line's. */
  @inline
  static slopes(bin: Bin, curve: Curve): void {
    curve.s = f32x4.div(
      f32x4.mul(bin.height, bin.totalX),
      f32x4.mul(bin.width, bin.totalY),
    );
    curve.start = Spline.derivative(bin.rawStart);
    curve.end = Spline.derivative(bin.rawEnd);
    const twice = f32x4.add(curve.s, curve.s);
    curve.bend = f32x4.sub(f32x4.add(curve.start, curve.end), twice);
  }

  /** The curve at ξ. Durkan et al. 2019, eq. 4 is η, eq. 5 what M and D make. */
  @inline
  static at(xi: v128, curve: Curve): void {
    const rest = f32x4.sub(f32x4.splat(1), xi), t = f32x4.mul(xi, rest);
    const xi2 = f32x4.mul(xi, xi), s = curve.s;
    curve.rest = rest;
    curve.t = t;
    curve.D = Lanes.madd(curve.bend, t, s);
    curve.eta = f32x4.div(Lanes.madd(s, xi2, f32x4.mul(curve.start, t)), curve.D);
    let M = Lanes.madd(curve.end, xi2, f32x4.mul(f32x4.add(s, s), t));
    M = Lanes.madd(curve.start, f32x4.mul(rest, rest), M);
    curve.M = M;
  }

  /** The logarithm of the slope. */
  @inline
  static logDerivative(curve: Curve): v128 {
    const ratio = f32x4.div(curve.s, curve.D);
    return Lanes.log(f32x4.mul(curve.M, f32x4.mul(ratio, ratio)));
  }

  /** ξ at a position in [0, 1] along x. */
  @inline
  static xi(bin: Bin, position: v128): v128 {
    return f32x4.div(f32x4.sub(f32x4.mul(position, bin.totalX), bin.left), bin.width);
  }

  /** ξ at a position in [0, 1] along y: eqs. 6–8 in the stable form of eq. 29. */
  @inline
  static xiOfHeight(bin: Bin, position: v128, curve: Curve): v128 {
    const eta = f32x4.div(
      f32x4.sub(f32x4.mul(position, bin.totalY), bin.bottom),
      bin.height,
    );
    const bent = f32x4.mul(eta, curve.bend);
    const a = f32x4.add(f32x4.sub(curve.s, curve.start), bent);
    const b = f32x4.sub(curve.start, bent), c = f32x4.mul(curve.s, eta);
    const four = f32x4.mul(f32x4.mul(a, c), f32x4.splat(4));
    const root = f32x4.sqrt(f32x4.pmax(Lanes.madd(b, b, four), f32x4.splat(0)));
    return f32x4.div(f32x4.add(c, c), f32x4.add(b, root));
  }
}
