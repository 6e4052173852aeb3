import { Floats } from "./floats";
import { Lanes } from "./lanes";

// The nonlinearities of networks/activations.ts, in the order of kernels/activation.ts.
const SILU: i32 = 0, HARD_SILU: i32 = 1, MISH: i32 = 2;

class Activation {
  /** What the value and the slope have in common: σ(x), a ramp, σ(−x) or tanh x. */
  @inline
  static core(kind: i32, x: v128): v128 {
    if (kind === SILU) return Lanes.sigmoid(x);
    if (kind === HARD_SILU) return Activation.ramp(x);
    if (kind === MISH) return Lanes.sigmoid(f32x4.neg(x));
    return Activation.tanh(x);
  }

  @inline
  static value(kind: i32, x: v128, core: v128): v128 {
    const one = f32x4.splat(1);
    if (kind === SILU) return f32x4.mul(x, core);
    if (kind === HARD_SILU) return f32x4.mul(x, Lanes.clip(core, 0, 1));
    if (kind === MISH) { // x (1 − s²) / (1 + s²) with s = σ(−x)
      const square = f32x4.mul(core, core);
      return f32x4.mul(x, f32x4.div(f32x4.sub(one, square), f32x4.add(square, one)));
    }
    return core;
  }

  @inline
  static slope(kind: i32, x: v128, core: v128): v128 {
    const one = f32x4.splat(1);
    if (kind === SILU) { // σ (1 + x (1 − σ))
      return f32x4.mul(core, Lanes.madd(x, f32x4.sub(one, core), one));
    }
    if (kind === HARD_SILU) {
      const within = v128.and(f32x4.ge(core, f32x4.splat(0)), f32x4.le(core, one));
      const part = v128.and(f32x4.div(x, f32x4.splat(6)), within);
      return f32x4.add(Lanes.clip(core, 0, 1), part);
    }
    if (kind === MISH) { // t + x dt/ds ds/dx with t = (1 − s²) / (1 + s²)
      const square = f32x4.mul(core, core), rest = f32x4.div(one, f32x4.add(square, one));
      const t = f32x4.mul(f32x4.sub(one, square), rest);
      const bend = f32x4.mul(f32x4.mul(square, f32x4.sub(one, core)), f32x4.mul(rest, rest));
      return Lanes.madd(f32x4.mul(x, f32x4.splat(4)), bend, t);
    }
    return Lanes.nmadd(core, core, one);
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
    for (; i + 4 <= count; i += 4) {
      const at = x.four(i);
      y.setFour(i, Activation.value(kind, at, Activation.core(kind, at)));
    }
    for (; i < count; i++) {
      const at = x.repeat(i);
      y[i] = f32x4.extract_lane(Activation.value(kind, at, Activation.core(kind, at)), 0);
    }
  }

  @inline
  static gradients(kind: i32, count: i32, x: Floats, dy: Floats, dx: Floats, y: Floats): void {
    let i = 0;
    for (; i + 4 <= count; i += 4) {
      const at = x.four(i), d = dy.four(i), core = Activation.core(kind, at);
      y.setFour(i, Activation.value(kind, at, core));
      dx.setFour(i, f32x4.mul(d, Activation.slope(kind, at, core)));
    }
    for (; i < count; i++) {
      const at = x.repeat(i), d = dy[i], core = Activation.core(kind, at);
      y[i] = f32x4.extract_lane(Activation.value(kind, at, core), 0);
      dx[i] = d * f32x4.extract_lane(Activation.slope(kind, at, core), 0);
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

/** dx = a′(x) dy, which may be in the same place, and y = a(x) anew; dx is kept if both are one. */
export function activationGradient(
  kind: i32,
  count: i32,
  x: Floats,
  dy: Floats,
  dx: Floats,
  y: Floats,
): void {
  if (kind === 0) Activation.gradients(0, count, x, dy, dx, y);
  else if (kind === 1) Activation.gradients(1, count, x, dy, dx, y);
  else if (kind === 2) Activation.gradients(2, count, x, dy, dx, y);
  else Activation.gradients(3, count, x, dy, dx, y);
}
