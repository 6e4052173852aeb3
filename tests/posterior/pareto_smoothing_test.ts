import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key, normals, stream } from "../../lib/core/random.ts";
import { fitGeneralisedPareto, paretoSmooth } from "../../lib/posterior/pareto_smoothing.ts";
import { mean } from "../../lib/core/stats.ts";

/** `count` deviates of the generalised Pareto distribution, in ascending order. */
function paretoDeviates(seed: number, count: number, k: number, scale: number): Float64Array {
  const rng = stream(key(seed));
  return Float64Array.from({ length: count }, () => {
    const u = rng.uniform();
    return k === 0 ? -scale * Math.log(u) : scale * (u ** -k - 1) / k;
  }).sort();
}

Deno.test("fitGeneralisedPareto() finds the shape and scale of its own deviates", () => {
  for (const [k, scale] of [[0.3, 2], [0.7, 0.01], [1.2, 5], [-0.3, 1], [0, 3]]) {
    const fit = fitGeneralisedPareto(paretoDeviates(1, 20_000, k, scale));
    assertAlmostEquals(fit.k, k, 0.03);
    assertAlmostEquals(fit.scale / scale, 1, 0.05);
  }
});

Deno.test("fitGeneralisedPareto() draws the shape of few values towards one half", () => {
  const fits = Array.from(
    { length: 200 },
    (_, i) => fitGeneralisedPareto(paretoDeviates(i, 20, 0, 1)).k,
  );
  assertAlmostEquals(mean(fits), (0 * 20 + 0.5 * 10) / 30, 0.05);
});

Deno.test("paretoSmooth() reports how heavy the tail of the weights is", () => {
  // w = u^(−k) has a Pareto tail of shape k.
  for (const k of [0.3, 0.5, 0.9]) {
    const rng = stream(key(2));
    const logWeights = Float64Array.from({ length: 50_000 }, () => -k * Math.log(rng.uniform()));
    assertAlmostEquals(paretoSmooth(logWeights).paretoK, k, 0.1);
  }
});

Deno.test("paretoSmooth() halves the error of the mean of heavy weights", () => {
  // E[w] = 1 for w = (1 − k) u^(−k): compare means over many small samples, k = 0.6.
  const squares = [0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const rng = stream(key(seed));
    const logWeights = Float64Array.from({ length: 400 }, () => -0.6 * Math.log(rng.uniform()));
    const raw = 0.4 * mean(logWeights.map(Math.exp));
    const { weights } = paretoSmooth(logWeights);
    // The smallest weight is left as it is: it gives the scale back.
    const least = logWeights.indexOf(Math.min(...logWeights));
    const smooth = 0.4 / 400 * Math.exp(logWeights[least]) / weights[least];
    squares[0] += (raw - 1) ** 2;
    squares[1] += (smooth - 1) ** 2;
  }
  assert(squares[1] < 0.7 * squares[0], `${squares}`);
});

Deno.test("paretoSmooth() keeps the order, the sum 1 and what has no weight", () => {
  const logWeights = normals(key(3), 1000).map((z, i) => i % 10 === 0 ? -Infinity : 2 * z - 800);
  const { weights } = paretoSmooth(logWeights);
  assertAlmostEquals(weights.reduce((a, b) => a + b), 1, 1e-12);
  const order = (values: Float64Array) =>
    [...values.keys()].filter((i) => i % 10 > 0).sort((i, j) => values[i] - values[j]);
  assertEquals(order(weights), order(logWeights));
  assert(weights.every((w, i) => (w === 0) === (i % 10 === 0)));
});

Deno.test("paretoSmooth() leaves equal weights alone", () => {
  const { weights, paretoK } = paretoSmooth(new Float64Array(100).fill(-5));
  assertEquals(paretoK, -Infinity);
  assert(weights.every((w) => Math.abs(w - 0.01) < 1e-15));
});

Deno.test("paretoSmooth() refuses weights without a tail", () => {
  const logWeights = new Float64Array(1000).fill(-Infinity).fill(0, 0, 24);
  assertThrows(() => paretoSmooth(logWeights), RangeError, "at least 25 must be positive: 24 are");
});
