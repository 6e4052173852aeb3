import { Floats } from "./floats";
import { Lanes } from "./lanes";

/** Sets numbers to zero. */
export function clear(count: i32, x: Floats): void {
  memory.fill(changetype<usize>(x), 0, <usize> count << 2);
}

/** sums [n] = or += the sums of the columns of x [m, n]. */
export function columnSums(m: i32, n: i32, x: Floats, sums: Floats, add: bool): void {
  if (!add) clear(n, sums);
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j + 4 <= n; j += 4) sums.setFour(j, f32x4.add(sums.four(j), x.four(j)));
    for (; j < n; j++) sums[j] += x[j];
    x = x.at(n);
  }
}

/** Sums along a row, four at a time. */
class Row {
  @inline
  static sum(n: i32, x: Floats): f32 {
    let four = f32x4.splat(0), j = 0;
    for (; j + 4 <= n; j += 4) four = f32x4.add(four, x.four(j));
    let sum = Lanes.sum(four);
    for (; j < n; j++) sum += x[j];
    return sum;
  }

  @inline
  static dot(n: i32, x: Floats, y: Floats): f32 {
    let four = f32x4.splat(0), j = 0;
    for (; j + 4 <= n; j += 4) four = Lanes.madd(x.four(j), y.four(j), four);
    let sum = Lanes.sum(four);
    for (; j < n; j++) sum += x[j] * y[j];
    return sum;
  }

  /** y = a x + b */
  @inline
  static line(n: i32, a: f32, b: f32, x: Floats, y: Floats): void {
    const slope = f32x4.splat(a), start = f32x4.splat(b);
    let j = 0;
    for (; j + 4 <= n; j += 4) y.setFour(j, Lanes.madd(slope, x.four(j), start));
    for (; j < n; j++) y[j] = a * x[j] + b;
  }
}

/** y = exp(x) / Σ exp(x) in each row of x [m, n]. */
export function softmax(m: i32, n: i32, x: Floats, y: Floats): void {
  for (let i = 0; i < m; i++) {
    let top = x[0];
    for (let j = 1; j < n; j++) top = max(top, x[j]);
    const shift = f32x4.splat(top);
    let j = 0;
    for (; j + 4 <= n; j += 4) y.setFour(j, Lanes.exp(f32x4.sub(x.four(j), shift)));
    for (; j < n; j++) {
      y[j] = f32x4.extract_lane(Lanes.exp(f32x4.sub(x.repeat(j), shift)), 0);
    }
    const one: f32 = 1;
    Row.line(n, one / Row.sum(n, y), 0, y, y);
    x = x.at(n);
    y = y.at(n);
  }
}

/** dx = y (dy − Σ y dy) in each row. */
export function softmaxGradient(m: i32, n: i32, y: Floats, dy: Floats, dx: Floats): void {
  for (let i = 0; i < m; i++) {
    const mean = Row.dot(n, y, dy);
    for (let j = 0; j < n; j++) dx[j] = y[j] * (dy[j] - mean);
    y = y.at(n);
    dy = dy.at(n);
    dx = dx.at(n);
  }
}

/** y = (x − mean) / √(variance + ε) in each row of x [m, n], and what it was divided by. */
export function layerNorm(
  m: i32,
  n: i32,
  epsilon: f32,
  x: Floats,
  y: Floats,
  deviations: Floats,
): void {
  const count = <f32> n, one: f32 = 1;
  for (let i = 0; i < m; i++) {
    Row.line(n, 1, -Row.sum(n, x) / count, x, y);
    const deviation = sqrt<f32>(Row.dot(n, y, y) / count + epsilon);
    Row.line(n, one / deviation, 0, y, y);
    deviations[i] = deviation;
    x = x.at(n);
    y = y.at(n);
  }
}

/** dx = (dy − mean dy − y mean (y dy)) / deviation in each row. */
export function layerNormGradient(
  m: i32,
  n: i32,
  y: Floats,
  deviations: Floats,
  dy: Floats,
  dx: Floats,
): void {
  const count = <f32> n;
  for (let i = 0; i < m; i++) {
    const mean = Row.sum(n, dy) / count, along = Row.dot(n, y, dy) / count;
    for (let j = 0; j < n; j++) dx[j] = (dy[j] - mean - y[j] * along) / deviations[i];
    y = y.at(n);
    dy = dy.at(n);
    dx = dx.at(n);
  }
}
