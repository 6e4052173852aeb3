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

/** The longest header accepted, in bytes: the limit of the reference implementation. */
const MAX_HEADER = 100_000_000;

/** In the order in which the reference implementation lays tensors out. */
const ARRAYS = {
  U64: BigUint64Array,
  I64: BigInt64Array,
  F64: Float64Array,
  F32: Float32Array,
  U32: Uint32Array,
  I32: Int32Array,
  U16: Uint16Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;
const DTYPES = Object.keys(ARRAYS) as Dtype[];

interface Arrays {
  U64: BigUint64Array;
  I64: BigInt64Array;
  F64: Float64Array;
  F32: Float32Array;
  U32: Uint32Array;
  I32: Int32Array;
  U16: Uint16Array;
  I16: Int16Array;
  I8: Int8Array;
  U8: Uint8Array;
}

/** The name of a number format, as it stands in the file. */
export type Dtype = keyof typeof ARRAYS;

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

function elements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function dtypeOf(data: StoredTensor["data"]): Dtype | undefined {
  return DTYPES.find((dtype) => data instanceof ARRAYS[dtype]);
}

function expect(condition: boolean, expected: string, found: unknown): asserts condition {
  if (!condition) throw new SyntaxError(`Cannot decode safetensors as ${expected}: ${found}`);
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

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}

/** The keys of an object and of the objects in it. */
function countKeys(value: unknown): number {
  if (!isObject(value)) return 0;
  return Object.values(value).reduce((sum: number, entry) => sum + 1 + countKeys(entry), 0);
}

/** The keys written in `json`, of which JSON.parse forgets all but the last of a name. */
function countWrittenKeys(json: string): number {
  const strings = json.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? [];
  return strings.filter((string) => string.endsWith(":")).length;
}

function readHeader(bytes: Uint8Array): { header: Json; data: Uint8Array } {
  expect(bytes.length >= 8, "it must begin with 8 bytes of header length", bytes.length);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const available = Math.min(MAX_HEADER, bytes.length - 8);
  expect(length <= available, `its header can have ${available} bytes`, `it claims ${length}`);
  let json = "";
  let header: unknown;
  try {
    json = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(json);
  } catch (error) {
    expect(false, "its header must be JSON in UTF-8", (error as Error).message);
  }
  expect(isObject(header), "its header must be a JSON object", json.slice(0, 40));
  const written = countWrittenKeys(json);
  expect(
    written === countKeys(header),
    "no name may occur twice in its header",
    `${written} are written, ${countKeys(header)} differ`,
  );
  return { header, data: bytes.subarray(8 + length) };
}

interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  const known = DTYPES.find((d) => d === dtype);
  expect(known !== undefined, `the dtype of "${name}" must be one of ${DTYPES.join(", ")}`, dtype);
  expect(
    isCounts(shape) && isCounts(offsets) && offsets.length === 2,
    `"${name}" must have a shape and two data_offsets, all integers >= 0`,
    JSON.stringify(value),
  );
  const [begin, end] = offsets;
  const size = elements(shape) * ARRAYS[known].BYTES_PER_ELEMENT;
  expect(
    end - begin === size,
    `"${name}", ${known} [${shape}], must take ${size} bytes`,
    `its offsets are ${begin} and ${end}`,
  );
  return { name, dtype: known, shape, begin, end };
}

/**
 * The content of a safetensors file. Its arrays are copies, so that they may lie anywhere in it.
 *
 * @throws {SyntaxError} If the bytes are not such a file, whole and with nothing to spare.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, data } = readHeader(bytes);
  const { __metadata__: metadata = {}, ...described } = header;
  expect(isTexts(metadata), "__metadata__ must be texts by name", JSON.stringify(metadata));
  const entries = Object.entries(described).map(([name, value]) => readEntry(name, value));
  let at = 0;
  for (
    const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  ) {
    expect(begin === at, `"${name}" must begin at byte ${at} of the data`, `it begins at ${begin}`);
    at = end;
  }
  expect(at === data.length, `${at} bytes of data must follow the header`, data.length);
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
