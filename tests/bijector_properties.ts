/** Properties of every bijector, each checked at some rows and their contexts. */
import * as tf from "@tensorflow/tfjs";
import type { Bijector } from "../lib/flows/bijector.ts";
import { chain } from "../lib/flows/chain.ts";
import { toTensor, toValues } from "../lib/compute/tensors.ts";
import { assertAllClose } from "./support.ts";

/** log |det| by Gaussian elimination with pivots, in float64. */
export function logAbsDet(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    let pivot = i;
    for (let j = i; j < rows.length; j++) {
      if (Math.abs(rows[j][i]) > Math.abs(rows[pivot][i])) pivot = j;
    }
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    sum += Math.log(Math.abs(rows[i][i]));
    for (let j = i + 1; j < rows.length; j++) {
      const factor = rows[j][i] / rows[i][i];
      for (let k = i; k < rows.length; k++) rows[j][k] -= factor * rows[i][k];
    }
  }
  return sum;
}

/** The same map in the other direction. */
export function invert({ dim, forward, inverse }: Bijector): Bijector {
  return { dim, forward: inverse, inverse: forward };
}

/** inverse(forward(x)) is x, and their log-determinants cancel. */
export async function assertInverts(
  bijector: Bijector,
  x: tf.Tensor2D,
  context: tf.Tensor2D,
  tolerance = 1e-4,
): Promise<void> {
  const { value, logDet } = tf.tidy(() => ({
    ...chain([bijector, invert(bijector)]).forward(x, context),
  }));
  assertAllClose(await toValues(value), await toValues(x), tolerance);
  assertAllClose(await toValues(logDet), new Float32Array(x.shape[0]), tolerance);
  tf.dispose([value, logDet]);
}

async function assertLogDetIs(
  bijector: Bijector,
  x: tf.Tensor2D,
  context: tf.Tensor2D,
  jacobian: (row: number, output: number, input: number) => number,
  tolerance: number,
): Promise<void> {
  const logDet = tf.tidy(() => bijector.forward(x, context).logDet);
  const coordinates = Array.from({ length: bijector.dim }, (_, i) => i);
  const expected = Array.from(
    { length: x.shape[0] },
    (_, row) => logAbsDet(coordinates.map((i) => coordinates.map((j) => jacobian(row, i, j)))),
  );
  assertAllClose(await toValues(logDet), expected, tolerance);
  logDet.dispose();
}

/** logDet is log |det| of the Jacobian that automatic differentiation finds. */
export async function assertLogDetByAutodiff(
  bijector: Bijector,
  x: tf.Tensor2D,
  context: tf.Tensor2D,
  tolerance = 1e-4,
): Promise<void> {
  const { dim } = bijector;
  const gradients: Float32Array[] = [];
  for (let i = 0; i < dim; i++) {
    const gradient = tf.grad((x) =>
      tf.slice(bijector.forward(x as tf.Tensor2D, context).value, [0, i], [-1, 1]).sum()
    )(x);
    gradients.push(await toValues(gradient));
    gradient.dispose();
  }
  const jacobian = (row: number, i: number, j: number) => gradients[i][row * dim + j];
  await assertLogDetIs(bijector, x, context, jacobian, tolerance);
}

/** logDet is log |det| of the Jacobian by central differences, a witness that needs no gradient. */
export async function assertLogDetByDifferences(
  bijector: Bijector,
  x: tf.Tensor2D,
  context: tf.Tensor2D,
  tolerance = 1e-3,
): Promise<void> {
  const step = 1e-2; // Float32 loses digits below, curvature matters above.
  const { dim } = bijector;
  const differences: Float32Array[] = [];
  for (let j = 0; j < dim; j++) {
    const shift = toTensor(Array.from({ length: dim }, (_, i) => i === j ? step : 0), [1, dim]);
    const difference = tf.tidy(() => {
      const up = bijector.forward(tf.add(x, shift), context).value;
      return up.sub(bijector.forward(tf.sub(x, shift), context).value).div(2 * step);
    });
    differences.push(await toValues(difference));
    tf.dispose([shift, difference]);
  }
  const jacobian = (row: number, i: number, j: number) => differences[j][row * dim + i];
  await assertLogDetIs(bijector, x, context, jacobian, tolerance);
}
