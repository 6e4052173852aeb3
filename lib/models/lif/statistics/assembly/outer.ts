// Sums of weighted outer products of (a0, a1), (b0, b1) and s, for ./assumed_density.ts: the
// fifteen entries of the lower triangle in eight vectors.

/** Σ A·A, B·B, A·B, A·(b1, b0), (a0, b0)·(a1, b1), s·A, s·B, s·s. */
const SUMS: usize = 49152;
const VECTORS: usize = 8;

function add(index: usize, value: v128): void {
  v128.store(SUMS + 16 * index, f64x2.add(v128.load(SUMS + 16 * index), value));
}

export function clearOuter(): void {
  memory.fill(SUMS, 0, 16 * VECTORS);
}

/** Adds w · d dᵀ. */

export function addOuter(a: v128, b: v128, s: v128, w: v128): void {
  const wa = f64x2.mul(w, a);
  const wb = f64x2.mul(w, b);
  const ws = f64x2.mul(w, s);
  add(0, f64x2.mul(wa, a));
  add(1, f64x2.mul(wb, b));
  add(2, f64x2.mul(wa, b));
  add(3, f64x2.mul(wa, v128.shuffle<f64>(b, b, 1, 0)));
  add(4, f64x2.mul(v128.shuffle<f64>(wa, wb, 0, 2), v128.shuffle<f64>(a, b, 1, 3)));
  add(5, f64x2.mul(ws, a));
  add(6, f64x2.mul(ws, b));
  add(7, f64x2.mul(ws, s));
}

/** Adds w · d dᵀ + w′ · d′ d′ᵀ. */

export function addOuters(
  a: v128,
  b: v128,
  s: v128,
  w: v128,
  a2: v128,
  b2: v128,
  s2: v128,
  w2: v128,
): void {
  const wa = f64x2.mul(w, a);
  const wb = f64x2.mul(w, b);
  const ws = f64x2.mul(w, s);
  const wa2 = f64x2.mul(w2, a2);
  const wb2 = f64x2.mul(w2, b2);
  const ws2 = f64x2.mul(w2, s2);
  const swapped = v128.shuffle<f64>(b, b, 1, 0);
  const swapped2 = v128.shuffle<f64>(b2, b2, 1, 0);
  const firsts = v128.shuffle<f64>(wa, wb, 0, 2);
  const firsts2 = v128.shuffle<f64>(wa2, wb2, 0, 2);
  const seconds = v128.shuffle<f64>(a, b, 1, 3);
  const seconds2 = v128.shuffle<f64>(a2, b2, 1, 3);
  add(0, f64x2.add(f64x2.mul(wa, a), f64x2.mul(wa2, a2)));
  add(1, f64x2.add(f64x2.mul(wb, b), f64x2.mul(wb2, b2)));
  add(2, f64x2.add(f64x2.mul(wa, b), f64x2.mul(wa2, b2)));
  add(3, f64x2.add(f64x2.mul(wa, swapped), f64x2.mul(wa2, swapped2)));
  add(4, f64x2.add(f64x2.mul(firsts, seconds), f64x2.mul(firsts2, seconds2)));
  add(5, f64x2.add(f64x2.mul(ws, a), f64x2.mul(ws2, a2)));
  add(6, f64x2.add(f64x2.mul(ws, b), f64x2.mul(ws2, b2)));
  add(7, f64x2.add(f64x2.mul(ws, s), f64x2.mul(ws2, s2)));
}

function sum(index: usize, lane: usize): f64 {
  return load<f64>(SUMS + 16 * index + 8 * lane);
}

/** Entry [i, j] of the information, j ≤ i, behind the value and the score. */
function put(out: usize, i: usize, j: usize, value: f64): void {
  store<f64>(out + 8 * (7 + i * (i + 1) / 2 + j), value);
}

/** Writes what is known of V_th, log tau_m, log g_L and V_inf: 0, 1, 2 and 5 of the score. */
export function flush(out: usize, scoreA: v128, scoreB: v128): void {
  v128.store(out + 8, scoreA);
  store<f64>(out + 24, f64x2.extract_lane(scoreB, 0));
  store<f64>(out + 48, f64x2.extract_lane(scoreB, 1));
  put(out, 0, 0, sum(0, 0));
  put(out, 1, 0, sum(4, 0));
  put(out, 1, 1, sum(0, 1));
  put(out, 2, 0, sum(2, 0));
  put(out, 2, 1, sum(3, 1));
  put(out, 2, 2, sum(1, 0));
  put(out, 5, 0, sum(3, 0));
  put(out, 5, 1, sum(2, 1));
  put(out, 5, 2, sum(4, 1));
  put(out, 5, 5, sum(1, 1));
}

/** Writes what is known of the start, coordinate 3 or 4, and forgets it. */
export function flushStart(out: usize, start: i32, score: v128): void {
  const i = <usize> start;
  store<f64>(out + 8 * (1 + i), f64x2.extract_lane(score, 0));
  put(out, i, 0, sum(5, 0));
  put(out, i, 1, sum(5, 1));
  put(out, i, 2, sum(6, 0));
  put(out, 5, i, sum(6, 1));
  put(out, i, i, sum(7, 0));
  memory.fill(SUMS + 16 * 5, 0, 16 * 3);
}
