/**
 * Where tensors are computed, chosen by name.
 *
 * The stock wasm backend multiplies matrices at 26–32 GFLOP/s, but transposed ones, which every
 * gradient needs, at 2. {@linkcode startBackend} therefore puts an explicit transpose before its
 * `BatchMatMul` kernel.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm" with {
  type: "bytes",
};

const BACKENDS = ["wasm", "cpu", "webgpu"] as const;

/** The name of a backend: SIMD in WebAssembly, plain JavaScript, or the graphics card. */
export type BackendName = typeof BACKENDS[number];

function isBackendName(name: string): name is BackendName {
  return (BACKENDS as readonly string[]).includes(name);
}

/** Serves the module's own bytes, as reading or fetching a file would need a permission. */
function serveWasm(): void {
  const url = URL.createObjectURL(
    new Blob([new Uint8Array(simd)], { type: "application/wasm" }),
  );
  setThreadsCount(1); // Threads would need a shared heap, and a worker per core trains faster.
  setWasmPaths({
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  }, true);
}

/** Calls a kernel of the wasm backend on bare tensor infos. Its result is the caller's. */
function run(
  kernel: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: object,
): tf.TensorInfo {
  return tf.getKernel(kernel, "wasm").kernelFunc({ inputs, attrs, backend }) as tf.TensorInfo;
}

/** Puts a kernel before the stock one of that name, which it is handed. */
function override(kernel: string, wrap: (stock: tf.KernelFunc) => tf.KernelFunc): void {
  const config = tf.getKernel(kernel, "wasm");
  tf.unregisterKernel(kernel, "wasm");
  tf.registerKernel({ ...config, kernelFunc: wrap(config.kernelFunc) });
}

/** Transposes first, and so always multiplies by the fast path. */
function matMulByTransposes(stock: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const heap = backend as tf.KernelBackend;
    const made: tf.TensorInfo[] = [];
    const transposed = (x: tf.TensorInfo) => {
      const perm = x.shape.map((_, axis) => axis);
      perm.push(...perm.splice(-2).reverse());
      made.push(run("Transpose", { x }, { perm }, backend));
      return made[made.length - 1];
    };
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const product = stock({
      inputs: {
        a: attrs?.transposeA ? transposed(a) : a,
        b: attrs?.transposeB ? transposed(b) : b,
      },
      attrs: { transposeA: false, transposeB: false },
      backend,
    });
    made.forEach(({ dataId }) => heap.disposeData(dataId));
    return product;
  };
}

/** Sums over the leading axes, as every gradient of a bias does, by a product with a row of ones. */
function sumByMatMul(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { backend } = call;
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((i, j) => i - j);
    const rest = x.shape.slice(axes.length);
    if (x.dtype !== "float32" || rest.length === 0 || axes.some((axis, i) => axis !== i)) {
      return stock(call);
    }
    const [rows, columns] = [x.shape.slice(0, axes.length), rest].map(tf.util.sizeFromShape);
    const a = run("Fill", {}, { shape: [1, rows], value: 1, dtype: "float32" }, backend);
    const b = { ...x, shape: [rows, columns] };
    const sum = run("BatchMatMul", { a, b }, { transposeA: false, transposeB: false }, backend);
    (backend as tf.KernelBackend).disposeData(a.dataId);
    return { ...sum, shape: keepDims ? [...axes.map(() => 1), ...rest] : rest };
  };
}

let wasmIsPrepared = false;

async function prepare(name: BackendName): Promise<void> {
  if (name === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  if (name !== "wasm" || wasmIsPrepared) return;
  wasmIsPrepared = true;
  serveWasm();
  override("BatchMatMul", matMulByTransposes);
  override("Sum", sumByMatMul);
}

/**
 * Computes all tensors made from now on with the backend of that name. Needs no permission.
 * Starting a backend again does nothing.
 *
 * @throws {RangeError} If there is no such backend.
 * @throws {Error} If it can't run on this machine: nothing else is started in its place.
 *
 * @example Usage
 * ```ts
 * import { startBackend } from "./backend.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend("wasm");
 * assertEquals(tf.getBackend(), "wasm");
 * ```
 */
export async function startBackend(name: string = "wasm"): Promise<void> {
  if (!isBackendName(name)) {
    throw new RangeError(
      `Cannot start backend as name must be one of ${
        BACKENDS.join(", ")
      }: current value is ${name}`,
    );
  }
  let started = false, cause: unknown;
  try {
    await prepare(name);
    started = await tf.setBackend(name);
    await tf.ready();
  } catch (error) {
    cause = error;
  }
  if (!started || tf.getBackend() !== name) {
    throw new Error(`Cannot start backend ${name} on this machine`, { cause });
  }
}
