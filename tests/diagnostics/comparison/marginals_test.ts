import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { marginals } from "../../../lib/diagnostics/comparison/marginals.ts";
import { key, normals } from "../../../lib/core/random.ts";

const names = ["E_L"] as const;

Deno.test("marginals() finds the numbers of a known distribution", () => {
  const values = normals(key(45), 40_000).map((z) => -70 + 2 * z);
  const [{ name, mean, sd, lower, median, upper }] =
    marginals({ names, count: 40_000, values }).parameters;
  assertEquals(name, "E_L");
  assertAlmostEquals(mean, -70, 0.04);
  assertAlmostEquals(sd, 2, 0.03);
  assertAlmostEquals(lower, -70 - 2 * 1.6449, 0.08);
  assertAlmostEquals(median, -70, 0.05);
  assertAlmostEquals(upper, -70 + 2 * 1.6449, 0.08);
});

Deno.test("marginals() is plain data", () => {
  const report = marginals({ names, count: 3, values: Float64Array.of(1, 2, 6) }, { level: 0.5 });
  assertEquals(JSON.parse(JSON.stringify(report)), report);
  assertEquals(report.level, 0.5);
});

Deno.test("marginals() refuses too few draws, gaps and impossible levels", () => {
  const draws = (...values: number[]) => ({
    names,
    count: values.length,
    values: Float64Array.from(values),
  });
  const refuses = (run: () => unknown, words: string) => assertThrows(run, RangeError, words);
  refuses(() => marginals(draws(1)), "draws.count must be an integer >= 2");
  refuses(
    () => marginals(draws(1, NaN)),
    "Cannot describe draws as draws.E_L[1] must be finite: current value is NaN",
  );
  refuses(() => marginals(draws(1, 2), { level: 1.1 }), "level must be in [0, 1]");
});

Deno.test("marginals() refuses draws that are all the same, but not a parameter on an atom", () => {
  const names = ["g_L", "E_L"];
  const draws = (...values: number[]) => ({ names, count: 3, values: Float64Array.from(values) });
  assertEquals(marginals(draws(15, -70, 15, -71, 15, -72)).parameters[0].sd, 0);
  assertThrows(
    () => marginals(draws(15, -70, 15, -70, 15, -70)),
    RangeError,
    "some parameter must vary: all of 3 draws are the same",
  );
});
