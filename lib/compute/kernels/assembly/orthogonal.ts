import { Floats } from "./floats";
import { gemm } from "./gemm";
import { Lanes } from "./lanes";

class Blend {
  /** y = a x + b y */
  @inline
  static into(count: i32, a: f32, x: Floats, b: f32, y: Floats): void {
    let i = 0;
    const fourA = f32x4.splat(a), fourB = f32x4.splat(b);
    for (; i + 4 <= count; i += 4) {
      y.setFour(i, Lanes.madd(fourA, x.four(i), f32x4.mul(fourB, y.four(i))));
    }
    for (; i < count; i++) y[i] = a * x[i] + b * y[i];
  }
}

/**
 * y = x [rows, columns] with singular values near 1, by `steps` of the iteration
 * y = a x + (b S + c S²) x with S = x xᵀ / ‖x‖², or its like from the right where there are more
 * rows than columns. `work` has room for x, two squares of the shorter side, and a product.
 */
export function orthogonal(
  rows: i32,
  columns: i32,
  steps: i32,
  a: f32,
  b: f32,
  c: f32,
  x: Floats,
  y: Floats,
  work: Floats,
): void {
  const size = rows * columns, wide = rows <= columns, side = min(rows, columns);
  const long = max(rows, columns), square = side * side;
  let sum: f64 = 0;
  for (let i = 0; i < size; i++) sum += <f64> x[i] * <f64> x[i];
  const share = <f32> (1 / (Math.sqrt(sum) + 1e-12));
  for (let i = 0; i < size; i++) y[i] = share * x[i];
  const old = work, gram = old.at(size), inner = gram.at(square), room = inner.at(square);
  const none = changetype<Floats>(0);
  for (let step = 0; step < steps; step++) {
    old.copyFrom(y, size);
    gemm(!wide, wide, side, side, long, old, columns, old, columns, gram, side, false, none, room);
    gemm(false, false, side, side, side, gram, side, gram, side, inner, side, false, none, room);
    Blend.into(square, b, gram, c, inner);
    Blend.into(size, a, old, 0, y);
    if (wide) {
      gemm(false, false, side, long, side, inner, side, old, long, y, long, true, none, room);
    } else gemm(false, false, long, side, side, old, side, inner, side, y, side, true, none, room);
  }
}
