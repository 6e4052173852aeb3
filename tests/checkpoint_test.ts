import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { startBackend } from "../lib/backend.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  decodeRunningCheckpoint,
  encodeCheckpoint,
  type Pilot,
  type RunningCheckpoint,
} from "../lib/checkpoint.ts";
import { withChecksum } from "../lib/checksum.ts";
import { layoutOf, weightsIn } from "../lib/inference/weights.ts";
import { defaultRecipe } from "../lib/recipes/default.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type StoredTensor,
} from "../lib/safetensors.ts";
import { pilotOf, restoreStudy, studyOf } from "../lib/study.ts";

const recipe = defaultRecipe({
  sim: { T: 20 },
  train: { n_train: 64, n_val: 32, epochs: 3, batch_size: 32, refresh: 0 },
});
const layout = [
  { path: "a/weights", shape: [3, 4] },
  { path: "b/weights", shape: [4, 3] },
  { path: "b/bias", shape: [3] },
];
const numbers = (from: number) =>
  Float32Array.from({ length: weightsIn(layout) }, (_, i) => from + i / 8);
const report = {
  ...{ epoch: 1, trainingLoss: 3, validationLoss: 2.5, learningRate: 1e-3, gradientNorm: 2 },
  ...{ summaryRank: 3, skipped: 0, rollbacks: 0, seconds: 1 },
};
const pilot: Pilot = {
  moments: { mean: [1, 2, 3, 4, 5, 6], sd: [1, 1, 1, 1, 1, 2] },
  standardisation: { mean: Float64Array.of(1, 2), sd: Float64Array.of(1, 1) },
};
const finished: Checkpoint = {
  recipe: "default",
  configuration: recipe.configuration,
  pilot,
  history: [report, { ...report, epoch: 2, skipped: 1 }],
  layout,
  weights: numbers(1),
};
const running: RunningCheckpoint = {
  ...finished,
  state: {
    weights: numbers(2),
    adam: { step: 3, mean: numbers(-1), square: numbers(0) },
    best: finished.weights,
    history: finished.history,
    untrainedLoss: 8.5,
  },
};

/** How bytes are refused, in our words; undefined if they are read. */
function refusalOf(bytes: Uint8Array): SyntaxError | undefined {
  try {
    decodeCheckpoint(bytes);
    return undefined;
  } catch (error) {
    assert(error instanceof SyntaxError, `${error}`);
    assertMatch(error.message, /^Cannot (read checkpoint|decode safetensors) as .+: /s);
    return error;
  }
}

function assertRefused(bytes: Uint8Array, what: string): void {
  assert(refusalOf(bytes) !== undefined, `${what} is read`);
}

/** The bytes of changed content with the right checksum: as by a faulty program, not by a fault. */
function signed(content: Safetensors): Uint8Array {
  return encodeSafetensors(withChecksum(content));
}

Deno.test("encodeCheckpoint() then decoding is the identity, also of a run under way", () => {
  assertEquals(decodeCheckpoint(encodeCheckpoint(finished)), finished);
  assertEquals(decodeRunningCheckpoint(encodeCheckpoint(running)), running);
  assertEquals(decodeCheckpoint(encodeCheckpoint(running)), finished);
});

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
    if (name !== "version" && name !== "recipe") mutate(name, "nonsense");
    if (name !== "version") assertRefused(signed({ ...content, metadata: rest }), `no ${name}`);
  }
  mutate("unknown", "1");
  for (const name of ["configuration", "history", "layout"]) {
    const original = JSON.parse(metadata[name]);
    for (const mutant of mutants(original)) {
      const text = JSON.stringify(mutant);
      // What is still a valid number of the study is another study, not a fault.
      if (!isAnother(name, original, mutant)) mutate(name, text);
    }
  }
  for (const steps of ["-1", "2", "4", "3.5", "NaN", "", "1e3"]) mutate("steps", steps);
  for (const loss of ["NaN", "Infinity", "", "x"]) mutate("untrainedLoss", loss);
  for (const format of ["1", "3", "2.0", ""]) mutate("format", format);
  assert(count > 500, `${count} mutants`);
});

/** Whether a mutant differs in a number of the experiment, or of an epoch's report, that may be so. */
function isAnother(name: string, original: unknown, mutant: unknown): boolean {
  if (name === "layout") return false;
  const shape = (value: unknown): unknown =>
    JSON.stringify(value, (_, inner) => typeof inner === "number" ? 0 : inner);
  return shape(original) === shape(mutant);
}

Deno.test("decodeCheckpoint() refuses numbers out of range in a history or a configuration", () => {
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
  change("configuration", '"epochs":3', '"epochs":1');
  change("configuration", '"n_train":64', '"n_train":6');
  change("configuration", '"dt":', '"dt":-');
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

Deno.test("decodeCheckpoint() names both formats, and both checksums", () => {
  const content = decodeSafetensors(encodeCheckpoint(finished));
  const { format: _, sha256: __, ...old } = content.metadata;
  const reading = (metadata: Safetensors["metadata"]) => () =>
    decodeCheckpoint(encodeSafetensors({ ...content, metadata }));
  assertThrows(
    reading({ ...content.metadata, format: "3", version: "9.9.9" }),
    SyntaxError,
    "its format must be 2, which version 0.1.0 writes: it is 3, written by version 9.9.9",
  );
  assertThrows(reading(old), SyntaxError, "it is older, written by version 0.1.0; train anew");
  assertThrows(
    reading({ ...content.metadata, recipe: "original" }),
    SyntaxError,
    "its sha256 must be that of its content",
  );
  assertThrows(
    () => decodeCheckpoint(encodeSafetensors({ tensors: {} })),
    SyntaxError,
    'its kind must be "lif-sbi checkpoint": it has none',
  );
});

Deno.test("decodeCheckpoint() holds little more than the file, whatever its texts promise", () => {
  const content = decodeSafetensors(encodeCheckpoint(finished));
  const many = JSON.stringify(new Array(20_000).fill(layout[0]));
  const bytes = signed({ ...content, metadata: { ...content.metadata, layout: many } });
  assertThrows(() => decodeCheckpoint(bytes), SyntaxError, "its layout[1].path must be a text of");
  const huge = JSON.stringify([{ path: "a/weights", shape: [2 ** 40, 2 ** 40] }]);
  assertRefused(
    signed({ ...content, metadata: { ...content.metadata, layout: huge } }),
    "a shape larger than the file",
  );
});

Deno.test("encodeCheckpoint() refuses what could not be read again", () => {
  const weights = numbers(1);
  weights[4] = NaN;
  assertThrows(
    () => encodeCheckpoint({ ...finished, weights }),
    SyntaxError,
    'Cannot write checkpoint as its tensor "weights/a/weights" must be finite: value 4 is NaN',
  );
  assertThrows(() => encodeCheckpoint({ ...finished, weights: weights.slice(1) }), RangeError);
  const history = [{ ...report, validationLoss: NaN }];
  assertThrows(() => encodeCheckpoint({ ...finished, history }), SyntaxError, "history[0].valida");
});

Deno.test("restoreStudy() refuses a checkpoint of another recipe, other numbers, shapes or units", async () => {
  await startBackend();
  using study = studyOf(recipe, pilotOf(recipe));
  const own = layoutOf(study.network.variables);
  const good: Checkpoint = {
    ...finished,
    pilot: study.pilot,
    layout: own,
    weights: new Float32Array(weightsIn(own)).fill(0.01),
  };
  restoreStudy(recipe, good)[Symbol.dispose]();
  const other = defaultRecipe({ ...recipe.configuration, sim: { T: 20, I_std: 20 } });
  const { moments, standardisation } = study.pilot;
  const short = { ...standardisation, mean: standardisation.mean.slice(1) };
  const cases: [Partial<Checkpoint>, string][] = [
    [{ recipe: "original" }, "recipe: default, not original"],
    [{ configuration: other.configuration }, "sim.I_std: 50, not 20"],
    [{ pilot: { moments, standardisation: short } }, "summary.mean must have"],
    [{ pilot: { moments: { ...moments, sd: [1] }, standardisation } }, "theta.sd must have 6"],
    [{ weights: good.weights.map((w, i) => i === 9 ? NaN : w) }, "weights[9] must be finite"],
  ];
  for (const [change, words] of cases) {
    assertThrows(() => restoreStudy(recipe, { ...good, ...change }), Error, words);
  }
  let exchanged = 0;
  for (let i = 0; i < own.length; i++) {
    const j = (i + 1) % own.length; // weights and bias of a layer, or of two
    const layout = own.with(i, { ...own[i], shape: own[j].shape })
      .with(j, { ...own[j], shape: own[i].shape });
    if (`${own[i].shape}` === `${own[j].shape}`) continue;
    const read = decodeCheckpoint(encodeCheckpoint({ ...good, layout }));
    assertThrows(() => restoreStudy(recipe, read), SyntaxError, "its weights must begin with");
    exchanged++;
  }
  assert(exchanged > 30);
});
