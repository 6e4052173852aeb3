// The exponential function of ../exponential.ts in the same arithmetic, two numbers at a time.
import { BIAS, FACTORIALS, LARGEST, LN2, LOG2E, ROUNDING } from "./memory";

export class Exponential {
  /** exp(x), of two f64. */
  @inline
  static of(x: v128): v128 {
    const largest = v128.load64_splat(LARGEST);
    const rounding = v128.load64_splat(ROUNDING);
    const bounded = f64x2.pmin(largest, f64x2.pmax(f64x2.neg(largest), x));
    const shifted = f64x2.add(f64x2.mul(bounded, v128.load64_splat(LOG2E)), rounding);
    const k = f64x2.sub(shifted, rounding);
    const r = f64x2.sub(bounded, f64x2.mul(k, v128.load64_splat(LN2)));
    const r2 = f64x2.mul(r, r);
    const low = f64x2.add(
      f64x2.add(v128.load64_splat(FACTORIALS), r),
      f64x2.mul(
        r2,
        f64x2.add(
          v128.load64_splat(FACTORIALS, 8),
          f64x2.mul(r, v128.load64_splat(FACTORIALS, 16)),
        ),
      ),
    );
    const high = f64x2.add(
      f64x2.add(
        v128.load64_splat(FACTORIALS, 24),
        f64x2.mul(r, v128.load64_splat(FACTORIALS, 32)),
      ),
      f64x2.mul(
        r2,
        f64x2.add(
          v128.load64_splat(FACTORIALS, 40),
          f64x2.mul(r, v128.load64_splat(FACTORIALS, 48)),
        ),
      ),
    );
    // 2ᵏ: k is in the lowest bits of what was rounded, and becomes an exponent.
    const power = i64x2.shl(i64x2.add(shifted, v128.load64_splat(BIAS)), 52);
    return f64x2.mul(f64x2.add(low, f64x2.mul(f64x2.mul(r2, r2), high)), power);
  }
}
