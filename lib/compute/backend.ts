/**
 * Where tensors are computed, chosen by name.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm" with {
  type: "bytes",
};
import { switchKernels } from "./kernels/heap.ts";
import { mendStockKernels } from "./kernels/stock.ts";

const BACKENDS = ["wasm", "cpu", "webgpu"] as const;

/** The name of a backend: SIMD in WebAssembly, plain JavaScript, or the graphics card. */
export type BackendName = typeof BACKENDS[number];

function isBackendName(name: string): name is BackendName {
  return (BACKENDS as readonly string[]).includes(name);
}

/** The version of tfjs, for the record of a run. */
export const TFJS_VERSION: string = tf.version.tfjs;

/** Serves the module's own bytes, as reading or fetching a file would need a permission. */
function serveWasm(): void {
  const url = URL.createObjectURL(
    new Blob([new Uint8Array(simd)], { type: "application/wasm" }),
  );
  // Where memory can be shared tfjs would choose the threaded build, whose bytes these are not: on a
  // cross-origin isolated page it then computes nonsense without an error.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setThreadsCount(1); // Threads would need a shared heap, and a worker per core trains faster.
  setWasmPaths({
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  }, true);
}

let wasmIsPrepared = false;

async function prepare(name: BackendName): Promise<void> {
  if (name === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  if (name !== "wasm" || wasmIsPrepared) return;
  wasmIsPrepared = true;
  serveWasm();
  mendStockKernels();
}

/** How a backend computes. */
export interface BackendOptions {
  /**
   * Whether own kernels compute on the wasm backend. Off, it is plain tfjs, their reference. Other
   * backends have none. Default "on".
   */
  readonly kernels?: "on" | "off";
}

/**
 * Computes all tensors made from now on with the backend of that name. Needs no permission.
 * Starting a backend again changes nothing but the kernels.
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
export async function startBackend(
  name: string = "wasm",
  { kernels = "on" }: BackendOptions = {},
): Promise<void> {
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
  switchKernels(kernels);
}
