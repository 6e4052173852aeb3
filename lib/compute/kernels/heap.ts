/**
 * The own WebAssembly kernels, in the heap of tfjs: addresses of tensors go in, nothing is copied.
 * Their sources are in `assembly/`, with what each expects; `deno task kernels` builds them. They
 * keep no state, so the same numbers give the same bits in any thread.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { callsByName, type Kernels } from "./calls.ts";
import relaxed from "./kernels.wasm" with { type: "bytes" };
import simd from "./kernels_simd.wasm" with { type: "bytes" };

/** A place in the heap, in bytes. */
export type Address = number;

/** The builds by name: the second is for machines without relaxed SIMD. */
export const BUILDS = Object.freeze({
  relaxed: new Uint8Array(relaxed),
  simd: new Uint8Array(simd),
});

/** The kernels at work in the heap of a backend. */
export interface Heap {
  readonly kernels: Kernels;
  /** Where a tensor's numbers are. */
  of(tensor: tf.TensorInfo): Address;
  /** A new tensor, its numbers not set. */
  make(shape: number[]): tf.TensorInfo;
  /** Room for so many numbers, with no meaning, until the next call. */
  scratch(size: number): Address;
  /** Writes whole numbers. */
  setIntegers(at: Address, values: readonly number[]): void;
}

/** What tfjs' own module has, and its types don't say. */
interface Emscripten {
  readonly asm: Readonly<Record<string, unknown>>;
  _malloc(bytes: number): Address;
  _free(at: Address): void;
}

function memoryOf({ asm }: Emscripten): WebAssembly.Memory {
  const memory = Object.values(asm).find((part) => part instanceof WebAssembly.Memory);
  if (memory instanceof WebAssembly.Memory) return memory;
  throw new Error("Cannot start kernels as the wasm backend must have a memory: there is none");
}

/** Starts a build of the kernels in the heap of a backend; by default the best that can run. */
export function makeHeap(
  backend: BackendWasm,
  build: keyof typeof BUILDS = WebAssembly.validate(BUILDS.relaxed) ? "relaxed" : "simd",
): Heap {
  const wasm = backend.wasm as unknown as Emscripten, memory = memoryOf(wasm);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(BUILDS[build]), {
    env: { memory },
  });
  let room = 0, capacity = 0;
  return Object.freeze<Heap>({
    kernels: callsByName(exports),
    of: ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset >>> 0,
    make: (shape) => backend.makeOutput(shape, "float32"),
    scratch(size) {
      if (size > capacity) {
        if (capacity > 0) wasm._free(room);
        room = wasm._malloc(4 * size) >>> 0;
        capacity = size;
      }
      return room;
    },
    setIntegers: (at, values) => new Int32Array(memory.buffer, at, values.length).set(values),
  });
}

const heaps = new WeakMap<object, Heap>();

/** The heap of the backend that calls a kernel. */
export function heapOf(backend: object): Heap {
  let heap = heaps.get(backend);
  if (heap === undefined) heaps.set(backend, heap = makeHeap(backend as BackendWasm));
  return heap;
}

/** The address `count` numbers further. */
export function after(address: Address, count: number): Address {
  return address + 4 * count;
}

let wanted = true;

/** Chooses between own kernels and plain tfjs, from now on. */
export function switchKernels(to: "on" | "off"): void {
  wanted = to === "on";
}

/** Whether own kernels compute. The other backends have none. */
export function kernelsRun(): boolean {
  return wanted && tf.getBackend() === "wasm";
}

/** What a kernel of several outputs gives. */
type Outputs = tf.TensorInfo | tf.TensorInfo[];

/** Registers a kernel of the wasm backend. */
export function defineKernel(
  kernelName: string,
  run: (heap: Heap, inputs: Readonly<Record<string, tf.TensorInfo>>, attrs: object) => Outputs,
): void {
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) =>
      run(heapOf(backend), inputs as Record<string, tf.TensorInfo>, attrs ?? {}),
  });
}

/** Runs a kernel of several outputs. What is not used of them is gone with the caller's tidy. */
export function runKernel(
  kernelName: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attrs: object,
): tf.Tensor[] {
  return tf.engine().runKernel(kernelName, { ...inputs }, { ...attrs } as tf.NamedAttrMap);
}
