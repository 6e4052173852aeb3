import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { fold, key, normalRows, shuffled, stream, threefry2x32 } from "../../lib/core/random.ts";
import { mean, sd } from "../../lib/core/stats.ts";

Deno.test("threefry2x32() gives the published test vectors", () => {
  // Random123's kat_vectors for threefry 2x32 with 20 rounds.
  assertEquals(threefry2x32(0, 0, 0, 0), [0x6b200159, 0x99ba4efe]);
  assertEquals(
    threefry2x32(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff),
    [0x1cb996fc, 0xbb002be7],
  );
  assertEquals(
    threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3),
    [0xc4923a9c, 0x483df7a0],
  );
});

Deno.test("key() refuses what is no unsigned 32-bit integer", () => {
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) {
    assertThrows(() => key(seed), RangeError, `current value is ${seed}`);
  }
});

Deno.test("fold() makes different children, by word and by number", () => {
  const root = key(45);
  const children = [
    ...["prior", "simulator", "1", ""].map((word) => fold(root, word)),
    ...[0, 1, 2].map((row) => fold(root, row)),
    fold(fold(root, 1), 2),
    fold(fold(root, 2), 1),
  ];
  assertEquals(new Set(children.map(({ hi, lo }) => `${hi},${lo}`)).size, children.length);
});

Deno.test("stream() draws uniforms that fill the open unit interval evenly", () => {
  const rng = stream(key(1));
  const draws = Float64Array.from({ length: 100_000 }, () => rng.uniform()).sort();
  assert(draws[0] > 0 && draws[draws.length - 1] < 1);
  const distance = draws.reduce((d, u, i) => Math.max(d, Math.abs(u - i / draws.length)), 0);
  assert(distance < 1.63 / Math.sqrt(draws.length), `Kolmogorov distance ${distance}`); // p = 0.01
});

Deno.test("stream() draws normals with the right moments and tails", () => {
  const rng = stream(key(2));
  const count = 1_000_000;
  const draws = Float64Array.from({ length: count }, () => rng.normal());
  assertAlmostEquals(mean(draws), 0, 4 / Math.sqrt(count));
  assertAlmostEquals(sd(draws), 1, 4 / Math.sqrt(2 * count));
  assertAlmostEquals(mean(draws.map((x) => x ** 3)), 0, 4 * Math.sqrt(15 / count));
  assertAlmostEquals(mean(draws.map((x) => x ** 4)), 3, 4 * Math.sqrt(96 / count));
  // Beyond the ziggurat's base layer, where deviates come from another branch: P(|x| > 3.7).
  const tail = draws.filter((x) => Math.abs(x) > 3.7).length;
  assertAlmostEquals(tail, count * 2.1559e-4, 4 * Math.sqrt(count * 2.1559e-4));
});

Deno.test("normalRows() gives the same rows however they are cut", () => {
  const all = normalRows(key(3), 4, { to: 10 });
  assertEquals(normalRows(key(3), 4, { from: 7, to: 10 }), all.slice(28));
  assertNotEquals(all.slice(0, 4), all.slice(4, 8));
});

Deno.test("shuffled() is a permutation that its key decides", () => {
  const order = shuffled(key(4), 100);
  assertEquals([...order].sort((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
  assertEquals(order, shuffled(key(4), 100));
  assertNotEquals(order, shuffled(key(5), 100));
});
