/**
 * Functions of four numbers at a time. They keep no table, as static data would lie inside the heap
 * of tfjs, and give NaN for NaN, so that a loss that explodes is seen.
 */
export class Lanes {
  /** a b + c, rounded once where the machine can. */
  @inline
  static madd(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
    return f32x4.add(f32x4.mul(a, b), c);
  }

  /** c − a b */
  @inline
  static nmadd(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
    return f32x4.sub(c, f32x4.mul(a, b));
  }

  /** a b − c */
  @inline
  static msub(a: v128, b: v128, c: v128): v128 {
    return Lanes.madd(a, b, f32x4.neg(c));
  }

  /** x between two bounds. */
  @inline
  static clip(x: v128, low: f32, high: f32): v128 {
    return f32x4.pmax(f32x4.pmin(x, f32x4.splat(high)), f32x4.splat(low));
  }

  /** 2ⁿ eʳ with |r| ≤ log(2) / 2, by the polynomial of Cephes' expf (Moshier 1992). */
  @inline
  static exp(x: v128): v128 {
    x = Lanes.clip(x, -87, 88);
    const shifted = Lanes.madd(x, f32x4.splat(1.44269504088896341), f32x4.splat(12582912));
    const n = f32x4.sub(shifted, f32x4.splat(12582912)); // the nearest whole number
    let r = Lanes.nmadd(n, f32x4.splat(0.693359375), x);
    r = Lanes.madd(n, f32x4.splat(2.12194440e-4), r);
    let p = f32x4.splat(1.9875691500e-4);
    p = Lanes.madd(p, r, f32x4.splat(1.3981999507e-3));
    p = Lanes.madd(p, r, f32x4.splat(8.3334519073e-3));
    p = Lanes.madd(p, r, f32x4.splat(4.1665795894e-2));
    p = Lanes.madd(p, r, f32x4.splat(1.6666665459e-1));
    p = Lanes.madd(p, r, f32x4.splat(5.0000001201e-1));
    p = Lanes.madd(f32x4.mul(p, r), r, f32x4.add(r, f32x4.splat(1)));
    return i32x4.add(p, i32x4.shl(shifted, 23));
  }

  /** log x of positive normal numbers, by the polynomial of Cephes' logf. */
  @inline
  static log(x: v128): v128 {
    // x = 2ᵉ m with m in [√½, √2): the exponent's bits less those of √½.
    const above = i32x4.sub(x, i32x4.splat(0x3f3504f3));
    const e = f32x4.convert_i32x4_s(i32x4.shr_s(above, 23));
    const bits = v128.and(above, i32x4.splat(0x007fffff));
    const m = f32x4.sub(i32x4.add(bits, i32x4.splat(0x3f3504f3)), f32x4.splat(1));
    const square = f32x4.mul(m, m);
    let p = f32x4.splat(7.0376836292e-2);
    p = Lanes.madd(p, m, f32x4.splat(-1.1514610310e-1));
    p = Lanes.madd(p, m, f32x4.splat(1.1676998740e-1));
    p = Lanes.madd(p, m, f32x4.splat(-1.2420140846e-1));
    p = Lanes.madd(p, m, f32x4.splat(1.4249322787e-1));
    p = Lanes.madd(p, m, f32x4.splat(-1.6668057665e-1));
    p = Lanes.madd(p, m, f32x4.splat(2.0000714765e-1));
    p = Lanes.madd(p, m, f32x4.splat(-2.4999993993e-1));
    p = Lanes.madd(p, m, f32x4.splat(3.3333331174e-1));
    p = f32x4.mul(f32x4.mul(p, m), square);
    p = Lanes.nmadd(e, f32x4.splat(2.12194440e-4), p);
    p = Lanes.nmadd(square, f32x4.splat(0.5), p);
    p = Lanes.madd(e, f32x4.splat(0.693359375), f32x4.add(m, p));
    return f32x4.add(p, f32x4.sub(x, x)); // 0, but NaN if x is
  }

  /** 1 / (1 + e⁻ˣ) */
  @inline
  static sigmoid(x: v128): v128 {
    const one = f32x4.splat(1);
    return f32x4.div(one, f32x4.add(one, Lanes.exp(f32x4.neg(x))));
  }

  /** log(1 + x) of x ≥ 0, with all digits where x is small (Goldberg 1991, theorem 4). */
  @inline
  static log1p(x: v128): v128 {
    const one = f32x4.splat(1);
    const w = f32x4.add(one, x);
    const accurate = f32x4.div(f32x4.mul(x, Lanes.log(w)), f32x4.sub(w, one));
    return v128.bitselect(x, accurate, f32x4.eq(w, one));
  }
}
