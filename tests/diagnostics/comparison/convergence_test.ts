import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { convergence } from "../../../lib/diagnostics/comparison/convergence.ts";

/** ∫₀¹ xʳ dx, r = 2 and 3, by the trapezoidal rule: the errors are h² / 6 and h² / 4. */
function trapezoidal(h: number): Float64Array {
  const n = Math.round(1 / h);
  return Float64Array.of(2, 3).map((power) => {
    const inner = Array.from({ length: n - 1 }, (_, i) => ((i + 1) * h) ** power);
    return h * (inner.reduce((a, b) => a + b, 0.5));
  });
}

Deno.test("convergence() finds the order of the trapezoidal rule", () => {
  const { finest, count, errors } = convergence(trapezoidal, {
    spacings: [0.1, 0.05],
    finest: 1e-4,
  });
  assertEquals([finest, count], [1e-4, 2]);
  assertAlmostEquals(errors[0].worst, 0.01 / 4, 1e-7);
  assertAlmostEquals(errors[0].median, 0.01 * (1 / 6 + 1 / 4) / 2, 1e-7);
  assertAlmostEquals(errors[0].worst / errors[1].worst, 4, 1e-3);
});

Deno.test("convergence() takes two values of −∞ for equal, and one for an error without bound", () => {
  const values = (spacing: number) => Float64Array.of(-Infinity, spacing > 1 ? 0 : -Infinity);
  const { errors } = convergence(values, { spacings: [2, 1], finest: 0.5 });
  assertEquals(errors.map(({ worst }) => worst), [Infinity, 0]);
});

Deno.test("convergence() refuses spacings that aren't above the finest", () => {
  assertThrows(
    () => convergence(trapezoidal, { spacings: [0.5, 0.1], finest: 0.1 }),
    RangeError,
    "Cannot measure convergence as every spacing must be > finest = 0.1: the least is 0.1",
  );
  assertThrows(
    () => convergence(trapezoidal, { spacings: [], finest: 0.1 }),
    RangeError,
    "spacings.length must be an integer >= 1",
  );
});

Deno.test("convergence() refuses values that are none, or not as many at each spacing", () => {
  const sizes = { spacings: [1], finest: 0.1 };
  assertThrows(
    () => convergence((h) => new Float64Array(h < 0.5 ? 1 : 2), sizes),
    RangeError,
    "evaluate(1) must have 1 values: it has 2",
  );
  assertThrows(
    () => convergence(() => new Float64Array(0), sizes),
    RangeError,
    "the number of values must be an integer >= 1: current value is 0",
  );
});
