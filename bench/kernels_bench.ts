/**
 * How fast the own kernels are, beside stock tfjs in the same run and beside what a core can do:
 *
 *     deno run --allow-read --allow-env=CI bench/kernels_bench.ts
 *
 * Each number is the least processor time of many short trials, taken in turns, so that other load on
 * the machine counts little.
 *
 * @module
 */
import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import { main } from "assemblyscript/asc";
import { startBackend } from "../lib/compute/backend.ts";
import { rationalQuadraticSpline } from "../lib/flows/rational_quadratic_spline.ts";
import { couplingFlow } from "../lib/flows/coupling_flow.ts";
import { gruByKernel } from "../lib/compute/kernels/gru.ts";
import { heapOf } from "../lib/compute/kernels/heap.ts";
import { pooledFilters } from "../lib/compute/kernels/pooled_filters.ts";
import { multiply, productRoom } from "../lib/compute/kernels/product.ts";
import { mlp, mlpSummary } from "../lib/networks/mlp.ts";
import { fold, key, stream } from "../lib/core/random.ts";
import { scope } from "../lib/compute/scope.ts";
import { toTensor } from "../lib/compute/tensors.ts";

/** Processor time of this process, in ms. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The shortest time of each, in ms, taken in turns. */
async function shortest(
  rounds: number,
  runs: Readonly<Record<string, { readonly kernels?: "on" | "off"; readonly run: () => void }>>,
): Promise<Record<string, number>> {
  const best: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, { kernels = "on", run }] of Object.entries(runs)) {
      await startBackend("wasm", { kernels });
      const start = processorTime();
      run();
      best[name] = Math.min(best[name] ?? Infinity, processorTime() - start);
    }
  }
  return best;
}

function numbers(name: string, shape: [number, number]): tf.Tensor2D {
  const rng = stream(fold(key(1), name));
  return toTensor(Array.from({ length: shape[0] * shape[1] }, () => rng.normal()), shape);
}

/** Fused multiply-adds of one core with nothing to load, in 10⁹ operations a second. */
async function peak(): Promise<number> {
  const sums = Array.from({ length: 12 }, (_, i) => `s${i}`);
  const source = `export function run(loops: i32, x: f32): f32 {
    const a = f32x4.splat(x);
    let ${sums.map((s) => `${s} = a`).join(", ")};
    for (let n = 0; n < loops; n++) {
      ${sums.map((s) => `${s} = f32x4.relaxed_madd(${s}, a, a);`).join("\n")}
    }
    return f32x4.extract_lane(${sums.reduce((all, s) => `f32x4.add(${all}, ${s})`)}, 0);
  }`;
  let bytes = new Uint8Array();
  const flags = ["--runtime", "stub", "--enable", "simd", "--enable", "relaxed-simd", "-O3"];
  await main(["index.ts", "-o", "peak.wasm", ...flags], {
    readFile: (name) => name === "index.ts" ? source : null,
    writeFile: (_, contents) => {
      if (typeof contents !== "string") bytes = new Uint8Array(contents);
    },
    listFiles: () => [],
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const run = exports.run as (loops: number, x: number) => number;
  const loops = 50_000;
  const best = await shortest(200, { peak: { run: () => run(loops, 0.5) } });
  return loops * sums.length * 8 / best.peak / 1e6;
}

async function products(): Promise<void> {
  const limit = await peak();
  console.log(`peak of a core: ${limit.toFixed(1)} GFLOP/s`);
  const table: [rows: number, inner: number, columns: number][] = [[12800, 64, 64], [
    128,
    256,
    128,
  ]];
  for (const [rows, inner, columns] of table) {
    const x = numbers("x", [rows, inner]), w = numbers("w", [inner, columns]);
    const dy = numbers("dy", [rows, columns]);
    const variants: Record<string, () => tf.Tensor> = {
      "x · w": () => tf.matMul(x, w),
      "dy · wᵀ": () => tf.matMul(dy, w, false, true),
      "xᵀ · dy": () => tf.matMul(x, dy, true, false),
    };
    for (const [name, product] of Object.entries(variants)) {
      const run = () => product().dispose();
      const best = await shortest(60, {
        own: { run },
        stock: { kernels: "off", run },
      });
      const rate = (ms: number) => 2 * rows * inner * columns / ms / 1e6;
      const share = Math.round(100 * rate(best.own) / limit);
      console.log(
        `${name} of [${rows}, ${inner}] and [${inner}, ${columns}]:`,
        `own ${rate(best.own).toFixed(1)} GFLOP/s (${share} % of the peak),`,
        `stock with transposes ${rate(best.stock).toFixed(1)}`,
      );
    }
    tf.dispose([x, w, dy]);
  }
}

/**
 * The recurrences of the original study's network, of 32 rows. What the gradient costs depends on
 * how soon it fades: with gates that remember it never does.
 */
async function recurrences(): Promise<void> {
  const [rows, units] = [32, 128];
  for (const [times, channels] of [[1000, 32], [250, 128]]) {
    const x = numbers("x", [times * rows, channels]).as3D(times, rows, channels);
    const [weights, state] = tf.tidy(() => [
      numbers("w", [channels, 3 * units]).mul<tf.Tensor2D>(0.1),
      numbers("u", [units, 3 * units]).mul<tf.Tensor2D>(0.08),
    ]);
    const operations = 2 * times * rows * 3 * units * (channels + units);
    for (const [gates, update] of [["even", 0], ["that remember", 5]] as const) {
      const bias = tf.tensor1d(
        Array.from({ length: 4 * units }, (_, i) => Math.floor(i / units) === 1 ? update : 0),
      );
      const run = (x: tf.Tensor) =>
        gruByKernel(x as tf.Tensor3D, { weights, state, bias }, { backwards: false });
      const { forward, both } = await shortest(5, {
        forward: { run: () => tf.tidy(() => void run(x)) },
        both: { run: () => tf.dispose(tf.grad(run)(x)) },
      });
      console.log(
        `recurrence of ${times} times, ${channels} channels, gates ${gates}:`,
        `forward ${forward.toFixed(1)} ms, ${(operations / forward / 1e6).toFixed(1)} GFLOP/s,`,
        `gradient ${(both - forward).toFixed(1)} ms,`,
        `${(2 * operations / (both - forward) / 1e6).toFixed(1)} GFLOP/s were all of it computed`,
      );
      bias.dispose();
    }
    tf.dispose([x, weights, state]);
  }
}

/** A level of event-aligned pooling as the kit `learned` has it, of 64 rows. */
async function pooling(): Promise<void> {
  const [rows, length, channels, clocks, filters] = [64, 1000, 2, 2, 16];
  const shape = { channels, taps: 8, every: 1, bins: 55, sweeps: 1 };
  const x = tf.tidy(() => {
    const values = numbers("series", [rows * length, channels]);
    const codes = tf.range(0, rows * length).div(17).floor().mod(27).expandDims(1);
    return tf.concat([values, codes, codes.add(27)], 1)
      .reshape<tf.Tensor3D>([rows, length, channels + clocks]);
  });
  const weights = numbers("filters", [shape.taps * channels, filters]);
  const run = (weights: tf.Tensor) => pooledFilters(x, weights as tf.Tensor2D, shape).sums.sum();
  const best = await shortest(40, {
    own: { run: () => tf.dispose(tf.grad(run)(weights)) },
    plain: { kernels: "off", run: () => tf.dispose(tf.grad(run)(weights)) },
  });
  const products = 4 * rows * length * weights.size / best.own / 1e6;
  console.log(
    `pooled filters of ${rows} series, forward and gradient: own ${best.own.toFixed(1)} ms,`,
    `plain ${best.plain.toFixed(1)} ms, ${(best.plain / best.own).toFixed(1)} times;`,
    `products ${products.toFixed(1)} GFLOP/s, sums and squares beside them`,
  );
  tf.dispose([x, weights]);
}

async function compare(name: string, rounds: number, run: () => void): Promise<number> {
  const best = await shortest(rounds, { own: { run }, stock: { kernels: "off", run } });
  const ratio = (best.stock / best.own).toFixed(1);
  console.log(
    `${name}: own ${best.own.toFixed(3)} ms, stock ${best.stock.toFixed(2)} ms, ${ratio} times`,
  );
  return best.own;
}

async function blocks(): Promise<void> {
  const spline = rationalQuadraticSpline({ bins: 8, bound: 5 });
  const x = numbers("x", [128, 3]), h = numbers("h", [128, 69]);
  await compare("spline of 128 × 3, forward", 200, () => {
    const { value, logDerivative } = spline.forward(x, h);
    tf.dispose([value, logDerivative]);
  });
  await compare("spline of 128 × 3, forward and gradient", 100, () => {
    tf.dispose(
      tf.grads((x, h) => {
        const { value, logDerivative } = spline.forward(x as tf.Tensor2D, h as tf.Tensor2D);
        return value.sum().add(logDerivative.sum());
      })([x, h]),
    );
  });
  using weights = scope(key(2));
  const network = mlp(weights, { inputs: 134, outputs: 64, widths: [256, 256] });
  const rows = numbers("rows", [64, 134]);
  await compare("perceptron 134-256-256-64 of 64 rows, forward and gradient", 100, () => {
    tf.dispose(tf.variableGrads(() => network(rows).square().sum()));
  });
  tf.dispose([x, h, rows]);
}

/** All products of a loss and its gradient, and nothing else. */
function productsOnly(variables: readonly tf.Variable[], rows: number): () => void {
  const heap = heapOf(tf.backend());
  const matrices = variables.filter(({ rank }) => rank === 2);
  const widest = Math.max(...matrices.flatMap(({ shape }) => shape));
  const [a, b, c] = [rows, rows, Math.max(rows, widest)].map((n) => tf.ones([n * widest]));
  const [x, dy, out] = [a, b, c].map(heap.of);
  return () => {
    const work = heap.scratch(productRoom(widest));
    for (const matrix of matrices) {
      const [i, o] = matrix.shape, w = heap.of(matrix);
      multiply(heap, { m: rows, n: o, k: i, a: x, b: w, c: out, work });
      multiply(heap, { m: rows, n: i, k: o, a: dy, b: w, transposeB: true, c: out, work });
      multiply(heap, { m: i, n: o, k: rows, a: x, transposeA: true, b: dy, c: out, work });
    }
  };
}

async function defaultKitStep(rows: number): Promise<void> {
  await startBackend();
  using weights = scope(key(3));
  const summary = mlpSummary(weights.child("summary"), {
    inputs: 134,
    dim: 64,
    widths: [256, 256],
  });
  const build = couplingFlow({ depth: 3 });
  const estimator = build(weights.child("estimator"), { dim: 6, contextDim: 64 });
  const x = numbers("x", [rows, 134]), theta = numbers("theta", [rows, 6]);
  const noise = tf.zeros<tf.Rank.R2>([rows, 0]);
  const variables = [...weights.variables.values()];
  const loss = () => estimator.loss(theta, summary.apply(x), noise);
  const own = await compare(`default kit's loss and gradient of ${rows} rows`, 60, () => {
    tf.dispose(tf.variableGrads(loss as () => tf.Scalar, variables));
  });
  const { products } = await shortest(100, {
    products: { run: productsOnly(variables, rows) },
  });
  console.log(
    `of which products of matrices: ${products.toFixed(3)} ms, ${
      (own / products).toFixed(2)
    } times`,
  );
  tf.dispose([x, theta]);
}

await startBackend();
await products();
await recurrences();
await pooling();
await blocks();
await defaultKitStep(64);
await defaultKitStep(256);
