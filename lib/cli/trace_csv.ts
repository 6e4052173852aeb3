/**
 * Recordings and draws as CSV.
 *
 * A recording has the columns time (ms), voltage (mV) and spikes (0 or 1), a row per sample. It
 * is read strictly: an answer for another unit, time step or length than the network was trained
 * on would look as good as any, so that whatever is unexpected is refused, with its line.
 *
 * @module
 */
import type { Draws } from "../draws.ts";

/** One recording. */
export interface Trace {
  /** In ms. */
  readonly times: Float64Array;
  /** In mV. */
  readonly voltage: Float32Array;
  /** 1 where a spike is reported, otherwise 0. */
  readonly spikes: Float32Array;
}

/** The recordings a network was trained on. */
export interface ExpectedTrace {
  /** The number of samples. */
  readonly steps: number;
  /** The time step, in ms. */
  readonly dt: number;
}

const HEADER = "time,voltage,spikes";
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** How far a time may be from the grid, as a share of the time step: CSV files are rounded. */
const TOLERANCE = 0.1;

/** Refuses the form of the file. */
function refuseForm(wish: string, state: string): never {
  throw new SyntaxError(`Cannot read recording as ${wish}: ${state}`);
}

/** Refuses what the file says. */
function refuseValue(wish: string, state: string): never {
  throw new RangeError(`Cannot read recording as ${wish}: ${state}`);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function decode(bytes: Uint8Array): string {
  if (bytes.length === 0) refuseForm("it must be a CSV file", "it is empty");
  if (bytes.includes(0)) {
    refuseForm("it must be text in UTF-8", "it has zero bytes, as UTF-16 and binary files do");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuseForm("it must be text in UTF-8", "it has other bytes, as Latin-1 files do");
  }
}

function checkHeader(line: string): void {
  const names = line.split(",").map((name) => name.trim()).join(",");
  if (names === HEADER) return;
  for (const [word, separator] of [["semicolons", ";"], ["tabs", "\t"]]) {
    if (line.includes(separator)) {
      refuseForm("its columns must be separated by commas", `line 1 has ${word}, ${quote(line)}`);
    }
  }
  refuseForm(`line 1 must be the header ${HEADER}`, `it is ${quote(line)}`);
}

function parseRow(line: string, number: number): number[] {
  const cells = line.split(",").map((cell) => cell.trim());
  if (cells.length !== 3) {
    refuseForm(
      `line ${number} must have 3 columns, and numbers a decimal point`,
      `it has ${cells.length}, ${quote(line)}`,
    );
  }
  return cells.map((cell, j) => {
    if (!NUMBER.test(cell)) {
      const name = HEADER.split(",")[j];
      refuseForm(`line ${number} must have a number as ${name}`, `it has ${quote(cell)}`);
    }
    return Number(cell);
  });
}

function checkTimes(times: Float64Array, dt: number): void {
  const stray = (step: number) =>
    times.findIndex((time, k) => Math.abs(time - times[0] - k * step) > TOLERANCE * step);
  const k = stray(dt);
  if (k < 0) return;
  const backwards = times.findIndex((time, k) => k > 0 && time <= times[k - 1]);
  if (backwards > 0) {
    refuseValue(
      `time must increase on line ${backwards + 2}`,
      `after ${times[backwards - 1]} it is ${times[backwards]}`,
    );
  }
  const found = (times[times.length - 1] - times[0]) / (times.length - 1);
  if (stray(found) < 0) {
    const hint = Math.abs(1000 * found / dt - 1) < TOLERANCE ? ", as if in s" : "";
    refuseValue(`the time step must be ${dt} ms`, `it is ${Number(found.toPrecision(6))}${hint}`);
  }
  refuseValue(
    `the time step must be ${dt} ms throughout`,
    `on line ${k + 2} the time is ${times[k]} instead of ${
      Number((times[0] + k * dt).toPrecision(9))
    }`,
  );
}

/**
 * Reads one recording.
 *
 * @throws {SyntaxError} If the file is not of this form.
 * @throws {RangeError} If its times, length, units or spikes are not those expected.
 *
 * @example Usage
 * ```ts
 * import { encodeTraceCsv, parseTraceCsv } from "./trace_csv.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new TextEncoder().encode("time,voltage,spikes\n0,-70.5,0\n0.2,-54,1\n");
 * const trace = parseTraceCsv(file, { steps: 2, dt: 0.2 });
 * assertEquals(trace.voltage, Float32Array.of(-70.5, -54));
 * assertEquals(encodeTraceCsv(trace), "time,voltage,spikes\n0,-70.5,0\n0.2,-54,1\n");
 * ```
 */
export function parseTraceCsv(bytes: Uint8Array, expected: ExpectedTrace): Trace {
  const lines = decode(bytes).trimEnd().split(/\r?\n/);
  checkHeader(lines[0]);
  const rows = lines.slice(1).map((line, i) => parseRow(line, i + 2));
  const times = Float64Array.from(rows, ([time]) => time);
  const voltage = Float32Array.from(rows, ([_, v]) => v);
  const spikes = Float32Array.from(rows, ([_, __, spike]) => spike);
  checkTimes(times, expected.dt);
  if (rows.length !== expected.steps) {
    refuseValue(`it must have ${expected.steps} samples`, `it has ${rows.length}`);
  }
  const odd = spikes.findIndex((spike) => spike !== 0 && spike !== 1);
  if (odd >= 0) refuseValue(`spikes must be 0 or 1 on line ${odd + 2}`, `it is ${spikes[odd]}`);
  if (voltage.every((v) => Math.abs(v) < 1)) {
    refuseValue("voltage must be in mV", "all of it is between -1 and 1, as if in V");
  }
  return { times, voltage, spikes };
}

/** The shortest decimal number that is read back as the same float32. */
function float32Text(value: number): string {
  const digits = [6, 7, 8, 9].find((d) => Math.fround(Number(value.toPrecision(d))) === value);
  return String(Number(value.toPrecision(digits)));
}

/** One recording as CSV, which {@linkcode parseTraceCsv} reads back. */
export function encodeTraceCsv({ times, voltage, spikes }: Trace): string {
  const rows = Array.from(times, (time, k) => {
    // The grid's k · dt has digits that only rounding made.
    return `${Number(time.toPrecision(9))},${float32Text(voltage[k])},${spikes[k]}\n`;
  });
  return `${HEADER}\n${rows.join("")}`;
}

/** Draws as CSV: a column per parameter, all digits of a float64. */
export function encodeDrawsCsv({ names, count, values }: Draws): string {
  const dim = names.length;
  const rows = Array.from(
    { length: count },
    (_, i) => values.subarray(i * dim, (i + 1) * dim).join(","),
  );
  return [names.join(","), ...rows, ""].join("\n");
}
