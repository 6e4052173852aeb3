import { assertEquals, assertThrows } from "@std/assert";
import { type Fields, series, set, vector } from "../../lib/model/field.ts";
import { readObservation } from "../../lib/model/observation_file.ts";
import { numbersOf } from "./walk.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (fields: Fields, text: string) => readObservation(bytesOf(text), fields);
/** The numbers of one observation, and what was said of the file. */
function valuesOf(fields: Fields, text: string) {
  const { observation, notes } = read(fields, text);
  const { count, values, sizes } = numbersOf(observation);
  assertEquals(count, 1);
  return { values, ...(sizes && { sizes }), notes };
}

function assertRefused(
  fields: Fields,
  file: string | Uint8Array,
  words: string,
  type: typeof SyntaxError | typeof RangeError = SyntaxError,
): void {
  const bytes = typeof file === "string" ? bytesOf(file) : file;
  const message = `Cannot read observation as ${words}`;
  assertThrows(() => readObservation(bytes, fields), type, message);
}

const all = {
  x: vector(["a", "b"]),
  signal: series({ length: 3, step: 0.5 }),
  events: series({ length: 2, step: 1, binary: true }),
  trials: set(vector(["rt", "choice"]), { most: 3 }),
  sweeps: set(series({ length: 2, step: 1 }), { most: 2 }),
};
const whole = {
  x: [1, -2.5],
  signal: [0, 1e3, 0.25],
  events: [0, 1],
  trials: [[0.5, 1], [0.75, 0]],
  sweeps: [[3, 4]],
};
const expected = {
  values: {
    x: Float32Array.of(1, -2.5),
    signal: Float32Array.of(0, 1e3, 0.25),
    events: Float32Array.of(0, 1),
    trials: Float32Array.of(0.5, 1, 0.75, 0, 0, 0),
    sweeps: Float32Array.of(3, 4, 0, 0),
  },
  sizes: { trials: Uint32Array.of(2), sweeps: Uint32Array.of(1) },
  notes: [],
};

Deno.test("readObservation() reads JSON of every kind of field", () => {
  assertEquals(valuesOf(all, JSON.stringify(whole)), expected);
  assertEquals(valuesOf(all, `\ufeff\n\t${JSON.stringify(whole, null, 2)}\r\n`), expected);
  const named = {
    ...whole,
    x: { b: -2.5, a: 1 },
    trials: [{ choice: 1, rt: 0.5 }, [0.75, 0]],
  };
  assertEquals(valuesOf(all, JSON.stringify(named)), expected);
});

Deno.test("readObservation() reads sets of numbers, and empty ones", () => {
  const cues = { cues: set(vector(["at"]), { most: 3 }) };
  const two = { values: { cues: Float32Array.of(4, 5, 0) }, sizes: { cues: Uint32Array.of(2) } };
  assertEquals(valuesOf(cues, '{ "cues": [4, 5] }'), { ...two, notes: [] });
  assertEquals(valuesOf(cues, '{ "cues": [[4], { "at": 5 }] }'), { ...two, notes: [] });
  assertEquals(valuesOf(cues, "at\n4\n5\n"), { ...two, notes: [] });
  const none = { values: { cues: new Float32Array(3) }, sizes: { cues: Uint32Array.of(0) } };
  assertEquals(valuesOf(cues, '{"cues":[]}'), { ...none, notes: [] });
  assertEquals(valuesOf(cues, "at"), { ...none, notes: [] });
});

const vectors = { x: vector(["a", "b"]), y: vector(["c"]) };
const signals = {
  voltage: series({ length: 3, step: 0.1 }),
  spikes: series({ length: 3, step: 0.1, binary: true }),
};
const trials = { trials: all.trials };

Deno.test("readObservation() reads CSV of vectors, of series and of a set", () => {
  const values = { x: Float32Array.of(1, 2), y: Float32Array.of(3) };
  assertEquals(valuesOf(vectors, "a,b,c\n1,2,3\n"), { values, notes: [] });
  assertEquals(valuesOf(vectors, '\ufeff# mine\r\nc; "a" ;b\r\n\r\n3;1;2'), { values, notes: [] });
  assertEquals(valuesOf(signals, "spikes\tvoltage\n0\t-70\n1\t+.5e2\n0\t-69.5\n"), {
    values: { voltage: Float32Array.of(-70, 50, -69.5), spikes: Float32Array.of(0, 1, 0) },
    notes: [],
  });
  assertEquals(valuesOf(trials, "rt,choice\n.5,1\n.75,0\n"), {
    values: { trials: expected.values.trials },
    sizes: { trials: Uint32Array.of(2) },
    notes: [],
  });
});

Deno.test("readObservation() reports which columns it does not use, whatever is in them", () => {
  const { notes } = read(vectors, "cell,a,b,c\nMax,1,2,3\n");
  assertEquals(notes, ["ignored column cell"]);
  assertEquals(read(vectors, "cell,a,when,b,c\nMax,1,,2,3\n").notes, [
    "ignored columns cell, when",
  ]);
});

Deno.test("readObservation() refuses what is no text", () => {
  assertRefused(all, "", "it must be a text file, JSON or CSV: it is empty");
  assertRefused(all, Uint8Array.of(0x1f, 0x8b, 8, 0), "it must be a text file, JSON or CSV: it is");
  assertRefused(all, Uint8Array.of(0x41, 0xb5, 0x56), "it must be text in UTF-8: it has other");
});

Deno.test("readObservation() refuses other JSON", () => {
  assertRefused(all, "{ x: 1 }", "it must be JSON: Expected property name");
  assertRefused(
    all,
    "[1, 2]",
    "it must be an object with x, signal, events, trials, sweeps: it is",
  );
  const refuse = (change: object, words: string, type?: typeof RangeError) =>
    assertRefused(all, JSON.stringify({ ...whole, ...change }), words, type);
  const { x: _, ...rest } = whole;
  const names = "it must have x, signal, events, trials, sweeps";
  assertRefused(all, JSON.stringify(rest), `${names}: x is missing`, RangeError);
  refuse({ trails: [] }, `${names}: "trails" is none, did you mean "trials"?`, RangeError);
  refuse({ x: { a: 1 } }, 'x must have a, b: it has no "b"');
  refuse({ x: { a: 1, b: 2, c: 3 } }, 'x must have a, b: it has "c"');
  refuse({ trials: [{ rt: 1, chioce: 1 }] }, 'trials must have rt, choice: it has "chioce"');
});

Deno.test("readObservation() refuses other values, naming the field and the place", () => {
  const refuse = (change: object, words: string) =>
    assertRefused(all, JSON.stringify({ ...whole, ...change }), words, RangeError);
  refuse({ x: [1] }, "x must have 2 values: it has 1");
  refuse({ x: [1, 2, 3] }, "x must have 2 values: it has 3");
  refuse({ x: 1 }, "x must be a list of numbers: it is 1");
  refuse({ x: "12" }, "x must be a list of numbers: it is 12");
  refuse({ x: null }, "x must be a list of numbers: it is null");
  refuse({ x: [1, null] }, "x must be finite in single precision: value 1 is null");
  refuse({ x: [1, "2"] }, "x must be finite in single precision: value 1 is 2");
  refuse({ signal: [0, 1e39, 1] }, "signal must be finite in single precision: value 1 is 1e+39");
  refuse({ events: [0, 2] }, "events must be 0 or 1: value 1 is 2");
  refuse({ trials: [[1, 2], [3]] }, "trials[1] must have 2 values: it has 1");
  refuse({ trials: [1, 2] }, "trials[0] must have 2 values: it has 1");
  refuse({ trials: {} }, "trials must be a list: it is ");
  refuse({ trials: Array(4).fill([1, 2]) }, "trials must have at most 3 elements: it has 4");
  refuse({ sweeps: [[1, 2], [1, true]] }, "sweeps[1] must be finite in single precision: value 1");
});

Deno.test("readObservation() refuses other CSV, naming the line as an editor counts", () => {
  assertRefused(vectors, "# nothing\n", "it must have a line of names: there is none");
  assertRefused(vectors, "a,b\n1,2\n", 'it must have a column "c": it has a, b');
  assertRefused(vectors, "a,b,c,a\n1,2,3,4\n", 'every column must have a name of its own: "a"');
  assertRefused(vectors, "a,b,c\n1,2\n", "line 2 must have 3 columns: it has 2");
  assertRefused(vectors, "\n\na,b,c\n\n1,2,3,4\n", "line 5 must have 3 columns: it has 4");
  assertRefused(vectors, "a,b,c\n1,2,3\n4,5,6\n", "it must have one line of numbers: it has 2");
  assertRefused(vectors, "a,b,c\n", "it must have one line of numbers: it has 0");
  assertRefused(signals, "voltage,spikes\n1,0\n2,0\n", "voltage must have 3 values", RangeError);
  for (const cell of ["", "NaN", "0x10", "1_0", "1e", "Infinity", "-", "2 mV", "1;5"]) {
    const words = `line 2 must have a number as b: it has "${cell}"`;
    assertRefused(vectors, `a,b,c\n1,${cell},3\n`, words);
  }
  assertRefused(vectors, "a,b,c\n1,1e39,3\n", "x must be finite in single", RangeError);
});

Deno.test("readObservation() requires JSON where CSV would not do", () => {
  assertRefused(all, "a,b\n1,2\n", "it must be JSON, as CSV can't hold all fields: x, a vector of");
  const same = { x: vector(["a", "b"]), y: vector(["b", "c"]) };
  const words = 'it must be JSON, as CSV can\'t tell fields with the same names apart: "b"';
  assertRefused(same, "a,b,c\n1,2,3\n", words);
  assertEquals(valuesOf(same, '{ "x": [1, 2], "y": [2, 3] }').notes, []);
});
