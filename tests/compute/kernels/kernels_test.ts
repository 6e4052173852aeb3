import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../../lib/compute/backend.ts";
import { affineFamily } from "../../../lib/flows/affine_family.ts";
import type { ScalarFamily } from "../../../lib/flows/bijector.ts";
import { coupling } from "../../../lib/flows/coupling.ts";
import { rationalQuadraticSpline } from "../../../lib/flows/rational_quadratic_spline.ts";
import { type DenseWeights, perceptron } from "../../../lib/compute/kernels/perceptron.ts";
import { type Activation, hardSilu, mish, silu, tanh } from "../../../lib/networks/activations.ts";
import { convolution, type ConvolutionOptions } from "../../../lib/networks/convolution.ts";
import { isPerceptron } from "../../../lib/networks/mlp.ts";
import type { Network } from "../../../lib/networks/network.ts";
import { fold, key } from "../../../lib/core/random.ts";
import type { Scope } from "../../../lib/compute/scope.ts";
import { toValues } from "../../../lib/compute/tensors.ts";
import { assertKernelsAgree, assertKernelsLeaveNothing, type Case, normal } from "./comparison.ts";

const root = key(12);

function matMulCase(a: number[], b: number[], transposeA: boolean, transposeB: boolean): Case {
  return {
    inputs: [normal(fold(root, "a"), a), normal(fold(root, "b"), b)],
    run: (a, b) => [tf.matMul(a, b, transposeA, transposeB)],
  };
}

/** The layers among inputs: weights, bias, weights, bias … */
function layersOf(inputs: readonly tf.Tensor[]): DenseWeights[] {
  return Array.from({ length: inputs.length / 2 }, (_, i) => ({
    weights: inputs[2 * i] as tf.Tensor2D,
    bias: inputs[2 * i + 1] as tf.Tensor1D,
  }));
}

function layerInputs(widths: readonly number[]) {
  return widths.slice(1).flatMap((width, i) => [
    normal(fold(root, `w${i}`), [widths[i], width], 1 / Math.sqrt(widths[i])),
    normal(fold(root, `b${i}`), [width], 0.3),
  ]);
}

function perceptronCase(rows: number, widths: readonly number[], activation: Activation): Case {
  return {
    inputs: [normal(fold(root, "x"), [rows, widths[0]]), ...layerInputs(widths)],
    run: (x, ...weights) => [perceptron(x as tf.Tensor2D, layersOf(weights), activation)],
  };
}

/** A perceptron of tensors that are not variables. */
function networkOf(layers: readonly DenseWeights[]): Network {
  const network = (x: tf.Tensor2D) => perceptron(x, layers, silu);
  return Object.assign(network, { layers, activation: silu });
}

interface CouplingCase {
  readonly rows: number;
  readonly dim: number;
  readonly held: number;
  readonly order?: readonly number[];
  readonly family: ScalarFamily;
  readonly way: "forward" | "inverse";
}

function couplingCase({ rows, dim, held, order, family, way }: CouplingCase): Case {
  const contextDim = 3;
  const widths = [held + contextDim, 9, 8, (dim - held) * family.parametersPerDim];
  return {
    inputs: [
      normal(fold(root, "x"), [rows, dim], 3), // also beyond the bound
      normal(fold(root, "context"), [rows, contextDim]),
      ...layerInputs(widths),
    ],
    run: (x, context, ...weights) => {
      const conditioner = networkOf(layersOf(weights));
      const bijector = coupling({ dim, held, family, conditioner, ...order && { order } });
      const { value, logDet } = bijector[way](x as tf.Tensor2D, context as tf.Tensor2D);
      return [value, logDet];
    },
  };
}

function convolutionCase(count: number, length: number, options: ConvolutionOptions): Case {
  const { channels, filters, kernel } = options;
  return {
    inputs: [
      normal(fold(root, "x"), [count, length, channels]),
      normal(fold(root, "weights"), [kernel * channels, filters], 0.3),
      normal(fold(root, "bias"), [filters]),
    ],
    run: (x, weights, bias) => {
      const given: Readonly<Record<string, tf.Tensor>> = { weights, bias };
      const scope = { variable: (name: string) => given[name] } as unknown as Scope;
      return [convolution(scope, options)(x as tf.Tensor3D)];
    },
  };
}

const spline = rationalQuadraticSpline({ bins: 5, bound: 4 });
const tall = { channels: 3, filters: 10, activation: silu };

const TABLE: Readonly<Record<string, Case>> = {
  "matMul() of matrices": matMulCase([13, 300], [300, 21], false, false),
  "matMul() of a transposed left": matMulCase([300, 13], [300, 21], true, false),
  "matMul() of a transposed right": matMulCase([13, 300], [21, 300], false, true),
  "matMul() of both transposed": matMulCase([70, 7], [8, 70], true, true),
  "matMul() of one number": matMulCase([1, 1], [1, 1], false, false),
  "matMul() of a batch": matMulCase([2, 3, 4, 5], [2, 3, 6, 5], false, true),
  "perceptron() of one row": perceptronCase(1, [5, 7, 3], silu),
  "perceptron() of one layer": perceptronCase(6, [5, 3], silu),
  "perceptron() of ragged widths, mish": perceptronCase(17, [13, 21, 10, 1], mish),
  "perceptron() of two chunks, tanh": perceptronCase(500, [3, 8, 16, 2], tanh),
  "perceptron() with hardSilu": perceptronCase(20, [3, 8, 2], hardSilu),
  "perceptron() with a nonlinearity of one's own": perceptronCase(4, [3, 8, 2], (x) => x.square()),
  "convolution() of blocks": convolutionCase(3, 20, { ...tall, kernel: 4, stride: 4 }),
  "convolution() of overlapping blocks": convolutionCase(2, 50, { ...tall, kernel: 10, stride: 5 }),
  "convolution() by single steps": convolutionCase(2, 11, { ...tall, kernel: 3 }),
  "convolution() with gaps, of one series": convolutionCase(1, 21, {
    channels: 2,
    filters: 4,
    kernel: 3,
    stride: 5,
  }),
};

for (const [name, given] of Object.entries(TABLE)) {
  Deno.test(`${name} by its kernel is what plain tfjs makes of it, with its gradients`, async () => {
    await assertKernelsAgree(given, 1e-5);
  });

  Deno.test(`${name} by its kernel leaves nothing behind`, async () => {
    await assertKernelsLeaveNothing(given);
  });
}

const COUPLINGS: Readonly<Record<string, Omit<CouplingCase, "way" | "family">>> = {
  "one row": { rows: 1, dim: 3, held: 1 },
  "rows out of order": { rows: 30, dim: 5, held: 2, order: [3, 0, 4, 1, 2] },
  "nothing held": { rows: 9, dim: 3, held: 0, order: [2, 0, 1] },
  "one coordinate moved": { rows: 10, dim: 4, held: 3 },
};

for (const [name, given] of Object.entries(COUPLINGS)) {
  for (const [maps, family] of Object.entries({ "affine maps": affineFamily(), splines: spline })) {
    for (const way of ["forward", "inverse"] as const) {
      const whole = couplingCase({ ...given, family, way });
      Deno.test(`coupling() of ${maps} ${way} by its kernel is the plain one: ${name}`, async () => {
        await assertKernelsAgree(whole, way === "forward" ? 1e-4 : 1e-3); // it loses digits where flat
        await assertKernelsLeaveNothing(whole);
      });
    }
  }
}

Deno.test("isPerceptron() distinguishes a perceptron from another network", () => {
  assertEquals(isPerceptron(networkOf([])), true);
  assertEquals(isPerceptron((x) => x), false);
});

Deno.test("matMul() repeats what is one along a batch", async () => {
  await startBackend();
  const [product, repeated] = tf.tidy(() => {
    const a = tf.linspace(0, 1, 24).reshape([2, 1, 3, 4]);
    const b = tf.linspace(-1, 2, 60).reshape([1, 3, 4, 5]);
    return [
      tf.matMul(a, b),
      tf.matMul(a.tile([1, 3, 1, 1]), b.tile([2, 1, 1, 1])),
    ];
  });
  assertEquals(product.shape, [2, 3, 3, 5]);
  assertEquals(await toValues(product), await toValues(repeated));
  tf.dispose([product, repeated]);
});

Deno.test("matMul() of nothing is zero", async () => {
  await startBackend();
  const product = tf.tidy(() => tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])));
  assertEquals([...await product.data()], [0, 0, 0, 0, 0, 0]);
  product.dispose();
});
