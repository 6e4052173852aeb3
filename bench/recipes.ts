/**
 * The size and the speed of every recipe: deno run --allow-read bench/recipes.ts [recipe …]
 *
 * Weights, and megaflop that one row costs in training: three times the forward products, since the
 * gradients of weights and of inputs take one each. The time is that of a step of 256 on this
 * machine, summary network and estimator with their gradients, the least of several.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../lib/backend.ts";
import { npe } from "../lib/inference/npe.ts";
import { weightCount } from "../lib/inference/weights.ts";
import { LIF_PARAMETERS } from "../lib/simulators/lif.ts";
import { key, normals } from "../lib/random.ts";
import { RECIPE_NAMES, recipeNamed } from "../lib/recipes/mod.ts";
import { toTensor } from "../lib/tensors.ts";

const BATCH = 256;
const ROUNDS = 3;

await startBackend();

/** Counts multiplications of matrices where they are called. */
function countProducts(f: () => void): number {
  let flop = 0;
  const stock = tf.getKernel("BatchMatMul", "wasm");
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({
    ...stock,
    kernelFunc(call) {
      const result = stock.kernelFunc(call) as tf.TensorInfo;
      const { a } = call.inputs as { a: tf.TensorInfo };
      const inner = a.shape.at(call.attrs?.transposeA ? -2 : -1) ?? 0;
      flop += 2 * inner * tf.util.sizeFromShape(result.shape);
      return result;
    },
  });
  f();
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel(stock);
  return flop;
}

console.log("recipe          weights   Mflop a row   ms a step");
for (const name of Deno.args.length > 0 ? Deno.args : RECIPE_NAMES) {
  const { architecture, configuration, variables } = recipeNamed(name);
  const { shape } = variables(configuration.sim);
  const dim = LIF_PARAMETERS.length;
  using model = npe(key(1), { dim, summaryShape: shape }, architecture);
  const size = shape.reduce((product, n) => product * n, 1);
  const { noise } = model.estimator;
  const draw = (label: number, width: number) => normals(key(label), BATCH * width);
  const x = toTensor(draw(1, size), [BATCH, ...shape]);
  const z = toTensor(draw(2, dim), [BATCH, dim]);
  const n = toTensor(draw(3, noise.loss), [BATCH, noise.loss]);
  const loss = () => model.estimator.loss(z, model.summary.apply(x), n);
  const step = () =>
    tf.dispose(tf.tidy(() => tf.variableGrads(loss, [...model.variables.values()])));
  const flop = countProducts(step);
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    step();
    return performance.now() - start;
  });
  console.log(
    name.padEnd(14),
    String(weightCount(model.variables)).padStart(8),
    (flop / BATCH / 1e6).toFixed(1).padStart(13),
    Math.min(...times).toFixed(0).padStart(11),
  );
  tf.dispose([x, z, n]);
}
