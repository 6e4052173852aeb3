import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { ensemble } from "../../lib/flows/ensemble.ts";
import { flowMatching } from "../../lib/flows/flow_matching.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { normalQuantile } from "../../lib/core/special.ts";
import { toNumber, toTensor, toValues } from "../../lib/compute/tensors.ts";
import {
  assertAllClose,
  assertEveryWeightLearns,
  assertNoLeak,
  normalTensor,
  perturb,
} from "../support.ts";

await startBackend();
const members = [
  couplingFlow({ depth: 1, widths: [8] }),
  flowMatching({ width: 8, blocks: 1, steps: 4 }),
  couplingFlow({ depth: 2, widths: [8] }),
];
const shape = { dim: 2, contextDim: 3 };

/** The ensemble at random weights, and its members with the same. */
function made() {
  const weights = scope(key(1)), own = scope(key(1));
  const q = ensemble(members)(weights, shape);
  const parts = members.map((build, m) => build(own.child(m), shape));
  perturb(weights, key(2), 0.3);
  for (const [path, variable] of weights.variables) own.variables.get(path)?.assign(variable);
  return {
    q,
    parts,
    weights,
    [Symbol.dispose]() {
      weights[Symbol.dispose]();
      own[Symbol.dispose]();
    },
  };
}

const context = (rows: number) => normalTensor(key(3), [rows, 3]);

Deno.test("ensemble() has the mean of its members' densities", async () => {
  using e = made();
  const z = normalTensor(key(4), [9, 2]), c = context(9);
  const all = e.q.logProb(z, c);
  const each = await Promise.all(
    e.parts.map((part) => toValues(tf.tidy(() => part.logProb(z, c)))),
  );
  const expected = Array.from(
    { length: 9 },
    (_, i) => Math.log(each.reduce((sum, l) => sum + Math.exp(l[i]) / 3, 0)),
  );
  assertAllClose(await toValues(all), expected, 1e-5);
});

Deno.test("ensemble() has the mean of its members' losses, each with noise of its own", async () => {
  using e = made();
  assertEquals(e.q.noise, { loss: 3, sample: 3 });
  const z = normalTensor(key(4), [9, 2]), c = context(9), noise = normalTensor(key(5), [9, 3]);
  const loss = await toNumber(e.q.loss(z, c, noise));
  const each = await Promise.all(e.parts.map((part) => toNumber(part.loss(z, c, noise))));
  assertAlmostEquals(loss, each.reduce((sum, l) => sum + l / 3, 0), 1e-5);
});

Deno.test("ensemble() draws from the member that the first number picks", async () => {
  using e = made();
  const picks = [0.01, 0.32, 0.35, 0.65, 0.68, 0.99];
  const rows = picks.flatMap((p) => [normalQuantile(p), 0.3, -0.8]);
  const noise = toTensor(rows, [6, 3]), c = tf.ones<tf.Rank.R2>([6, 3]);
  const draws = await toValues(e.q.sample(noise, c));
  const own = tf.tidy(() => noise.slice([0, 1], [-1, 2]));
  const each = await Promise.all(e.parts.map((part) => toValues(part.sample(own, c))));
  [0, 0, 1, 1, 2, 2].forEach((m, i) => {
    assertAllClose(draws.subarray(2 * i, 2 * i + 2), each[m].subarray(2 * i, 2 * i + 2), 1e-6);
  });
});

Deno.test("ensemble() learns by every weight, and leaves no tensor", async () => {
  using e = made();
  const z = normalTensor(key(4), [30, 2]), c = context(30), noise = normalTensor(key(5), [30, 3]);
  await assertEveryWeightLearns(e.weights, () => e.q.loss(z, c, noise));
  assertNoLeak(() => e.q.loss(z, c, noise));
  assertNoLeak(() => e.q.logProb(z, c));
  assertNoLeak(() => e.q.sample(noise, c));
});

Deno.test("ensemble() gives a separate member a share of the context that no other reads", async () => {
  using weights = scope(key(1));
  const [first] = members;
  const q = ensemble([first, first], { separate: true })(weights, { dim: 2, contextDim: 4 });
  perturb(weights, key(2), 0.3);
  const draw = async (pick: number, ...c: number[]) =>
    await toValues(q.sample(toTensor([pick, 0.5, 0.5], [1, 3]), toTensor(c, [1, 4])));
  assertEquals(await draw(-1, 1, 2, 3, 4), await draw(-1, 1, 2, 5, 6));
  assertEquals(await draw(1, 1, 2, 3, 4), await draw(1, 7, 8, 3, 4));
  const moved = await draw(1, 1, 2, 5, 6);
  assertThrows(() => assertAllClose(moved, [0.5, 0.5], 1e-3));
});

Deno.test("ensemble() refuses shares that are not equal, and no members", () => {
  assertThrows(
    () => ensemble([]),
    RangeError,
    "Cannot build ensemble as members.length must be an integer >= 1: current value is 0",
  );
  using weights = scope(key(1));
  assertThrows(
    () => ensemble(members.slice(0, 2), { separate: true })(weights, shape),
    RangeError,
    "Cannot build ensemble as contextDim of a member must be an integer >= 1: current value is 1.5",
  );
});
