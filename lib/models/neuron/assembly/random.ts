// The streams of lib/core/random.ts, four rows at a time: Threefry-2x32 makes a row's key, sfc32 runs in
// four lanes, and the ziggurat reads from a buffer of its output. Whatever is exact in JavaScript is
// the same bits here; exp and log, needed by one deviate in a hundred, are the host's own.
import { HEIGHT, LANES, LAYERS, MASK, ONE, STATE } from "./memory";

declare function exp(x: f64): f64;

declare function log(x: f64): f64;

/** Where the ziggurat's base layer ends (Marsaglia & Tsang 2000). */
const R: f64 = 3.6541528853610088;

/** The lane whose stream is being spent, its next number in the buffer, and the buffer's end. */
let lane: usize = 0;
let cursor: usize = 0;
let end: usize = 0;
/** The buffer of the first lane, and the bytes of each. */
let buffer: usize = 0;
let length: usize = 0;

function openRow(hi: i32, lo: i32, row: i32, at: usize): void {
  const parity = hi ^ lo ^ 0x1bd11bda;
  let x0 = 1 + hi; // 1: children named by a number
  let x1 = row + lo;
  for (let block = 1; block <= 5; block++) {
    const odd = (block & 1) != 0;
    x0 += x1;
    x1 = rotl<i32>(x1, odd ? 13 : 17) ^ x0;
    x0 += x1;
    x1 = rotl<i32>(x1, odd ? 15 : 29) ^ x0;
    x0 += x1;
    x1 = rotl<i32>(x1, odd ? 26 : 16) ^ x0;
    x0 += x1;
    x1 = rotl<i32>(x1, odd ? 6 : 24) ^ x0;
    const turn = block % 3;
    x0 += turn == 0 ? hi : turn == 1 ? lo : parity;
    x1 += (turn == 0 ? lo : turn == 1 ? parity : hi) + block;
  }
  store<i32>(STATE + at, x0);
  store<i32>(STATE + at, x1, 16);
}

/**
 * Opens the streams of four rows under the key and buffers `count` numbers of each, a multiple of 4, at
 * `bits`, [4, count] u32.
 */
export function openRows(hi: i32, lo: i32, row: i32, count: i32, bits: usize): void {
  for (let i = 0; i < LANES; i++) openRow(hi, lo, row + i, 4 * i);
  buffer = bits;
  length = 4 * <usize> count;
  let a = v128.load(STATE);
  let b = v128.load(STATE, 16);
  let c = i32x4.splat(0x9e3779b9);
  let counter = i32x4.splat(1);
  const one = v128.load32_splat(ONE);
  // The first twelve numbers, which mix the key in, are written over.
  for (let i = -12; i < count; i += 4) {
    const t0 = i32x4.add(i32x4.add(a, b), counter);
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(turned(c), t0);
    counter = i32x4.add(counter, one);
    const t1 = i32x4.add(i32x4.add(a, b), counter);
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(turned(c), t1);
    counter = i32x4.add(counter, one);
    const t2 = i32x4.add(i32x4.add(a, b), counter);
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(turned(c), t2);
    counter = i32x4.add(counter, one);
    const t3 = i32x4.add(i32x4.add(a, b), counter);
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(turned(c), t3);
    counter = i32x4.add(counter, one);
    scatter(bits + 4 * <usize> max(i, 0), t0, t1, t2, t3);
  }
  v128.store(STATE, a);
  v128.store(STATE, b, 16);
  v128.store(STATE, c, 32);
  v128.store(STATE, counter, 48);
}

function turned(c: v128): v128 {
  return v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11));
}

/** Gives each lane its own of four by four numbers. */
function scatter(at: usize, t0: v128, t1: v128, t2: v128, t3: v128): void {
  const low01 = v128.shuffle<i32>(t0, t1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(t0, t1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(t2, t3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(t2, t3, 2, 6, 3, 7);
  v128.store(at, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(at + length, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(at + 2 * length, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(at + 3 * length, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** The next number of the lane: from the buffer, and where that is spent from sfc32 itself. */
function nextNumber(): u32 {
  if (cursor < end) {
    const bits = load<u32>(cursor);
    cursor += 4;
    return bits;
  }
  const at = STATE + 4 * lane;
  const b = load<i32>(at, 16);
  const c = load<i32>(at, 32);
  const counter = load<i32>(at, 48);
  const t = load<i32>(at) + b + counter;
  store<i32>(at, b ^ (b >>> 9));
  store<i32>(at, c + (c << 3), 16);
  store<i32>(at, rotl<i32>(c, 21) + t, 32);
  store<i32>(at, counter + 1, 48);
  return t;
}

function toUniform(bits: u32): f64 {
  return (<f64> bits + 0.5) * 2.3283064365386963e-10; // 2⁻³²
}

function uniform(): f64 {
  return toUniform(nextNumber());
}

/** A deviate beyond R (Marsaglia 1964). */
function tail(): f64 {
  while (true) {
    const x = -log(uniform()) / R;
    if (-2 * log(uniform()) > x * x) return R + x;
  }
}

/** The deviate that begins with `bits`, whatever branch it takes. */
function anyNormal(first: u32): f64 {
  let bits = first;
  while (true) {
    const layer: usize = bits & 511;
    const magnitude = bits >>> 9;
    const x = <f64> magnitude * load<f64>(LAYERS + (layer << 4), 8);
    if (magnitude < load<u32>(LAYERS + (layer << 4))) return x;
    const rank = layer & 255;
    if (rank == 0) return layer == 0 ? -tail() : tail();
    const low = load<f64>(HEIGHT + (rank << 3));
    const y = low + uniform() * (load<f64>(HEIGHT + (rank << 3) - 8) - low);
    if (y < exp(-0.5 * x * x)) return x;
    bits = nextNumber();
  }
}

/** Writes the first `count` normal deviates of a lane to `out`, f64. */
export function normals(index: usize, out: usize, count: i32): void {
  lane = index;
  end = buffer + length * (index + 1);
  const stop = out + 8 * <usize> count;
  const mask = v128.load32_splat(MASK);
  let at = end - length;
  // Four at a time, as if all of them lay under the density; where one doesn't, the next four begin
  // behind it.
  let last = lastFour(at, out, stop);
  while (<isize> at <= <isize> last) {
    const bits = v128.load(at);
    const layers = i32x4.shl(v128.and(bits, mask), 4);
    const magnitudes = i32x4.shr_u(bits, 9);
    const a01 = i64x2.extract_lane(layers, 0);
    const a23 = i64x2.extract_lane(layers, 1);
    const layer0 = v128.load(LAYERS + <usize> (<u32> a01));
    const layer1 = v128.load(LAYERS + <usize> (a01 >>> 32));
    const layer2 = v128.load(LAYERS + <usize> (<u32> a23));
    const layer3 = v128.load(LAYERS + <usize> (a23 >>> 32));
    const bounds = v128.shuffle<i64>(
      v128.shuffle<i32>(layer0, layer1, 0, 4, 1, 5),
      v128.shuffle<i32>(layer2, layer3, 0, 4, 1, 5),
      0,
      2,
    );
    const high = v128.shuffle<i64>(magnitudes, magnitudes, 1, 1);
    const width01 = v128.shuffle<f64>(layer0, layer1, 1, 3);
    const width23 = v128.shuffle<f64>(layer2, layer3, 1, 3);
    v128.store(out, f64x2.mul(f64x2.convert_low_i32x4_s(magnitudes), width01));
    v128.store(out, f64x2.mul(f64x2.convert_low_i32x4_s(high), width23), 16);
    const inside = i32x4.bitmask(i32x4.lt_s(magnitudes, bounds));
    at += 16;
    out += 32;
    if (inside != 15) {
      const under = <usize> ctz(inside ^ 15);
      at += 4 * under - 16;
      out += 8 * under - 32;
      const rank: usize = load<u32>(at) & 255;
      const x = load<f64>(out);
      const low = load<f64>(HEIGHT + (rank << 3));
      const y = low + toUniform(load<u32>(at, 4)) * (load<f64>(HEIGHT + (rank << 3) - 8) - low);
      const edge = load<f64>(LAYERS + (rank << 4) + 4096, 8) * 8388608; // 2²³
      // exp(−x²/2) = low · exp(d), which is `near` but for less than `doubt`. Whether the deviate is
      // accepted moves no branch, as none could foresee it.
      const d = 0.5 * (edge * edge - x * x);
      const near = low * (1 + d * (1 + d * (0.5 + d * (1.0 / 6))));
      const doubt = low * (1e-9 + 0.125 * d * d * d * d);
      if (rank != 0 && abs(y - near) > doubt) {
        at += 8;
        out += <usize> (y < near) << 3;
      } else {
        cursor = at;
        store<f64>(out, anyNormal(nextNumber()));
        at = cursor;
        out += 8;
      }
      last = lastFour(at, out, stop);
    }
  }
  cursor = at;
  for (; out < stop; out += 8) store<f64>(out, anyNormal(nextNumber()));
}

/** Where the last four numbers begin that are wanted and, with one behind them, in the buffer. */
function lastFour(at: usize, out: usize, stop: usize): usize {
  return min(end - 20, at + (stop - out >> 1) - 16);
}
