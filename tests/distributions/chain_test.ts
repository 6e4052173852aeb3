import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { column, drawsOf } from "../../lib/core/draws.ts";
import { key } from "../../lib/core/random.ts";
import { chain } from "../../lib/distributions/chain.ts";
import type { Distribution } from "../../lib/distributions/distribution.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { truncatedNormal } from "../../lib/distributions/truncated_normal.ts";
import { uniform } from "../../lib/distributions/uniform.ts";

const links = {
  high: { unit: "mV", distribution: uniform({ low: 0, high: 4 }) },
  low: {
    unit: "mV",
    distribution: ({ high }: { readonly high: number }) =>
      truncatedNormal({ mean: 0, sd: 1, low: -2, high }),
  },
  gain: normal({ mean: 1, sd: 0.1 }),
};

Deno.test("chain() has its parameters in the order of the record, with their units", () => {
  const { names, units } = chain(links);
  assertEquals([names, units], [["high", "low", "gain"], ["mV", "mV", ""]]);
});

Deno.test("chain() draws each parameter given those before it", () => {
  const theta = chain(links).sample(key(1), 500);
  const high = column(theta, "high");
  assert(column(theta, "low").every((low, i) => low <= high[i]));
});

Deno.test("chain() with other columns is the same distribution", () => {
  const plain = chain(links), turned = chain(links, { columns: ["gain", "low", "high"] });
  assertEquals([turned.names, turned.units], [["gain", "low", "high"], ["", "mV", "mV"]]);
  const theta = plain.sample(key(2), 20);
  const other = turned.logProb(theta);
  plain.logProb(theta).forEach((value, i) => assertAlmostEquals(other[i], value, 1e-12));
  const z = plain.toNormal(theta), back = turned.toNormal(theta);
  for (let i = 0; i < 20; i++) {
    assertEquals(
      [...back.subarray(3 * i, 3 * i + 3)],
      [...z.subarray(3 * i, 3 * i + 3)].reverse(),
    );
  }
});

Deno.test("chain() has the product of the densities", () => {
  const theta = drawsOf(["high", "low", "gain"], [{ high: 2, low: 1, gain: 1.1 }]);
  const low = truncatedNormal({ mean: 0, sd: 1, low: -2, high: 2 }).logProb(1);
  const expected = [-Math.log(4), low, normal({ mean: 1, sd: 0.1 }).logProb(1.1)];
  assertEquals([...chain(links).logFactors(theta)], expected);
  assertAlmostEquals(
    chain(links).logProb(theta)[0],
    expected[0] + expected[1] + expected[2],
    1e-12,
  );
});

Deno.test("chain() is impossible from the first impossible parameter on", () => {
  const prior = chain(links);
  const theta = drawsOf(["high", "low", "gain"], [{ high: 1, low: 3, gain: 1 }]);
  assertEquals([...prior.logFactors(theta)], [-Math.log(4), -Infinity, -Infinity]);
  const [z, ...rest] = prior.toNormal(theta);
  assert(Number.isFinite(z));
  assertEquals(rest, [NaN, NaN]);
});

Deno.test("chain() refuses what is no chain", () => {
  const distribution = normal({ mean: 0, sd: 1 });
  assertThrows(() => chain({}), RangeError, "there must be a parameter: there is none");
  assertThrows(
    () => chain({ a: distribution, tau: 3 as unknown as Distribution }),
    TypeError,
    "Cannot chain prior as tau must have a distribution, or a function that gives one: it has 3",
  );
  assertThrows(
    () => chain({ a: { distribution, unit: 3 as unknown as string } }),
    TypeError,
    "the unit of a must be text: it is 3",
  );
  assertThrows(
    () => chain({ b: distribution, "1": distribution }),
    RangeError,
    'current name is "1"',
  );
  assertThrows(
    () => chain({ a: distribution, b: distribution }, { columns: ["b", "b"] }),
    RangeError,
    "columns must be a, b in some order: they are b, b",
  );
  assertThrows(
    () => chain({ a: distribution, b: distribution }).fromNormal(new Float64Array(3)),
    RangeError,
    "of 2",
  );
});

Deno.test("chain() names the parameter and the draw for which there is no distribution", () => {
  const narrow = chain({
    high: normal({ mean: 0, sd: 1 }),
    low: ({ high }) => uniform({ low: 0, high }),
  });
  assertThrows(
    () => narrow.fromNormal(Float64Array.of(1, 0, -2, 0)),
    RangeError,
    "Cannot find the distribution of low as there must be one for every draw: Cannot make uniform as low " +
      "must be < high: current values are 0, -2, for high = -2",
  );
  const forgetful = chain({ a: links.gain, b: () => undefined as unknown as Distribution });
  assertThrows(
    () => forgetful.fromNormal(Float64Array.of(0, 0)),
    TypeError,
    "the function gave undefined, for a = 1",
  );
});
