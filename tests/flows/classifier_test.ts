import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { key } from "../../lib/core/random.ts";
import { normalCdf, normalLogDensity, normalQuantile } from "../../lib/core/special.ts";
import { categorical, categories } from "../../lib/distributions/categorical.ts";
import { classifier } from "../../lib/flows/classifier.ts";
import { assertEveryWeightLearns, assertNoLeak, normalTensor, perturb } from "../support.ts";

await startBackend();
const WEIGHTS = [1, 3, 4, 2];
const build = classifier(WEIGHTS);
const shape = { dim: 1, contextDim: 3 };

function made() {
  const weights = scope(key(1));
  const q = build(weights, shape);
  perturb(weights, key(2), 0.8);
  return { q, weights, [Symbol.dispose]: () => weights[Symbol.dispose]() };
}

/** So many rows of the same context. */
const contexts = (rows: number) => tf.tile(normalTensor(key(3), [1, 3]), [rows, 1]) as tf.Tensor2D;

/** log q at these points. */
async function logProbs(q: ReturnType<typeof build>, z: readonly number[]): Promise<Float32Array> {
  const points = toTensor(z, [z.length, 1]) as tf.Tensor2D, context = contexts(z.length);
  const logProb = q.logProb(points, context);
  const values = await toValues(logProb);
  tf.dispose([points, context, logProb]);
  return values;
}

Deno.test("classifier() integrates to one, and within a kind is the prior's normal", async () => {
  using c = made();
  const grid = Array.from({ length: 16_001 }, (_, i) => -8 + i / 1000);
  const logProb = await logProbs(c.q, grid);
  const total = logProb.reduce((sum, value) => sum + Math.exp(value) / 1000, 0);
  assertAlmostEquals(total, 1, 1e-3);
  const { bounds } = categories(WEIGHTS);
  const inside = grid.map((z, i) => ({ z, excess: logProb[i] - normalLogDensity(z) }))
    .filter(({ z }) => z >= bounds[1] && z < bounds[2]);
  for (const { excess } of inside) assertAlmostEquals(excess, inside[0].excess, 1e-5);
});

Deno.test("classifier() draws kinds as often as it says", async () => {
  using c = made();
  const rows = 20_000, { bounds, probabilities, medians } = categories(WEIGHTS);
  const noise = normalTensor(key(4), [rows, 1]), context = contexts(rows);
  const z = c.q.sample(noise, context), values = await toValues(z);
  tf.dispose([noise, context, z]);
  const logProb = await logProbs(c.q, medians);
  const kinds = WEIGHTS.map((_, k) => values.filter((z) => z >= bounds[k] && z < bounds[k + 1]));
  kinds.forEach((drawn, k) => {
    const p = probabilities[k] * Math.exp(logProb[k] - normalLogDensity(medians[k]));
    assertAlmostEquals(drawn.length / rows, p, 4 * Math.sqrt(p * (1 - p) / rows), `kind ${k}`);
    // Within a kind the prior's own distribution: the shares of its halves.
    const low = drawn.filter((z) => z < medians[k]).length;
    assertAlmostEquals(low / drawn.length, 0.5, 2.5 / Math.sqrt(drawn.length), `kind ${k}`);
  });
});

Deno.test("classifier() draws by the inverse of its distribution function", async () => {
  using c = made();
  const noise = [-3.5, -2, -1, -0.2, 0.3, 1, 2.2, 3.5];
  const base = toTensor(noise, [noise.length, 1]) as tf.Tensor2D, context = contexts(noise.length);
  const z = c.q.sample(base, context), values = await toValues(z);
  tf.dispose([base, context, z]);
  const { bounds, probabilities, medians } = categories(WEIGHTS);
  const logProb = await logProbs(c.q, medians);
  const gains = logProb.map((value, k) => Math.exp(value - normalLogDensity(medians[k])));
  values.forEach((z, i) => {
    const kind = categorical(WEIGHTS).fromNormal(z);
    const before = gains.slice(0, kind).reduce((sum, gain, k) => sum + gain * probabilities[k], 0);
    const cdf = before + gains[kind] * (normalCdf(z) - normalCdf(bounds[kind]));
    assertAlmostEquals(cdf, normalCdf(noise[i]), 2e-5);
  });
});

Deno.test("classifier() has the cross-entropy as its loss, but for the prior's", async () => {
  using c = made();
  const { medians, probabilities } = categories(WEIGHTS);
  const context = contexts(4),
    z = toTensor(medians, [4, 1]) as tf.Tensor2D,
    none = tf.zeros([4, 0]);
  const loss = c.q.loss(z, context, none as tf.Tensor2D);
  const [value] = await toValues(loss);
  tf.dispose([context, z, none, loss]);
  const logP = (await logProbs(c.q, medians)).map((logProb, k) =>
    logProb - normalLogDensity(medians[k]) + Math.log(probabilities[k])
  );
  const constant = medians.reduce(
    (sum, z, k) => sum + (normalLogDensity(z) - Math.log(probabilities[k])) / 4,
    0,
  );
  assertAlmostEquals(value, -(logP.reduce((sum, p) => sum + p / 4, 0) + constant), 1e-5);
  assertAlmostEquals(logP.reduce((sum, p) => sum + Math.exp(p), 0), 1, 1e-5);
});

Deno.test("classifier() lets every weight learn, and leaves nothing behind", async () => {
  using c = made();
  const z = normalTensor(key(5), [6, 1]), context = normalTensor(key(6), [6, 3]);
  const noise = normalTensor(key(7), [6, 1]);
  await assertEveryWeightLearns(c.weights, () => c.q.loss(z, context, noise));
  await assertNoLeak(() => c.q.sample(noise, context).dispose());
  tf.dispose([z, context, noise]);
});

Deno.test("classifier() and categorical() refuse what is no choice", () => {
  using weights = scope(key(1));
  assertThrows(() => build(weights, { dim: 2, contextDim: 3 }), RangeError, "dim must be 1");
  for (const wrong of [[1], [1, 0], [1, NaN], [1, -2]]) {
    assertThrows(() => classifier(wrong), RangeError, "Cannot make categorical as weights");
    assertThrows(() => categorical(wrong), RangeError, "Cannot make categorical as weights");
  }
});

Deno.test("categorical() gives each kind its share of z, and finds it again", () => {
  const kind = categorical(WEIGHTS), { bounds, probabilities } = categories(WEIGHTS);
  probabilities.forEach((probability, k) => {
    assertAlmostEquals(normalCdf(bounds[k + 1]) - normalCdf(bounds[k]), probability, 1e-12);
    assertAlmostEquals(Math.exp(kind.logProb(k)), WEIGHTS[k] / 10, 1e-12);
    assert(kind.isAtom(k));
  });
  assertEquals([0, 1, 2, 3].map((k) => kind.fromNormal(kind.toNormal(k))), [0, 1, 2, 3]);
  assertEquals([-1, 0.5, 4].map(kind.logProb), [-Infinity, -Infinity, -Infinity]);
  assertEquals(kind.toNormal(1), normalQuantile(0.1));
});
