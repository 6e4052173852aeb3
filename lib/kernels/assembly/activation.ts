import { Floats } from "./floats";
import { Lanes } from "./lanes";

// The nonlinearities of networks/activations.ts, in the order of kernels/activation.ts.
const SILU: i32 = 0, HARD_SILU: i32 = 1, MISH: i32 = 2;

class Activation {
  @inline
  static value(kind: i32, x: v128): v128 {
    const one = f32x4.splat(1);
    if (kind === SILU) return f32x4.mul(x, Lanes.sigmoid(x));
    if (kind === HARD_SILU) return f32x4.mul(x, Lanes.clip(Activation.ramp(x), 0, 1));
    if (kind === MISH) {
      const s = Lanes.sigmoid(f32x4.neg(x)), square = f32x4.mul(s, s);
      return f32x4.mul(x, f32x4.div(f32x4.sub(one, square), f32x4.add(square, one)));
    }
    return Activation.tanh(x);
  }

  @inline
  static slope(kind: i32, x: v128): v128 {
    const one = f32x4.splat(1);
    if (kind === SILU) { // σ (1 + x (1 − σ))
      const s = Lanes.sigmoid(x);
      return f32x4.mul(s, Lanes.madd(x, f32x4.sub(one, s), one));
    }
    if (kind === HARD_SILU) {
      const ramp = Activation.ramp(x);
      const within = v128.and(f32x4.ge(ramp, f32x4.splat(0)), f32x4.le(ramp, one));
      const part = v128.and(f32x4.div(x, f32x4.splat(6)), within);
      return f32x4.add(Lanes.clip(ramp, 0, 1), part);
    }
    if (kind === MISH) { // t + x dt/ds ds/dx with t = (1 − s²) / (1 + s²) and s = σ(−x)
      const s = Lanes.sigmoid(f32x4.neg(x)), square = f32x4.mul(s, s);
      const rest = f32x4.div(one, f32x4.add(square, one));
      const t = f32x4.mul(f32x4.sub(one, square), rest);
      const bend = f32x4.mul(f32x4.mul(square, f32x4.sub(one, s)), f32x4.mul(rest, rest));
      return Lanes.madd(f32x4.mul(x, f32x4.splat(4)), bend, t);
    }
    const t = Activation.tanh(x);
    return Lanes.nmadd(t, t, one);
  }

  /** 0 at −3, 1 at 3 */
  @inline
  static ramp(x: v128): v128 {
    return f32x4.div(f32x4.add(x, f32x4.splat(3)), f32x4.splat(6));
  }

  @inline
  static tanh(x: v128): v128 {
    const s = Lanes.sigmoid(f32x4.add(x, x));
    return f32x4.sub(f32x4.add(s, s), f32x4.splat(1));
  }

  @inline
  static values(kind: i32, count: i32, x: Floats, y: Floats): void {
    let i = 0;
    for (; i + 4 <= count; i += 4) y.setFour(i, Activation.value(kind, x.four(i)));
    for (; i < count; i++) y[i] = f32x4.extract_lane(Activation.value(kind, x.repeat(i)), 0);
  }

  @inline
  static gradients(kind: i32, count: i32, x: Floats, dy: Floats, dx: Floats): void {
    let i = 0;
    for (; i + 4 <= count; i += 4) {
      dx.setFour(i, f32x4.mul(dy.four(i), Activation.slope(kind, x.four(i))));
    }
    for (; i < count; i++) {
      dx[i] = dy[i] * f32x4.extract_lane(Activation.slope(kind, x.repeat(i)), 0);
    }
  }
}

/** y = a(x), which may be in the same place. */
export function activation(kind: i32, count: i32, x: Floats, y: Floats): void {
  if (kind === 0) Activation.values(0, count, x, y);
  else if (kind === 1) Activation.values(1, count, x, y);
  else if (kind === 2) Activation.values(2, count, x, y);
  else Activation.values(3, count, x, y);
}

/** dx = a′(x) dy, which may be in the same place. */
export function activationGradient(kind: i32, count: i32, x: Floats, dy: Floats, dx: Floats): void {
  if (kind === 0) Activation.gradients(0, count, x, dy, dx);
  else if (kind === 1) Activation.gradients(1, count, x, dy, dx);
  else if (kind === 2) Activation.gradients(2, count, x, dy, dx);
  else Activation.gradients(3, count, x, dy, dx);
}
