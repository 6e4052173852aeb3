import { Floats } from "./floats";
import { Lanes } from "./lanes";
import { Bin, BIN_SIZE, Curve, LEAST, PER_UNIT, Spline } from "./spline_bin";

/** Four elements. Past the last one, it is taken again, with the same results. */
class Four {
  @inline
  static load(x: Floats, e: i32, last: i32): v128 {
    if (e + 3 <= last) return x.four(e);
    const value = f32x4.replace_lane(x.repeat(last), 0, x[e]);
    const two = f32x4.replace_lane(value, 1, x[min(e + 1, last)]);
    return f32x4.replace_lane(two, 2, x[min(e + 2, last)]);
  }

  @inline
  static store(x: Floats, e: i32, last: i32, value: v128): void {
    if (e + 3 <= last) x.setFour(e, value);
    else {
      x[e] = f32x4.extract_lane(value, 0);
      if (e + 1 <= last) x[e + 1] = f32x4.extract_lane(value, 1);
      if (e + 2 <= last) x[e + 2] = f32x4.extract_lane(value, 2);
    }
  }
}

/**
 * Splines on [−bound, bound], of `count` elements x with 3 bins − 1 parameters h each: their values
 * and the logarithms of their slopes, or of the inverse. `work` has room for 12 bins + 68 numbers.
 */
export function spline(
  inverse: bool,
  count: i32,
  bins: i32,
  bound: f32,
  x: Floats,
  h: Floats,
  value: Floats,
  logDerivative: Floats,
  work: Floats,
): void {
  const size = 3 * bins - 1, last = count - 1;
  const bin = changetype<Bin>(work), curve = changetype<Curve>(work.at(BIN_SIZE));
  const exps = work.at(2 * BIN_SIZE);
  const reach = f32x4.splat(bound), span = f32x4.splat(2 * bound);
  for (let e = 0; e < count; e += 4) {
    const given = Four.load(x, e, last);
    const clipped = Lanes.clip(given, -bound, bound);
    const inside = f32x4.lt(f32x4.abs(given), reach);
    const position = f32x4.div(f32x4.add(clipped, reach), span);
    Spline.exps(
      size,
      h.at(e * size),
      h.at(min(e + 1, last) * size),
      h.at(min(e + 2, last) * size),
      h.at(min(e + 3, last) * size),
      exps,
    );
    Spline.find(bins, exps, position, inverse, bin);
    Spline.slopes(bin, curve);
    let image: v128;
    if (inverse) {
      const xi = Spline.xiOfHeight(bin, position, curve);
      Spline.at(xi, curve);
      image = f32x4.div(Lanes.madd(xi, bin.width, bin.left), bin.totalX);
    } else {
      Spline.at(Spline.xi(bin, position), curve);
      image = f32x4.div(Lanes.madd(curve.eta, bin.height, bin.bottom), bin.totalY);
    }
    image = f32x4.sub(f32x4.mul(image, span), reach);
    // A NaN is not inside: it comes back as it is, and its logarithm with it.
    const log = Spline.logDerivative(curve);
    const logInside = v128.and(inverse ? f32x4.neg(log) : log, inside);
    Four.store(value, e, last, v128.bitselect(image, given, inside));
    Four.store(logDerivative, e, last, f32x4.add(logInside, f32x4.sub(clipped, clipped)));
  }
}

/** The gradient for a bin and for the position in it, from those of value and log-derivative. */
class BinGradient {
  /** Into `gradient`; returns that for the position along x. */
  @inline
  static at(
    bin: Bin,
    curve: Curve,
    xi: v128,
    position: v128,
    valueWeight: v128,
    logWeight: v128,
    gradient: Bin,
  ): v128 {
    const one = f32x4.splat(1);
    const s = curve.s, t = curve.t, D = curve.D, eta = curve.eta, rest = curve.rest;
    const xi2 = f32x4.mul(xi, xi), t2 = f32x4.add(t, t), slant = f32x4.sub(rest, xi);
    const twiceLog = f32x4.add(logWeight, logWeight);
    const bottom = f32x4.div(valueWeight, bin.totalY);
    const gN = f32x4.div(f32x4.mul(bottom, bin.height), D);
    const gD = f32x4.neg(Lanes.madd(gN, eta, f32x4.div(twiceLog, D)));
    const gM = f32x4.div(logWeight, curve.M);
    let gS = Lanes.madd(gN, xi2, f32x4.mul(gD, f32x4.sub(one, t2)));
    gS = f32x4.add(Lanes.madd(gM, t2, gS), f32x4.div(twiceLog, s));
    const gStart = Lanes.madd(f32x4.add(gN, gD), t, f32x4.mul(gM, f32x4.mul(rest, rest)));
    const gEnd = Lanes.madd(gD, t, f32x4.mul(gM, xi2));
    const fromN = Lanes.madd(curve.start, slant, f32x4.mul(f32x4.add(s, s), xi));
    let fromM = Lanes.madd(curve.end, xi, f32x4.mul(s, slant));
    fromM = Lanes.nmadd(curve.start, rest, fromM);
    let gXi = Lanes.madd(gN, fromN, f32x4.mul(f32x4.mul(gD, curve.bend), slant));
    gXi = Lanes.madd(f32x4.add(gM, gM), fromM, gXi);
    const gPosition = f32x4.div(gXi, bin.width), logS = f32x4.mul(gS, s);
    const value = f32x4.div(Lanes.madd(eta, bin.height, bin.bottom), bin.totalY);
    gradient.left = f32x4.neg(gPosition);
    gradient.width = f32x4.neg(Lanes.madd(gPosition, xi, f32x4.div(logS, bin.width)));
    gradient.bottom = bottom;
    gradient.height = Lanes.madd(bottom, eta, f32x4.div(logS, bin.height));
    gradient.rawStart = f32x4.div(gStart, f32x4.add(bin.rawStart, f32x4.splat(PER_UNIT)));
    gradient.rawEnd = f32x4.div(gEnd, f32x4.add(bin.rawEnd, f32x4.splat(PER_UNIT)));
    gradient.totalX = Lanes.madd(gPosition, position, f32x4.div(logS, bin.totalX));
    gradient.totalY = f32x4.neg(Lanes.madd(bottom, value, f32x4.div(logS, bin.totalY)));
    return f32x4.mul(gPosition, bin.totalX);
  }

  /** The gradient for parameter i of four elements, where each stands for exp(h). */
  @inline
  static store(
    i: i32,
    value: v128,
    inside: v128,
    exps: Floats,
    d0: Floats,
    d1: Floats,
    d2: Floats,
    d3: Floats,
  ): void {
    const dh = v128.and(f32x4.mul(value, exps.four(4 * i)), inside);
    d0[i] = f32x4.extract_lane(dh, 0);
    d1[i] = f32x4.extract_lane(dh, 1);
    d2[i] = f32x4.extract_lane(dh, 2);
    d3[i] = f32x4.extract_lane(dh, 3);
  }
}

/** The gradients dx and dh of {@link spline}, from those of its two results. */
export function splineGradient(
  inverse: bool,
  count: i32,
  bins: i32,
  bound: f32,
  x: Floats,
  h: Floats,
  dValue: Floats,
  dLogDerivative: Floats,
  dx: Floats,
  dh: Floats,
  work: Floats,
): void {
  const size = 3 * bins - 1, last = count - 1;
  const bin = changetype<Bin>(work), curve = changetype<Curve>(work.at(BIN_SIZE));
  const gradient = changetype<Bin>(work.at(2 * BIN_SIZE)), exps = work.at(3 * BIN_SIZE);
  const reach = f32x4.splat(bound), span = f32x4.splat(2 * bound), zero = f32x4.splat(0);
  const share = f32x4.splat(1 - LEAST * <f32> bins), least = f32x4.splat(LEAST);
  for (let e = 0; e < count; e += 4) {
    const e1 = min(e + 1, last), e2 = min(e + 2, last), e3 = min(e + 3, last);
    const given = Four.load(x, e, last);
    const inside = f32x4.lt(f32x4.abs(given), reach);
    let position = f32x4.div(f32x4.add(Lanes.clip(given, -bound, bound), reach), span);
    Spline.exps(size, h.at(e * size), h.at(e1 * size), h.at(e2 * size), h.at(e3 * size), exps);
    Spline.find(bins, exps, position, inverse, bin);
    Spline.slopes(bin, curve);
    const forValue = Four.load(dValue, e, last), forLog = Four.load(dLogDerivative, e, last);
    let forX: v128;
    if (inverse) {
      // x = f⁻¹(y) has ∂x/∂y = 1 / f′ and ∂x/∂h = −(∂f/∂h) / f′; forLog is for −log f′.
      const xi = Spline.xiOfHeight(bin, position, curve);
      Spline.at(xi, curve);
      position = f32x4.div(Lanes.madd(xi, bin.width, bin.left), bin.totalX);
      const ratio = f32x4.div(curve.s, curve.D);
      const slope = f32x4.mul(curve.M, f32x4.mul(ratio, ratio));
      const viaLog = BinGradient.at(bin, curve, xi, position, zero, forLog, gradient);
      forX = f32x4.div(f32x4.sub(forValue, f32x4.div(viaLog, span)), slope);
      const weight = f32x4.neg(f32x4.mul(forX, span));
      BinGradient.at(bin, curve, xi, position, weight, f32x4.neg(forLog), gradient);
    } else {
      const xi = Spline.xi(bin, position);
      Spline.at(xi, curve);
      const weight = f32x4.mul(forValue, span);
      forX = BinGradient.at(bin, curve, xi, position, weight, forLog, gradient);
      forX = f32x4.div(forX, span);
    }
    Four.store(dx, e, last, v128.bitselect(forX, forValue, inside));

    const index = bin.index;
    const d0 = dh.at(e * size), d1 = dh.at(e1 * size), d2 = dh.at(e2 * size);
    const d3 = dh.at(e3 * size);
    // A knot is a sum of extents, and each extent has a least part of the total.
    const allX = Lanes.madd(
      least,
      Lanes.madd(index, gradient.left, gradient.width),
      gradient.totalX,
    );
    const allY = Lanes.madd(
      least,
      Lanes.madd(index, gradient.bottom, gradient.height),
      gradient.totalY,
    );
    for (let k = 0; k < bins; k++) {
      const at = f32x4.splat(<f32> k);
      const before = f32x4.lt(at, index), here = f32x4.eq(at, index);
      const alongX = v128.or(v128.and(gradient.left, before), v128.and(gradient.width, here));
      const alongY = v128.or(v128.and(gradient.bottom, before), v128.and(gradient.height, here));
      BinGradient.store(k, Lanes.madd(share, alongX, allX), inside, exps, d0, d1, d2, d3);
      BinGradient.store(bins + k, Lanes.madd(share, alongY, allY), inside, exps, d0, d1, d2, d3);
      if (k > 0) { // the knot between bin k − 1 and bin k
        const ends = f32x4.eq(f32x4.splat(<f32> (k - 1)), index);
        const slope = v128.or(v128.and(gradient.rawStart, here), v128.and(gradient.rawEnd, ends));
        BinGradient.store(2 * bins + k - 1, slope, inside, exps, d0, d1, d2, d3);
      }
    }
  }
}
