// Sums and order statistics of runs of numbers, f64.

const CENTRE: f64 = -68; // mV
const UNIT: f64 = 6; // mV

/** Centred voltages of four rows and their cumulative sums; side by side, to hide the additions' latency. */
export function accumulate(voltage: usize, values: usize, sums: usize, steps: i32): void {
  const row = 4 * <usize> steps;
  const wide = 2 * row;
  const centre = f64x2.splat(CENTRE);
  const unit = f64x2.splat(UNIT);
  let a: f64 = 0;
  let b: f64 = 0;
  let c: f64 = 0;
  let d: f64 = 0;
  const end = voltage + row;
  for (let i: usize = 0; i < 4; i++) store<f64>(sums + i * (wide + 8), 0);
  for (; voltage < end; voltage += 4, values += 8, sums += 8) {
    const ab = v128.load32_lane(voltage + row, v128.load32_zero(voltage), 1);
    const cd = v128.load32_lane(voltage + 3 * row, v128.load32_zero(voltage + 2 * row), 1);
    const x = f64x2.div(f64x2.sub(f64x2.promote_low_f32x4(ab), centre), unit);
    const y = f64x2.div(f64x2.sub(f64x2.promote_low_f32x4(cd), centre), unit);
    v128.store_lane<f64>(values, x, 0);
    v128.store_lane<f64>(values + wide, x, 1);
    v128.store_lane<f64>(values + 2 * wide, y, 0);
    v128.store_lane<f64>(values + 3 * wide, y, 1);
    a += f64x2.extract_lane(x, 0);
    b += f64x2.extract_lane(x, 1);
    c += f64x2.extract_lane(y, 0);
    d += f64x2.extract_lane(y, 1);
    store<f64>(sums + 8, a);
    store<f64>(sums + wide + 16, b);
    store<f64>(sums + 2 * wide + 24, c);
    store<f64>(sums + 3 * wide + 32, d);
  }
}

function square(at: usize, lag: usize): v128 {
  const increment = f64x2.sub(v128.load(at), v128.load(at - lag));
  return f64x2.mul(increment, increment);
}

function lastSquare(at: usize, lag: usize): v128 {
  const increment = f64x2.sub(v128.load64_zero(at), v128.load64_zero(at - lag));
  return f64x2.mul(increment, increment);
}

/** Σ (x_k − x_{k − lag})² for x_k in [at, end), in four interleaved parts; the lag is in bytes. */
export function sumOfSquares(from: usize, end: usize, lag: usize): f64 {
  let ab = f64x2.splat(0);
  let cd = f64x2.splat(0);
  let at = from;
  for (; at + 32 <= end; at += 32) {
    ab = f64x2.add(ab, square(at, lag));
    cd = f64x2.add(cd, square(at + 16, lag));
  }
  if (at + 16 <= end) {
    ab = f64x2.add(ab, square(at, lag));
    if (at + 16 < end) cd = f64x2.add(cd, lastSquare(at + 16, lag));
  } else if (at < end) ab = f64x2.add(ab, lastSquare(at, lag));
  return (f64x2.extract_lane(ab, 0) + f64x2.extract_lane(ab, 1)) +
    (f64x2.extract_lane(cd, 0) + f64x2.extract_lane(cd, 1));
}

/** The value of that rank, from 0; the values are reordered (Hoare 1961, Find). */
export function select(values: usize, count: i32, rank: i32): f64 {
  const wanted = values + 8 * <usize> rank;
  let left = values;
  let right = values + 8 * <usize> (count - 1);
  while (left < right) {
    const pivot = load<f64>(wanted);
    let i = left;
    let j = right;
    while (i <= j) {
      while (load<f64>(i) < pivot) i += 8;
      while (pivot < load<f64>(j)) j -= 8;
      if (i <= j) {
        const swapped = load<f64>(i);
        store<f64>(i, load<f64>(j));
        store<f64>(j, swapped);
        i += 8;
        j -= 8;
      }
    }
    if (j < wanted) left = i;
    if (wanted < i) right = j;
  }
  return load<f64>(wanted);
}
