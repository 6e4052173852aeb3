import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeSafetensors,
  type Dtype,
  encodeSafetensors,
  tensorOf,
} from "../../lib/core/safetensors.ts";
// Made by safetensors 0.8.0, numpy 2.4.6, Python 3.11.7:
// t = {d: np.array([[1, 2, 3]], dtype=d) for d in "uint8 int8 … float64 int64 uint64".split()}
// save(t | {"scalar": np.array(-0.5, dtype="float32"),
//           "empty": np.zeros((0, 4), dtype="float32")}, {"seed": "45"})
import golden from "../fixtures/safetensors/every_dtype.safetensors" with { type: "bytes" };

const DTYPE_BY_NAME: Record<string, Dtype> = {
  uint8: "U8",
  int8: "I8",
  int16: "I16",
  uint16: "U16",
  int32: "I32",
  uint32: "U32",
  float32: "F32",
  float64: "F64",
  int64: "I64",
  uint64: "U64",
};

/** A file with that header over `size` bytes of data. */
function file(header: unknown, size = 0): Uint8Array {
  const json = typeof header === "string" ? header : JSON.stringify(header);
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + text.length + size);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  return bytes;
}

function assertRefused(bytes: Uint8Array, words: string): void {
  assertThrows(
    () => decodeSafetensors(bytes),
    SyntaxError,
    `Cannot decode safetensors as ${words}`,
  );
}

Deno.test("decodeSafetensors() reads every dtype that Python wrote", () => {
  const content = decodeSafetensors(golden);
  for (const [name, dtype] of Object.entries(DTYPE_BY_NAME)) {
    const { data, shape } = tensorOf(content, name, dtype);
    assertEquals([Array.from(data, Number), shape], [[1, 2, 3], [1, 3]]);
  }
  assertEquals(content.tensors.scalar, { data: Float32Array.of(-0.5), shape: [] });
  assertEquals(content.tensors.empty, { data: new Float32Array(), shape: [0, 4] });
  assertEquals(content.metadata, { seed: "45" });
});

Deno.test("encodeSafetensors() writes the bytes that Python writes", () => {
  const { tensors, metadata } = decodeSafetensors(golden);
  const shuffled = Object.fromEntries(Object.entries(tensors).reverse());
  assertEquals(encodeSafetensors({ tensors: shuffled, metadata }), new Uint8Array(golden));
});

Deno.test("encodeSafetensors() then decodeSafetensors() is the identity", () => {
  const tensors = {
    'odd name "\\: {}, é, __proto__': { data: Uint8Array.of(7), shape: [1, 1] },
    ["__proto__"]: { data: Uint8Array.of(7), shape: [1, 1] },
    special: { data: Float64Array.of(NaN, -0, -Infinity, 5e-324), shape: [2, 2] },
    part: { data: Int16Array.of(1, 2, 3, 4).subarray(1, 3), shape: [2] },
    "10": { data: BigInt64Array.of(-(2n ** 63n)), shape: [] },
  };
  const metadata = { 'text with ": and {': "\u0000 \n ∑" };
  assertEquals(decodeSafetensors(encodeSafetensors({ tensors, metadata })), { tensors, metadata });
  assertEquals(decodeSafetensors(encodeSafetensors({ tensors: {} })), {
    tensors: {},
    metadata: {},
  });
});

Deno.test("encodeSafetensors() refuses a shape that isn't the data's", () => {
  for (const shape of [[3], [], [-1, -2], [0.5, 4]]) {
    assertThrows(
      () => encodeSafetensors({ tensors: { theta: { data: Float32Array.of(1, 2), shape } } }),
      RangeError,
      `"theta" must have as many values as its shape [${shape}] says: it has 2`,
    );
  }
});

Deno.test("encodeSafetensors() refuses other arrays, and the name of the metadata", () => {
  const list = [1, 2] as unknown as Float32Array;
  for (const [name, data] of [["theta", list], ["__metadata__", Float32Array.of(1, 2)]] as const) {
    assertThrows(
      () => encodeSafetensors({ tensors: { [name]: { data, shape: [2] } } }),
      TypeError,
      `"${name}" must be an array of U64, I64, F64`,
    );
  }
});

Deno.test("decodeSafetensors() reads data that aren't aligned, in the file or in memory", () => {
  const header = {
    flag: { dtype: "U8", shape: [1], data_offsets: [0, 1] },
    theta: { dtype: "F64", shape: [1], data_offsets: [1, 9] },
  };
  const bytes = file(header, 9);
  new DataView(bytes.buffer).setFloat64(bytes.length - 8, 2.5, true);
  const shifted = new Uint8Array(bytes.length + 3).subarray(3);
  shifted.set(bytes);
  for (const each of [bytes, shifted]) {
    assertEquals(decodeSafetensors(each).tensors.theta.data, Float64Array.of(2.5));
  }
});

Deno.test("decodeSafetensors() gives copies", () => {
  const bytes = Uint8Array.from(golden);
  const { tensors } = decodeSafetensors(bytes);
  bytes.fill(0);
  assertEquals(tensors.float64.data, Float64Array.of(1, 2, 3));
});

Deno.test("decodeSafetensors() refuses a file cut anywhere, or with bytes to spare", () => {
  for (let length = 0; length < golden.length; length++) {
    assertThrows(() => decodeSafetensors(golden.subarray(0, length)), SyntaxError, "Cannot decode");
  }
  const longer = new Uint8Array(golden.length + 1);
  longer.set(golden);
  assertRefused(longer, "130 bytes of data must follow the header: 131");
});

Deno.test("decodeSafetensors() refuses any changed byte of the header, or reads a valid file", () => {
  const end = golden.length - 130;
  for (let at = 0; at < end; at++) {
    for (const change of [0x01, 0x20, 0x80]) {
      const bytes = Uint8Array.from(golden);
      bytes[at] ^= change;
      try {
        decodeSafetensors(bytes);
      } catch (error) {
        assertEquals([(error as Error).name, at], ["SyntaxError", at]);
      }
    }
  }
});

Deno.test("decodeSafetensors() reports what is wrong with a header", () => {
  const one = (entry: object) => file({ x: entry }, 4);
  const good = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  assertRefused(new Uint8Array(3), "it must begin with 8 bytes of header length: 3");
  assertRefused(new Uint8Array(8).fill(255), "its header can have 0 bytes: it claims 18446744");
  assertRefused(file("{,}"), "its header must be JSON in UTF-8");
  assertRefused(file([]), "its header must be a JSON object: []");
  assertRefused(file("null"), "its header must be a JSON object: null");
  assertRefused(file({ __metadata__: { seed: 45 } }), "__metadata__ must be texts by name");
  assertRefused(file({ __metadata__: "45" }), "__metadata__ must be texts by name");
  assertRefused(one({ ...good, dtype: "F16" }), 'the dtype of "x" must be one of U64, I64');
  assertRefused(file({ x: 1 }), 'the dtype of "x" must be one of');
  assertRefused(one({ ...good, shape: [-1] }), '"x" must have a shape and two data_offsets');
  assertRefused(one({ ...good, data_offsets: [0] }), '"x" must have a shape and two data_offsets');
  assertRefused(
    one({ ...good, shape: [2] }),
    '"x", F32 [2], must take 8 bytes: its offsets are 0 and 4',
  );
  assertRefused(one({ ...good, shape: [2 ** 40, 2 ** 40] }), '"x", F32 [1099511627776,109951');
});

Deno.test("decodeSafetensors() refuses a header that is long or deep before it reads it", () => {
  const depth = 100_000;
  assertRefused(
    file("[".repeat(depth) + "]".repeat(depth)),
    "objects and lists in its header may lie 3 deep: they lie 100000 deep",
  );
  assertRefused(file('{"x":'.repeat(depth) + "1" + "}".repeat(depth)), "objects and lists");
  const long = file(" ".repeat(10_000_001));
  assertRefused(long, "its header can have 10000000 bytes: it claims 10000001");
  const empty = { dtype: "F64", shape: [2 ** 50, 0], data_offsets: [0, 0] };
  assertEquals(decodeSafetensors(file({ empty })).tensors.empty.data.length, 0);
});

Deno.test("decodeSafetensors() refuses overlapping tensors, holes and a name given twice", () => {
  const entry = (begin: number) => ({ dtype: "U8", shape: [2], data_offsets: [begin, begin + 2] });
  assertRefused(
    file({ x: entry(0), y: entry(1) }, 4),
    '"y" must begin at byte 2 of the data: it begins at 1',
  );
  assertRefused(
    file({ x: entry(0), y: entry(3) }, 5),
    '"y" must begin at byte 2 of the data: it begins at 3',
  );
  assertRefused(file({ x: entry(0), y: entry(2) }, 3), "4 bytes of data must follow the header: 3");
  const x = JSON.stringify(entry(0));
  assertRefused(file(`{"x":${x},"x":${x}}`, 2), "no name may occur twice in its header: 8 are");
  assertRefused(
    file(`{"x":${x.replace("{", '{"dtype":"I8",')}}`, 2),
    "no name may occur twice in its header: 5 are written, 4 differ",
  );
});

Deno.test("tensorOf() refuses a tensor that isn't there, or in another format", () => {
  const content = decodeSafetensors(
    encodeSafetensors({ tensors: { theta: { data: Float32Array.of(1), shape: [1] } } }),
  );
  for (const [name, dtype] of [["theta", "F64"], ["thet", "F32"], ["toString", "F32"]] as const) {
    assertThrows(
      () => tensorOf(content, name, dtype),
      RangeError,
      `there must be "${name}" (${dtype}): there are theta (F32)`,
    );
  }
});
