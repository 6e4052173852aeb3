/**
 * The header of a safetensors file: what its tensors are called and where they lie. Read and checked
 * against the length of the file before anything is made of it.
 * Specification: github.com/huggingface/safetensors, section "Format".
 *
 * @module
 */
import { elements } from "./arrays.ts";
import { isRecord } from "./check.ts";

/** The longest header accepted, in bytes: some 100,000 tensors. */
const MAX_HEADER = 10_000_000;

/** Objects and lists in each other, as in {"name": {"shape": [1]}}. */
const MAX_DEPTH = 3;

/** The arrays by format, in the order in which the reference implementation lays tensors out. */
export const ARRAYS = {
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
export const DTYPES = Object.keys(ARRAYS) as Dtype[];

/** What holds the numbers of each format. */
export interface Arrays {
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

/** Whether a value is a list of lengths. */
export function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** A tensor as the header describes it. */
export interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Its bytes among the data: the first, and the first after it. */
  readonly begin: number;
  readonly end: number;
}

/** The parts of a file. */
export interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** All that follows the header. */
  readonly data: Uint8Array;
}

function expect(condition: boolean, expected: string, found: unknown): asserts condition {
  if (!condition) throw new SyntaxError(`Cannot decode safetensors as ${expected}: ${found}`);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === "string");
}

/** A value in the words of an error, not longer than a line. */
function inShort(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The keys of an object and of the objects in it. */
function countKeys(value: unknown): number {
  if (!isRecord(value)) return 0;
  return Object.values(value).reduce((sum: number, entry) => sum + 1 + countKeys(entry), 0);
}

/**
 * The keys written in `json`, of which JSON.parse forgets all but the last of a name, and how deep
 * its objects and lists lie in each other.
 */
function scan(json: string): { readonly keys: number; readonly depth: number } {
  let keys = 0, depth = 0, deepest = 0;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === "{" || c === "[") deepest = Math.max(deepest, ++depth);
    else if (c === "}" || c === "]") depth--;
    else if (c === ":") keys++;
    else if (c === '"') {
      for (i++; i < json.length && json[i] !== '"'; i++) if (json[i] === "\\") i++;
    }
  }
  return { keys, depth: deepest };
}

function readJson(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  let json = "";
  try {
    json = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    expect(false, "its header must be JSON in UTF-8", (error as Error).message);
  }
  const { keys, depth } = scan(json);
  expect(
    depth <= MAX_DEPTH,
    `objects and lists in its header may lie ${MAX_DEPTH} deep`,
    `they lie ${depth} deep`,
  );
  try {
    header = JSON.parse(json);
  } catch (error) {
    expect(false, "its header must be JSON in UTF-8", (error as Error).message);
  }
  expect(isRecord(header), "its header must be a JSON object", json.slice(0, 40));
  const different = countKeys(header);
  expect(
    keys === different,
    "no name may occur twice in its header",
    `${keys} are written, ${different} differ`,
  );
  return header;
}

function readEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  const known = DTYPES.find((d) => d === dtype);
  expect(known !== undefined, `the dtype of "${name}" must be one of ${DTYPES.join(", ")}`, dtype);
  expect(
    isCounts(shape) && isCounts(offsets) && offsets.length === 2,
    `"${name}" must have a shape and two data_offsets, all integers >= 0`,
    inShort(value),
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
 * Reads and checks the header: the tensors it names cover the data, each byte once.
 *
 * @throws {SyntaxError} If the bytes are not such a file, whole and with nothing to spare.
 *
 * @example Usage
 * ```ts
 * import { encodeSafetensors } from "./safetensors.ts";
 * import { readHeader } from "./safetensors_header.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const theta = { data: Float32Array.of(-55, 10), shape: [2] };
 * const { entries } = readHeader(encodeSafetensors({ tensors: { theta } }));
 * assertEquals(entries, [{ name: "theta", dtype: "F32", shape: [2], begin: 0, end: 8 }]);
 * ```
 */
export function readHeader(bytes: Uint8Array): Header {
  expect(bytes.length >= 8, "it must begin with 8 bytes of header length", bytes.length);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const available = Math.min(MAX_HEADER, bytes.length - 8);
  expect(length <= available, `its header can have ${available} bytes`, `it claims ${length}`);
  const { __metadata__: metadata = {}, ...described } = readJson(bytes.subarray(8, 8 + length));
  expect(isTexts(metadata), "__metadata__ must be texts by name", inShort(metadata));
  const entries = Object.entries(described).map(([name, value]) => readEntry(name, value));
  const data = bytes.subarray(8 + length);
  let at = 0;
  for (
    const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  ) {
    expect(begin === at, `"${name}" must begin at byte ${at} of the data`, `it begins at ${begin}`);
    at = end;
  }
  expect(at === data.length, `${at} bytes of data must follow the header`, data.length);
  return { entries, metadata, data };
}
