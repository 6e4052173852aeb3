// Sums and order statistics of runs of numbers, f64.

const CENTRE: f64 = -68; // mV
const UNIT: f64 = 6; // mV

/**
 * Centred voltages of one row and their cumulative sums, whose first, 0, is there. Goes on to a
 * multiple of four samples.
 */
export function accumulate(voltage: usize, values: usize, sums: usize, steps: i32): void {
  const centre = f64x2.splat(CENTRE);
  const perUnit = f64x2.splat(<f64> 1 / UNIT);
  const zero = f64x2.splat(0);
  let total = zero;
  const end = voltage + 4 * <usize> steps;
  for (; voltage < end; voltage += 16, values += 32, sums += 32) {
    const samples = v128.load(voltage);
    const high = v128.shuffle<f64>(samples, samples, 1, 1);
    const a = f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(samples), centre), perUnit);
    const b = f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(high), centre), perUnit);
    v128.store(values, a);
    v128.store(values, b, 16);
    // Inside four samples the sums don't wait for those before.
    const toA = f64x2.add(a, v128.shuffle<f64>(zero, a, 0, 2));
    const pair = v128.shuffle<f64>(toA, toA, 1, 1);
    const toB = f64x2.add(pair, f64x2.add(b, v128.shuffle<f64>(zero, b, 0, 2)));
    v128.store(sums, f64x2.add(total, toA), 8);
    const sumB = f64x2.add(total, toB);
    v128.store(sums, sumB, 24);
    total = v128.shuffle<f64>(sumB, sumB, 1, 1);
  }
}

function square(at: usize, lag: usize): v128 {
  const increment = f64x2.sub(v128.load(at), v128.load(at - lag));
  return f64x2.mul(increment, increment);
}

/** The same where the second number may lie at the end: it counts as 0 there. */
function squareBefore(at: usize, end: usize, lag: usize): v128 {
  const both = square(at, lag);
  return at + 16 <= end ? both : v128.shuffle<f64>(both, f64x2.splat(0), 0, 2);
}

/** Σ (x_k − x_{k − lag})² for x_k in [at, end), in eight interleaved parts; the lag is in bytes. */
export function sumOfSquares(from: usize, end: usize, lag: usize): f64 {
  let ab = f64x2.splat(0);
  let cd = ab;
  let ef = ab;
  let gh = ab;
  let at = from;
  for (; at + 64 <= end; at += 64) {
    ab = f64x2.add(ab, square(at, lag));
    cd = f64x2.add(cd, square(at + 16, lag));
    ef = f64x2.add(ef, square(at + 32, lag));
    gh = f64x2.add(gh, square(at + 48, lag));
  }
  if (at < end) ab = f64x2.add(ab, squareBefore(at, end, lag));
  if (at + 16 < end) cd = f64x2.add(cd, squareBefore(at + 16, end, lag));
  if (at + 32 < end) ef = f64x2.add(ef, squareBefore(at + 32, end, lag));
  if (at + 48 < end) gh = f64x2.add(gh, squareBefore(at + 48, end, lag));
  const all = f64x2.add(f64x2.add(ab, cd), f64x2.add(ef, gh));
  return f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1);
}

/** The largest of x_{k + shift} − x_k for x_k in [at, end); the shift is in bytes. */
export function largestIncrease(from: usize, end: usize, shift: usize): f64 {
  let a = f64x2.splat(-Infinity);
  let b = a;
  let c = a;
  let d = a;
  let at = from;
  for (; at + 64 <= end; at += 64) {
    a = f64x2.pmax(a, f64x2.sub(v128.load(at + shift), v128.load(at)));
    b = f64x2.pmax(b, f64x2.sub(v128.load(at + shift, 16), v128.load(at, 16)));
    c = f64x2.pmax(c, f64x2.sub(v128.load(at + shift, 32), v128.load(at, 32)));
    d = f64x2.pmax(d, f64x2.sub(v128.load(at + shift, 48), v128.load(at, 48)));
  }
  a = f64x2.pmax(f64x2.pmax(a, b), f64x2.pmax(c, d));
  let largest = max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
  for (; at < end; at += 8) largest = max(largest, load<f64>(at + shift) - load<f64>(at));
  return largest;
}

/**
 * The value of that rank, from 0, by quickselect without branches on the values: each is written
 * among the smaller and among the greater, and counts where it belongs. Both places are used up. A
 * guess somewhat below the value saves most of the work.
 */
export function select(values: usize, spare: usize, count: i32, rank: i32, guess: f64): f64 {
  let other = spare;
  let pivot = guess;
  while (true) {
    const end = values + 8 * <usize> count;
    let smaller = values;
    let greater = other;
    for (let at = values; at < end; at += 8) {
      const value = load<f64>(at);
      store<f64>(smaller, value);
      store<f64>(greater, value);
      smaller += <usize> (value < pivot) << 3;
      greater += <usize> (value > pivot) << 3;
    }
    const below = <i32> (smaller - values >> 3);
    const above = <i32> (greater - other >> 3);
    if (rank < below) count = below;
    else if (rank < count - above) return pivot;
    else {
      rank -= count - above;
      count = above;
      const written = other;
      other = values;
      values = written;
    }
    pivot = load<f64>(values + 8 * <usize> (count >> 1));
  }
}
