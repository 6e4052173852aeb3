import { assert, assertAlmostEquals } from "@std/assert";
import {
  END_NODES,
  END_WEIGHTS,
  FIRST_REGULAR,
} from "../../../../lib/models/lif/likelihood/end_rule.ts";

/** ∫₀^∞ f by the rule with spacing h. */
function integral(f: (x: number) => number, h: number): number {
  let sum = 0;
  END_NODES.forEach((x, i) => sum += END_WEIGHTS[i] * f(h * x));
  for (let n = FIRST_REGULAR; n < 200; n++) sum += f(h * n);
  return h * sum;
}

Deno.test("END_NODES and END_WEIGHTS have the moments that Bernoulli's polynomials demand", () => {
  const a = FIRST_REGULAR;
  const expected = [ // B_{r+1}(a) / (r + 1)
    a - 1 / 2,
    (a ** 2 - a + 1 / 6) / 2,
    (a ** 3 - 3 / 2 * a ** 2 + a / 2) / 3,
    (a ** 4 - 2 * a ** 3 + a ** 2 - 1 / 30) / 4,
    (a ** 5 - 5 / 2 * a ** 4 + 5 / 3 * a ** 3 - a / 6) / 5,
    (a ** 6 - 3 * a ** 5 + 5 / 2 * a ** 4 - a ** 2 / 2 + 1 / 42) / 6,
  ];
  expected.forEach((moment, r) => {
    const sum = END_NODES.reduce((total, x, i) => total + END_WEIGHTS[i] * x ** r, 0);
    assertAlmostEquals(sum, moment, 1e-13 * moment);
  });
  assert(END_WEIGHTS.every((weight) => weight > 0 && weight < 1));
});

Deno.test("END_NODES integrate normal distributions cut anywhere, at a node for every sd", () => {
  for (const mean of [-2, -0.5, 0, 0.3, 1.7, 6]) {
    const density = (x: number) => Math.exp(-0.5 * (x - mean) ** 2);
    const fine = integral(density, 0.2);
    assertAlmostEquals(integral(density, 1), fine, 2e-7);
    assertAlmostEquals(integral(density, 0.7), fine, 1e-10);
  }
});
