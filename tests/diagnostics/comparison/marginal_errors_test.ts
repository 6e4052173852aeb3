import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { marginalErrors } from "../../../lib/diagnostics/comparison/marginal_errors.ts";
import { key, normals } from "../../../lib/core/random.ts";

const names = ["V_th", "g_L"] as const;
const draws = (seed: number, count: number, f = (z: number, _column: number) => z) => ({
  names,
  count,
  values: normals(key(seed), 2 * count).map((z, k) => {
    const value = f(z, k % 2);
    return k % 2 === 0 ? -55 + 2 * value : 10 + 0.5 * value;
  }),
});
const exact = draws(1, 20_000);

Deno.test("marginalErrors() finds none between two sets of exact draws, of any sizes", () => {
  const report = marginalErrors(exact, draws(2, 10_000));
  assertEquals(report.counts, [20_000, 10_000]);
  for (const { mean, sdRatio } of report.parameters) {
    assertAlmostEquals(mean, 0, 0.04);
    assertAlmostEquals(sdRatio, 1, 0.03);
  }
});

Deno.test("marginalErrors() names the parameter that is shifted, and how far, in sds", () => {
  const shifted = draws(2, 20_000, (z, column) => z - (column === 1 ? 0.3 : 0));
  const [right, wrong] = marginalErrors(exact, shifted).parameters;
  assertEquals(wrong.name, "g_L");
  assertAlmostEquals(wrong.mean, -0.3, 0.04);
  assertAlmostEquals(right.mean, 0, 0.04);
});

Deno.test("marginalErrors() distinguishes too narrow from too wide", () => {
  const [narrow, wide] =
    marginalErrors(exact, draws(2, 20_000, (z, column) => z * [0.7, 1.4][column])).parameters;
  assertAlmostEquals(narrow.sdRatio, 0.7, 0.03);
  assertAlmostEquals(wide.sdRatio, 1.4, 0.06);
});

Deno.test("marginalErrors() is plain data", () => {
  const report = marginalErrors(exact, exact);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
  assert(report.parameters.every(({ mean, sdRatio }) => mean === 0 && sdRatio === 1));
});

Deno.test("marginalErrors() refuses a reference without a scale, and gaps", () => {
  assertThrows(
    () => marginalErrors({ ...exact, values: exact.values.map(() => 3) }, exact),
    RangeError,
    "Cannot compare marginals as reference.V_th must vary: current value is 3 in all",
  );
  assertThrows(
    () => marginalErrors(exact, { ...exact, values: exact.values.with(1, Infinity) }),
    RangeError,
    "Cannot compare marginals as draws.values[1] must be finite: current value is Infinity",
  );
  assertThrows(
    () => marginalErrors(exact, { ...exact, count: 1, values: exact.values.slice(0, 2) }),
    RangeError,
    "draws.count must be an integer >= 2: current value is 1",
  );
});
