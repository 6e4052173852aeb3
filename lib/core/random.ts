/**
 * Explicit randomness: a {@linkcode Key} is an immutable value that names a place in a run, an
 * {@linkcode Rng} is the stream of random numbers of a key.
 *
 * Keys are mixed by Threefry-2x32 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2,
 * 3"), streams are sfc32 (Doty-Humphrey, PractRand) seeded by a key, normal deviates are drawn by
 * a 256-layer ziggurat (Marsaglia & Tsang 2000, J. Stat. Softw. 5(8); layer index and magnitude
 * from disjoint bits, Doornik 2005).
 *
 * @module
 */

/** A place in a run. Immutable; safe to pass, store and send to a worker. */
export interface Key {
  /** The upper 32 bits, an integer in [0, 2³²). */
  readonly hi: number;
  /** The lower 32 bits, an integer in [0, 2³²). */
  readonly lo: number;
}

/** A stream of random numbers. It is spent by use, so it never crosses a public border twice. */
export interface Rng {
  /** A uniform integer in [0, 2³²). */
  uint32(): number;
  /** A uniform number in the open interval (0, 1). */
  uniform(): number;
  /** A standard normal deviate. */
  normal(): number;
}

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/** Threefry-2x32 with 20 rounds: encrypts the counter (c0, c1) under the key (k0, k1). */
export function threefry2x32(
  k0: number,
  k1: number,
  c0: number,
  c1: number,
): readonly [number, number] {
  // The three words of the key schedule, turned by one after each block of four rounds.
  let [s0, s1, s2] = [k0 | 0, k1 | 0, (k0 ^ k1 ^ 0x1bd11bda) | 0];
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let block = 1; block <= 5; block++) {
    const first = (block & 1) === 1 ? 0 : 4;
    for (let i = first; i < first + 4; i++) {
      const r = ROTATIONS[i];
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    }
    [s0, s1, s2] = [s1, s2, s0];
    x0 = (x0 + s0) | 0;
    x1 = (x1 + s1 + block) | 0;
  }
  return [x0 >>> 0, x1 >>> 0];
}

/**
 * The root key of a run.
 *
 * @param seed An integer in [0, 2³²).
 * @throws {RangeError} If the seed is not such an integer.
 *
 * @example Usage
 * ```ts
 * import { fold, key, stream } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draw = () => stream(fold(key(45), "prior")).uniform();
 * assertEquals(draw(), draw());
 * ```
 */
export function key(seed: number): Key {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(
      `Cannot make a key as seed must be an integer in [0, 2^32): current value is ${seed}`,
    );
  }
  return { hi: 0, lo: seed };
}

/** FNV-1a over UTF-8, so that children can be named by words. */
function hash(label: string): number {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(label)) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}

/**
 * The child of `parent` named by a word or a row number. Different names, different streams.
 *
 * @example Usage
 * ```ts
 * import { fold, key } from "./random.ts";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * const root = key(45);
 * assertEquals(fold(root, "training"), fold(root, "training"));
 * assertNotEquals(fold(root, "training"), fold(root, "validation"));
 * ```
 */
export function fold(parent: Key, label: string | number): Key {
  const [hi, lo] = typeof label === "number"
    ? threefry2x32(parent.hi, parent.lo, 1, label)
    : threefry2x32(parent.hi, parent.lo, 0, hash(label));
  return { hi, lo };
}

/** The base layer's right edge R and the layers' common area V (Marsaglia & Tsang 2000). */
const R = 3.6541528853610088;
const V = 0.00492867323399;

/** 256 layers of equal area under the normal density; magnitudes have 23 bits. */
export interface Ziggurat {
  /** Magnitudes below this lie under the density whatever their height. */
  readonly accept: Int32Array;
  /** Deviate = magnitude × width. */
  readonly width: Float64Array;
  /** exp(−x²/2) at the layer's right edge. */
  readonly height: Float64Array;
}

/** The tables of {@linkcode Rng.normal}, for programs that repeat its streams. */
export const ZIGGURAT: Ziggurat = zigguratTables();

function zigguratTables(): Ziggurat {
  const scale = 2 ** 23;
  const accept = new Int32Array(256);
  const width = new Float64Array(256);
  const height = new Float64Array(256);
  const density = (x: number) => Math.exp(-0.5 * x * x);
  const base = V / density(R);
  accept[0] = (R / base) * scale;
  width[0] = base / scale;
  height[0] = 1;
  width[255] = R / scale;
  height[255] = density(R);
  let outer = R;
  for (let i = 254; i >= 1; i--) {
    const x = Math.sqrt(-2 * Math.log(V / outer + density(outer)));
    accept[i + 1] = (x / outer) * scale;
    width[i] = x / scale;
    height[i] = density(x);
    outer = x;
  }
  accept[1] = 0;
  return { accept, width, height };
}
const { accept, width, height } = ZIGGURAT;

class Sfc32 implements Rng {
  #a: number;
  #b: number;
  #c = 0x9e3779b9 | 0;
  #counter = 1;

  constructor({ hi, lo }: Key) {
    this.#a = hi | 0;
    this.#b = lo | 0;
    for (let i = 0; i < 12; i++) this.uint32();
  }

  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  uniform(): number {
    return (this.uint32() + 0.5) * 2 ** -32;
  }

  normal(): number {
    while (true) {
      const bits = this.uint32();
      const layer = bits & 255;
      const magnitude = bits >>> 9;
      const x = magnitude * width[layer];
      const sign = bits & 256 ? 1 : -1;
      if (magnitude < accept[layer]) return sign * x;
      if (layer === 0) return sign * this.#tail();
      const y = height[layer] + this.uniform() * (height[layer - 1] - height[layer]);
      if (y < Math.exp(-0.5 * x * x)) return sign * x;
    }
  }

  /** A deviate beyond R (Marsaglia 1964). */
  #tail(): number {
    while (true) {
      const x = -Math.log(this.uniform()) / R;
      if (-2 * Math.log(this.uniform()) > x * x) return R + x;
    }
  }
}

/**
 * Opens the stream that belongs to a key. Two streams of one key are the same numbers.
 *
 * @example Usage
 * ```ts
 * import { key, stream } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(stream(key(45)).normal(), stream(key(45)).normal());
 * ```
 */
export function stream(key: Key): Rng {
  return new Sfc32(key);
}

/** `count` standard normal deviates from the stream of `key`. */
export function normals(key: Key, count: number): Float64Array {
  const rng = stream(key);
  return Float64Array.from({ length: count }, () => rng.normal());
}

/**
 * Standard normal deviates, [to − from, dim] row-major. Row i depends on the key and i only, so any
 * cut of the rows gives the same numbers.
 */
export function normalRows(
  key: Key,
  dim: number,
  { from = 0, to }: { readonly from?: number; readonly to: number },
): Float64Array {
  const out = new Float64Array((to - from) * dim);
  let next = 0;
  for (let i = from; i < to; i++) {
    const rng = stream(fold(key, i));
    for (let j = 0; j < dim; j++) out[next++] = rng.normal();
  }
  return out;
}

/** The integers 0 … count − 1 in random order (Fisher–Yates). */
export function shuffled(key: Key, count: number): Uint32Array {
  const rng = stream(key);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(rng.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
