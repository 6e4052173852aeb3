import { assertEquals, assertThrows } from "@std/assert";
import type { ReadTrace } from "../../../../lib/models/neuron/reader/trace.ts";
import { encodeTraceCsv, parseTraceCsv } from "../../../../lib/models/neuron/reader/trace_csv.ts";

const EXPECTED = { steps: 4, dt: 0.2, limit: 120, current: "white current" };
const GOOD = "time,voltage,spikes\n0,-70.5,0\n0.2,-60,0\n0.4,-54.25,1\n0.6,-72,0\n";
const TRACE: ReadTrace = {
  times: Float64Array.of(0, 0.2, 0.4, 0.6),
  voltage: Float32Array.of(-70.5, -60, -54.25, -72),
  spikes: Float32Array.of(0, 0, 1, 0),
  lines: [2, 3, 4, 5],
  ignored: [],
};

function parse(text: string): ReadTrace {
  return parseTraceCsv(new TextEncoder().encode(text), EXPECTED);
}

function assertBadForm(file: string | Uint8Array, words: string): void {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  assertThrows(
    () => parseTraceCsv(bytes, EXPECTED),
    SyntaxError,
    `Cannot read recording as ${words}`,
  );
}

function assertBadValue(text: string, words: string): void {
  assertThrows(() => parse(text), RangeError, `Cannot read recording as ${words}`);
}

Deno.test("parseTraceCsv() reads a recording", () => {
  assertEquals(parse(GOOD), TRACE);
});

Deno.test("parseTraceCsv() accepts a byte order mark, CRLF, blanks and other spellings", () => {
  assertEquals(parse(`\ufeff${GOOD}`), TRACE);
  assertEquals(parse(GOOD.replaceAll("\n", "\r\n")), TRACE);
  assertEquals(parse(`${GOOD}\n\n`), TRACE);
  assertEquals(parse(GOOD.trimEnd()), TRACE);
  assertEquals(parse(GOOD.replaceAll(",", " , ")), TRACE);
  assertEquals(parse(GOOD.replace("-60,0", "-6.0E+1,0.0").replace("0.4,", "+.4,")), TRACE);
  assertEquals(parse(GOOD.replaceAll(",0\n", ",False\n").replace(",1\n", ",TRUE\n")), TRACE);
});

Deno.test("parseTraceCsv() reads tabs, semicolons, quotes, comments and other orders", () => {
  assertEquals(parse(GOOD.replaceAll(",", ";")), TRACE);
  assertEquals(parse(GOOD.replaceAll(",", "\t")), TRACE);
  assertEquals(parse(GOOD.replaceAll(/[^,\n]+/g, '"$&"')), TRACE);
  assertEquals(parse(`# cell 3\n\n${GOOD}# end\n`), { ...TRACE, lines: [4, 5, 6, 7] });
  assertEquals(parse(GOOD.replace("\n0.4", "\n\n0.4")), { ...TRACE, lines: [2, 3, 5, 6] });
  const turned = GOOD.replaceAll(/^(.*),(.*),(.*)$/gm, "$3,x,$2,$1").replace("x", "Unnamed: 0");
  assertEquals(parse(turned), { ...TRACE, ignored: ['"Unnamed: 0"'] });
  assertEquals(parse(GOOD.replace("time,voltage,spikes", "t (ms),V (mV),spk")), TRACE);
});

Deno.test("parseTraceCsv() accepts rounded times, and a recording that begins late", () => {
  assertEquals(parse(GOOD.replace("0.2,", "0.21,")).times[1], 0.21);
  const late = parse("time,voltage,spikes\n5,-70,0\n5.2,-60,0\n5.4,-54,1\n5.6,-72,0\n");
  assertEquals([...late.times], [5, 5.2, 5.4, 5.6]);
});

Deno.test("parseTraceCsv() refuses what is no text in UTF-8", () => {
  const utf16 = new Uint8Array(new Uint16Array([...GOOD].map((c) => c.charCodeAt(0))).buffer);
  const latin1 = Uint8Array.from(`${GOOD}# \xb5V`, (c) => c.charCodeAt(0));
  assertBadForm("", "it must be a CSV file: it is empty");
  assertBadForm(utf16, "it must be text in UTF-8: it has zero bytes, as UTF-16 and binary");
  assertBadForm(latin1, "it must be text in UTF-8: it has other bytes, as Latin-1");
  assertBadForm(Uint8Array.from({ length: 99 }, (_, i) => 250 - i), "it must be text in UTF-8");
});

Deno.test("parseTraceCsv() recognises other kinds of files", () => {
  assertBadForm(
    Uint8Array.of(0x1f, 0x8b, 8, 0, 1),
    "it must be a CSV file: it is gzip; unpack it first",
  );
  assertBadForm("# nothing\n\n", "it must be a CSV file: every line is empty or a comment");
});

Deno.test("parseTraceCsv() requires a header", () => {
  assertBadForm(GOOD.slice(20), "it must begin with the names of its columns: line 1 is numbers");
  assertBadForm(
    "time voltage spikes\n0 -70 0\n",
    'line 1 must name the columns, as time,voltage,spikes: it is "time voltage spikes"',
  );
  assertBadForm("x".repeat(1e6), `line 1 must name the columns, as time,voltage,spikes: it is "x`);
});

Deno.test("parseTraceCsv() refuses decimal commas", () => {
  assertBadForm(
    GOOD.replaceAll(".", ","),
    'line 2 must have 3 columns, and numbers a decimal point: it has 4, "0,-70,5,0"',
  );
  assertBadForm(
    GOOD.replaceAll(",", ";").replaceAll(".", ","),
    'line 2 must have a number as voltage, with a decimal point: it has "-70,5"',
  );
});

Deno.test("parseTraceCsv() names the line and column of what is no number", () => {
  for (
    const cell of ["", "NaN", "inf", "-Infinity", "0x10", "1_000", "-60 mV", "1e", "."]
  ) {
    assertBadForm(
      GOOD.replace("-60", cell),
      `line 3 must have a number as voltage, with a decimal point: it has ${JSON.stringify(cell)}`,
    );
  }
  assertBadForm(
    GOOD.replace("0.4", "later"),
    'line 4 must have a number as time, with a decimal point: it has "later"',
  );
  assertBadForm(GOOD.replace("-60,0", "-60"), "line 3 must have 3 columns");
});

Deno.test("parseTraceCsv() refuses times that don't increase", () => {
  assertBadValue(GOOD.replace("0.4,", "0.2,"), "time must increase on line 4: after 0.2 it is 0.2");
  assertBadValue(GOOD.replace("0.6,", "0.1,"), "time must increase on line 5: after 0.4 it is 0.1");
});

Deno.test("parseTraceCsv() refuses another time step, and names both", () => {
  const stepped = (times: readonly number[]) =>
    `time,voltage,spikes\n${times.map((time) => `${time},-70,0\n`).join("")}`;
  assertBadValue(stepped([0, 0.1, 0.2, 0.3]), "the time step must be 0.2 ms: it is 0.1");
  assertBadValue(
    stepped([0, 0.0002, 0.0004, 0.0006]),
    "the time step must be 0.2 ms: it is 0.0002, as if in s; multiply it by 1000",
  );
  assertBadValue(
    stepped([0, 0.2, 0.4, 0.65]),
    "the time step must be 0.2 ms throughout: on line 5 the time is 0.65 instead of 0.6",
  );
  assertBadValue(
    stepped([0, 1, 2, 3]),
    "the time step must be 0.2 ms: it is 1, as if samples were",
  );
  const drifting = Float64Array.from({ length: 1000 }, (_, k) => k * 0.201);
  assertBadValue(stepped([...drifting]), "the time step must be 0.2 ms: it is 0.201");
});

Deno.test("parseTraceCsv() refuses another length", () => {
  assertBadValue(GOOD.slice(0, -10), "it must have 4 samples: it has 3");
  assertBadValue("time,voltage,spikes\n", "it must have 4 samples: it has 0");
  assertBadValue("time,voltage,spikes\n0,-70,0", "it must have 4 samples: it has 1");
});

Deno.test("parseTraceCsv() refuses other spikes than 0 and 1", () => {
  assertBadValue(GOOD.replace("-60,0", "-60,2"), "spikes must be 0 or 1 on line 3: it is 2");
  assertBadValue(GOOD.replace("-60,0", "-60,0.5"), "spikes must be 0 or 1 on line 3: it is 0.5");
  const times = "time,voltage,spikes\n0,-70,3.2\n0.2,-60,9.8\n0.4,-54,20\n0.6,-72,31\n";
  assertBadValue(
    times,
    "spikes must be 0 or 1 on line 2: it is 3.2; if these are spike times, write 1 at their samples",
  );
});

Deno.test("parseTraceCsv() refuses other voltages than mV, sentinels and what float32 can't hold", () => {
  const volts = "time,voltage,spikes\n0,-0.07,0\n0.2,-0.06,0\n0.4,-0.05,1\n0.6,-0.07,0\n";
  assertBadValue(volts, "voltage must be in mV: all of it is between -1 and 1, as if in V");
  for (const value of ["-9999", "1e30", "1e39", "1e999", "-32768"]) {
    assertBadValue(
      GOOD.replace("-60", value),
      `voltage must be between -120 and 120 mV on line 3: it is ${Number(value)}; is it the mark`,
    );
  }
  const micro = "time,voltage,spikes\n0,-70000,0\n0.2,-60000,0\n0.4,-54000,1\n0.6,-72000,0\n";
  assertBadValue(micro, "voltage must be between -120 and 120 mV on line 2: it is -70000; as all");
  assertBadValue(GOOD.replace("0.4,", "1e999,"), "time must be finite on line 4: it is Infinity");
});

Deno.test("encodeTraceCsv() then parseTraceCsv() is the identity on float32", () => {
  const steps = 1000;
  const trace = {
    times: Float64Array.from({ length: steps }, (_, k) => k * 0.2),
    voltage: Float32Array.from({ length: steps }, (_, k) => -60 + 40 * Math.sin(k * k)),
    spikes: Float32Array.from({ length: steps }, (_, k) => Number(k % 90 === 0)),
  };
  const read = parseTraceCsv(new TextEncoder().encode(encodeTraceCsv(trace)), {
    ...EXPECTED,
    steps,
  });
  assertEquals([read.voltage, read.spikes], [trace.voltage, trace.spikes]);
  assertEquals(read.times[3], 0.6);
});
