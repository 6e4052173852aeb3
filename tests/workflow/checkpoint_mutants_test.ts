import { assert, assertEquals } from "@std/assert";
import { decodeRunningCheckpoint, encodeCheckpoint } from "../../lib/workflow/checkpoint.ts";
import {
  decodeSafetensors,
  type Safetensors,
  type StoredTensor,
} from "../../lib/core/safetensors.ts";
import { assertRefused, finished, refusalOf, running, signed } from "./checkpoint_example.ts";

Deno.test("decodeCheckpoint() refuses every changed bit that means something", () => {
  const bytes = encodeCheckpoint(running);
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    const mutant = bytes.slice();
    mutant[at] ^= 1 << at % 8;
    const error = refusalOf(mutant);
    if (error !== undefined) refused++;
    else assertEquals(decodeRunningCheckpoint(mutant), running, `byte ${at} is read as another`);
  }
  assert(refused > 0.99 * bytes.length, `${refused} of ${bytes.length}`);
});

Deno.test("decodeCheckpoint() refuses bytes that are cut or written over", () => {
  const bytes = encodeCheckpoint(running);
  for (let length = 0; length < bytes.length; length += 7) {
    assertRefused(bytes.subarray(0, length), `the first ${length} bytes`);
  }
  const copied = bytes.slice();
  copied.copyWithin(bytes.length - 8, bytes.length - 16, bytes.length - 8);
  assertRefused(copied, "eight bytes over the next");
});

/** Every way to change one part of a value: left out, another type, out of range, something new. */
function* mutants(value: unknown): Generator<unknown> {
  yield* [null, "x", true, [], {}, -1, 1e9, 0.5].filter((other) =>
    JSON.stringify(other) !== JSON.stringify(value)
  );
  if (Array.isArray(value)) {
    yield [...value, ...value, null];
    for (const [i, entry] of value.entries()) {
      yield value.toSpliced(i, 1, null);
      for (const mutant of mutants(entry)) yield value.toSpliced(i, 1, mutant);
    }
  } else if (typeof value === "object" && value !== null) {
    yield { ...value, unknown: 1 };
    for (const [name, entry] of Object.entries(value)) {
      const { [name]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const mutant of mutants(entry)) yield { ...value, [name]: mutant };
    }
  }
}

Deno.test("decodeCheckpoint() refuses texts that are not a checkpoint's, whatever the checksum", () => {
  const content = decodeSafetensors(encodeCheckpoint(running));
  const { sha256: _, ...metadata } = content.metadata;
  let count = 0;
  const mutate = (name: string, text: string) => {
    const bytes = signed({ ...content, metadata: { ...metadata, [name]: text } });
    assertRefused(bytes, `${name}: ${text}`);
    count++;
  };
  for (const name of Object.keys(metadata)) {
    const { [name]: _, ...rest } = metadata;
    if (!TEXTS.includes(name)) mutate(name, "nonsense");
    if (name !== "version") assertRefused(signed({ ...content, metadata: rest }), `no ${name}`);
  }
  mutate("unknown", "1");
  for (const name of ["parameters", "numbers", "train", "history", "layout"]) {
    const original = JSON.parse(metadata[name]);
    for (const mutant of mutants(original)) {
      const text = JSON.stringify(mutant);
      // What is still valid is another setup or history, not a fault.
      if (!isAnother(name, original, mutant)) mutate(name, text);
    }
  }
  for (const steps of ["-1", "2", "4", "3.5", "NaN", "", "1e3"]) mutate("steps", steps);
  for (const loss of ["NaN", "Infinity", "", "x"]) mutate("untrainedLoss", loss);
  for (const format of ["1", "2", "4", "3.0", ""]) mutate("format", format);
  assert(count > 500, `${count} mutants`);
});

/** What may be any text. */
const TEXTS: readonly string[] = ["version", "name", "module"];

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a mutant is of other parameters, numbers, training or epochs, which may be so. */
function isAnother(name: string, original: unknown, mutant: unknown): boolean {
  if (name === "layout") return false;
  if (name === "parameters") {
    return Array.isArray(mutant) && mutant.length === 6 && new Set(mutant).size === 6 &&
      mutant.every((parameter) => typeof parameter === "string");
  }
  if (name === "numbers") {
    return isRecord(mutant) && Object.values(mutant).every((value) => typeof value === "number");
  }
  const shape = (value: unknown): unknown =>
    JSON.stringify(value, (_, inner) => typeof inner === "number" ? 0 : inner);
  const whole = (value: unknown) =>
    name === "train" && isRecord(value) ? { muon: 0, ...value } : value; // which older ones lack
  return shape(whole(original)) === shape(whole(mutant));
}

Deno.test("decodeCheckpoint() refuses numbers out of range in a history or a training", () => {
  const content = decodeSafetensors(encodeCheckpoint(finished));
  const change = (name: string, from: string, to: string) => {
    const text = content.metadata[name].replace(from, to);
    assert(text !== content.metadata[name], from);
    assertRefused(signed({ ...content, metadata: { ...content.metadata, [name]: text } }), to);
  };
  for (const to of ["2", "0", "1.5"]) change("history", '"epoch":1', `"epoch":${to}`);
  for (const to of ["-1", "3", "0.5"]) change("history", '"skipped":0', `"skipped":${to}`);
  for (const to of ["-1", "3", "0.5"]) change("history", '"rollbacks":0', `"rollbacks":${to}`);
  for (const name of ["gradientNorm", "summaryRank", "seconds", "learningRate"]) {
    change("history", `"${name}":`, `"${name}":-`);
  }
  change("history", '"trainingLoss":3', '"trainingLoss":1e999');
  change("train", '"epochs":3', '"epochs":1');
  change("train", '"n_train":64', '"n_train":6');
  change("numbers", '"T":20', '"T":1e999');
});

Deno.test("decodeCheckpoint() refuses tensors that are not a checkpoint's, whatever the checksum", () => {
  const content = decodeSafetensors(encodeCheckpoint(running));
  const names = Object.keys(content.tensors);
  const mutate = (what: string, tensors: Safetensors["tensors"]) =>
    assertRefused(signed({ ...content, tensors }), what);
  for (const name of names) {
    const { [name]: tensor, ...rest } = content.tensors;
    const replace = (what: string, other: StoredTensor) =>
      mutate(`${what} ${name}`, { ...rest, [name]: other });
    mutate(`no ${name}`, rest);
    mutate(`${name} by another name`, { ...rest, [`${name}s`]: tensor });
    const { data, shape } = tensor;
    replace("flat", { data, shape: [1, ...shape] });
    if (shape.length === 2) replace("transposed", { data, shape: shape.toReversed() });
    replace("doubled", {
      data: Float32Array.of(...data as Float32Array, 0),
      shape: [data.length + 1],
    });
    const other = data instanceof Float32Array ? Float64Array : Float32Array;
    replace("of another format", { data: other.from(data as Float32Array), shape });
    for (const value of [NaN, Infinity, -Infinity]) {
      const changed = data.slice() as Float32Array;
      changed[changed.length - 1] = value;
      replace(`with ${value}`, { data: changed, shape });
    }
    if (/sd$|square$/.test(name)) {
      const changed = data.slice() as Float32Array;
      changed[1] = -1;
      replace("negative", { data: changed, shape });
    }
  }
  mutate("one more", { ...content.tensors, extra: { data: Float32Array.of(1), shape: [1] } });
  mutate("theta without spread", {
    ...content.tensors,
    "theta.sd": { data: new Float64Array(6), shape: [6] },
  });
});
