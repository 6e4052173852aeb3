/**
 * The safetensors format: named arrays of numbers in one file that cannot run code. 8 bytes of
 * header length (little-endian), a JSON header, then the raw arrays, little-endian and row-major.
 * Specification: github.com/huggingface/safetensors, section "Format".
 *
 * Made for data sets, weights and fixtures; Python's `safetensors` reads and writes the same files.
 * Typed arrays are little-endian wherever Deno runs, so that no byte is swapped here.
 *
 * @module
 */

import { elements } from "./arrays.ts";
import {
  ARRAYS,
  type Arrays,
  type Dtype,
  DTYPES,
  isCounts,
  readHeader,
} from "./safetensors_header.ts";

export type { Dtype };

/** An array of numbers, row-major. The shape of a scalar is []. */
export interface StoredTensor<D extends Dtype = Dtype> {
  readonly data: Arrays[D];
  readonly shape: readonly number[];
}

/** The content of a file: tensors by name, and free text by name. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The number format of an array, if it is one of them. */
export function dtypeOf(data: StoredTensor["data"]): Dtype | undefined {
  return DTYPES.find((dtype) => data instanceof ARRAYS[dtype]);
}

/**
 * The bytes of a safetensors file, the same for the same content: tensors are laid out by
 * decreasing size of their numbers, then by name, so that each is aligned.
 *
 * @throws {RangeError} If a tensor has another number of values than its shape says.
 * @throws {TypeError} If the data are no such typed array, or named `__metadata__`.
 *
 * @example Usage
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = encodeSafetensors({
 *   tensors: { theta: { data: Float64Array.of(-55, 10, -54, 12), shape: [2, 2] } },
 *   metadata: { names: "V_th tau_m" },
 * });
 * assertEquals(decodeSafetensors(bytes).tensors.theta.shape, [2, 2]);
 * ```
 */
export function encodeSafetensors(
  content: Pick<Safetensors, "tensors"> & Partial<Safetensors>,
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(content.tensors).map(([name, { data, shape }]) => {
    const dtype = dtypeOf(data);
    if (dtype === undefined || name === "__metadata__") {
      throw new TypeError(
        `Cannot encode safetensors as "${name}" must be an array of ${DTYPES.join(", ")}`,
      );
    }
    if (!isCounts(shape) || elements(shape) !== data.length) {
      throw new RangeError(
        `Cannot encode safetensors as "${name}" must have as many values as its shape [${shape}] ` +
          `says: it has ${data.length}`,
      );
    }
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { name, dtype, shape, bytes };
  });
  entries.sort((a, b) =>
    DTYPES.indexOf(a.dtype) - DTYPES.indexOf(b.dtype) || (a.name < b.name ? -1 : 1)
  );
  let size = 0;
  const header: [string, unknown][] = content.metadata ? [["__metadata__", content.metadata]] : [];
  for (const { name, dtype, shape, bytes } of entries) {
    header.push([name, { dtype, shape, data_offsets: [size, size += bytes.length] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  let at = 8 + Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(at + size).fill(0x20, 8, at);
  new DataView(out.buffer).setBigUint64(0, BigInt(at - 8), true);
  out.set(json, 8);
  for (const { bytes } of entries) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/**
 * The content of a safetensors file. Its arrays are copies, so that they may lie anywhere in it.
 *
 * @throws {SyntaxError} If the bytes are not such a file, whole and with nothing to spare.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { entries, metadata, data } = readHeader(bytes);
  const tensors = Object.fromEntries(entries.map(({ name, dtype, shape, begin, end }) => {
    const array = new ARRAYS[dtype](elements(shape));
    new Uint8Array(array.buffer).set(data.subarray(begin, end));
    return [name, { data: array, shape }];
  }));
  return { tensors, metadata };
}

/**
 * The tensor of that name and number format.
 *
 * @throws {RangeError} If there is none, or of another format.
 */
export function tensorOf<D extends Dtype>(
  content: Safetensors,
  name: string,
  dtype: D,
): StoredTensor<D> {
  const tensor = content.tensors[name];
  if (!(tensor?.data instanceof ARRAYS[dtype])) {
    const names = Object.entries(content.tensors).map(([n, { data }]) => `${n} (${dtypeOf(data)})`);
    throw new RangeError(
      `Cannot read tensor as there must be "${name}" (${dtype}): there are ${names.join(", ")}`,
    );
  }
  return tensor as StoredTensor<D>;
}
