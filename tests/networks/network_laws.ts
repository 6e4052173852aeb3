/** What holds for every network, as tests of one. */
import { assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { fold, key } from "../../lib/core/random.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import { toValues } from "../../lib/compute/tensors.ts";
import {
  assertAllClose,
  assertEveryWeightLearns,
  assertNoLeak,
  normalTensor,
  perturb,
} from "../support.ts";

/** Makes a network with weights in a scope: inputs of five rows, and the function of them to four numbers a row. */
export type Case = (scope: Scope) => { readonly x: tf.Tensor; run(x: tf.Tensor): tf.Tensor2D };

/** Standard normal inputs. */
export const matrix = (rows: number, columns: number): tf.Tensor2D =>
  normalTensor(fold(key(5), columns), [rows, columns]);

/** The same as series. */
export const series = (rows: number, length: number, channels: number): tf.Tensor3D =>
  tf.tidy(() => matrix(rows * length, channels).reshape([rows, length, channels]));

/** Sets of four places, the first three of them taken, [rows, 4, 1, 3]. */
export const places = (rows: number): tf.Tensor4D =>
  tf.tidy(() => {
    const marks = tf.tensor4d([1, 1, 1, 0], [1, 4, 1, 1]).tile([rows, 1, 1, 1]);
    return tf.concat4d([series(rows, 4, 2).reshape([rows, 4, 1, 2]), marks as tf.Tensor4D], 3);
  });

/** Tests a network. */
export function testNetwork(name: string, make: Case): void {
  Deno.test(`${name} maps each row for itself`, async () => {
    using weights = scope(key(2));
    const { x, run } = make(weights);
    perturb(weights, key(3), 0.3);
    const all = run(x);
    assertEquals(all.shape, [5, 4]);
    const second = tf.tidy(() =>
      run(x.slice([1, ...x.shape.slice(1).map(() => 0)], [1, ...x.shape.slice(1)]))
    );
    assertAllClose(await toValues(second), (await toValues(all)).subarray(4, 8), 1e-5);
    assertNotEquals((await toValues(all)).subarray(0, 4), (await toValues(all)).subarray(4, 8));
    tf.dispose([x, all, second]);
  });

  Deno.test(`${name} gives every weight a gradient`, async () => {
    using weights = scope(key(2));
    const { x, run } = make(weights);
    await assertEveryWeightLearns(weights, () => run(x).square().sum());
    x.dispose();
  });

  Deno.test(`${name} leaves no tensor behind`, () => {
    using weights = scope(key(2));
    const { x, run } = make(weights);
    const variables = [...weights.variables.values()];
    assertNoLeak(() => run(x));
    assertNoLeak(() => tf.variableGrads(() => run(x).square().sum(), variables));
    x.dispose();
  });

  Deno.test(`${name} starts from the key alone`, async () => {
    const output = async (seed: number) => {
      using weights = scope(key(seed));
      const { x, run } = make(weights);
      const y = run(x);
      const values = await toValues(y);
      tf.dispose([x, y]);
      return values;
    };
    assertEquals(await output(2), await output(2));
    assertNotEquals(await output(2), await output(3));
  });
}
