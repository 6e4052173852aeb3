import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { densityRegions, type Region } from "../../lib/figures/density.ts";
import { key, normals, stream } from "../../lib/core/random.ts";
import { crescentArea, crescents } from "./crescents.ts";

/**
 * Twice the area of a polygon is the sum of its vertices' cross products; holes turn the other way.
 */
function areaOf({ polygons }: Region): number {
  const twice = polygons.flat().reduce(
    (sum, ring) =>
      sum + ring.slice(1).reduce((own, [x, y], i) => own + ring[i][0] * y - x * ring[i][1], 0),
    0,
  );
  return Math.abs(twice) / 2;
}

/** Normal draws with correlation r, in units as far apart as those of a neuron. */
function ridge(seed: number, r: number, count: number) {
  const [a, b] = [normals(key(seed), count), normals(key(seed + 100), count)];
  const sd = [0.01, 5] as const;
  return {
    x: a.map((z) => -54 + sd[0] * z),
    y: a.map((z, i) => 10 + sd[1] * (r * z + Math.sqrt(1 - r * r) * b[i])),
    /** Of the region that holds a share of the distribution. */
    area: (level: number) =>
      -2 * Math.PI * Math.log(1 - level) * sd[0] * sd[1] * Math.sqrt(1 - r * r),
  };
}

for (const r of [0, 0.99, -0.99, 0.9999]) {
  Deno.test(`densityRegions() gives a ridge of r = ${r} the area that it has`, () => {
    const { x, y, area } = ridge(3, r, 1000);
    for (const region of densityRegions(x, y, { levels: [0.9, 0.5] }).regions) {
      assertAlmostEquals(areaOf(region) / area(region.level), 1, 0.15);
      assertEquals(region.polygons.length, 1);
    }
  });
}

Deno.test("densityRegions() leaves two crescents as thin and as far apart as they are", () => {
  const { x, y } = crescents(5, 1000);
  const [most] = densityRegions(x, y, { levels: [0.9] }).regions;
  const ratio = areaOf(most) / crescentArea(0.9);
  assert(ratio > 0.85 && ratio < 1.3, `${ratio} times the area`);
  assertEquals(most.polygons.length, 2);
  // A normal distribution's kernel, as most programs use, fills the room between them.
  assert(crescentArea(0.9) < 0.1 * ridgeOf(x, y));
});

/** The area of the 90 % region of a normal distribution with the moments of the draws. */
function ridgeOf(x: Float64Array, y: Float64Array): number {
  const moments = (f: (i: number) => number) => x.reduce((sum, _, i) => sum + f(i), 0) / x.length;
  const [xx, yy, xy] = [
    moments((i) => x[i] ** 2),
    moments((i) => y[i] ** 2),
    moments((i) => x[i] * y[i]),
  ];
  return Math.PI * -2 * Math.log(0.1) * Math.sqrt(xx * yy - xy * xy);
}

Deno.test("densityRegions() hold their nominal share of further draws", () => {
  const shares = Array.from({ length: 12 }, (_, seed) => {
    const { x, y, area } = ridge(seed, 0.5, 250);
    return areaOf(densityRegions(x, y, { levels: [0.9] }).regions[0]) / area(0.9);
  });
  assertAlmostEquals(shares.reduce((a, b) => a + b) / shares.length, 1, 0.1);
});

Deno.test("densityRegions() end at a bound, and reach it", () => {
  const rng = stream(key(8));
  const x = Float64Array.from({ length: 2000 }, () => Math.abs(rng.normal()));
  const y = Float64Array.from({ length: 2000 }, () => rng.normal());
  const reach = (bounds?: readonly [readonly [number, number], readonly [number, number]]) => {
    const { regions } = densityRegions(x, y, { levels: [0.9], ...bounds && { bounds } });
    return Math.min(...regions[0].polygons.flat(2).map(([x]) => x));
  };
  const nowhere = [-Infinity, Infinity] as const;
  assertAlmostEquals(reach([[0, Infinity], nowhere]), 0, 0.06);
  assert(reach() < -0.1, "without a bound the kernel reaches across");
});

Deno.test("densityRegions() distinguishes copies of draws from narrow clusters", () => {
  const { x, y } = ridge(4, 0.3, 500);
  const often = (values: Float64Array) =>
    Float64Array.from({ length: 2000 }, (_, i) => values[i % 500]);
  const [one] = densityRegions(x, y, { levels: [0.9] }).regions;
  const [four] = densityRegions(often(x), often(y), { levels: [0.9] }).regions;
  assertAlmostEquals(areaOf(four) / areaOf(one), 1, 0.12);
});

Deno.test("densityRegions() finds none in few draws, or where nothing varies", () => {
  const few = densityRegions([1, 2, 3], [1, 3, 2], { levels: [0.9] });
  assertEquals([few.regions.length, ...few.depth], [0, 1, 1, 1]);
  const flat = densityRegions(normals(key(1), 50), new Float64Array(50), { levels: [0.9] });
  assertEquals(flat.regions, []);
  assertThrows(
    () => densityRegions([1, 2], [1], { levels: [0.9] }),
    RangeError,
    "Cannot find densest regions as y must have 2 values: it has 1",
  );
});
