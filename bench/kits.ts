/**
 * The size and the speed of every kit: deno run --allow-read bench/kits.ts [kit …]
 *
 * Weights, and megaflop that one row costs in training: the products of matrices, which are
 * three times those of the forward pass, since gradients of weights and of inputs take one each. The time is that of a step of 256 on this
 * machine, summary network and estimator with their gradients, the least of several.
 *
 * @module
 */
import { elements } from "../lib/core/arrays.ts";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../lib/compute/backend.ts";
import { npe } from "../lib/flows/npe.ts";
import { weightCount } from "../lib/training/weights.ts";
import { LIF_PARAMETERS } from "../lib/models/lif/simulator/lif.ts";
import { key, normals } from "../lib/core/random.ts";
import { networkInputs } from "../lib/model/adapter.ts";
import { networkParts } from "../lib/workflow/workflow.ts";
import { KIT_NAMES, setupNamed } from "./kits/named.ts";
import { toTensor } from "../lib/compute/tensors.ts";

const BATCH = 256;
const ROUNDS = 5;

/** Counts multiplications of matrices where they are called, on the cpu's plain operations. */
function countProducts(f: () => void): number {
  let flop = 0;
  const stock = tf.getKernel("BatchMatMul", "cpu");
  tf.unregisterKernel("BatchMatMul", "cpu");
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
  tf.unregisterKernel("BatchMatMul", "cpu");
  tf.registerKernel(stock);
  return flop;
}

/** A step of a kit's training on `rows` random rows, but for the optimiser. */
function stepOf(name: string, rows: number) {
  const { architecture, ...inputs } = networkParts(setupNamed(name).kit);
  const { shape } = networkInputs(inputs);
  const dim = LIF_PARAMETERS.length;
  const model = npe(key(1), { dim, summaryShape: shape }, architecture);
  const { estimator, summary } = model;
  const size = elements(shape);
  const draw = (label: number, width: number) => normals(key(label), rows * width);
  const x = toTensor(draw(1, size), [rows, ...shape]);
  const z = toTensor(draw(2, dim), [rows, dim]);
  const noise = toTensor(draw(3, estimator.noise.loss), [rows, estimator.noise.loss]);
  const loss = () => estimator.loss(z, summary.apply(x), noise);
  return {
    weights: weightCount(model.variables),
    run: () => tf.dispose(tf.tidy(() => tf.variableGrads(loss, [...model.variables.values()]))),
    [Symbol.dispose]() {
      model[Symbol.dispose]();
      tf.dispose([x, z, noise]);
    },
  };
}

console.log("kit                   weights   Mflop a row   ms a step");
for (const name of Deno.args.length > 0 ? Deno.args : KIT_NAMES) {
  await startBackend("cpu");
  using counted = stepOf(name, 1);
  const flop = countProducts(counted.run);
  await startBackend();
  using timed = stepOf(name, BATCH);
  timed.run();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    timed.run();
    return performance.now() - start;
  });
  console.log(
    name.padEnd(20),
    String(timed.weights).padStart(8),
    (flop / 1e6).toFixed(1).padStart(13),
    Math.min(...times).toFixed(0).padStart(11),
  );
}
