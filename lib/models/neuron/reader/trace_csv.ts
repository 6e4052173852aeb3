/**
 * Recordings as CSV.
 *
 * A recording has the columns time (ms), voltage (mV) and spikes (0 or 1), a row per sample. Order,
 * further columns, comments and common spellings are accepted; numbers are read strictly: an answer
 * for another unit, time step or length than the network was trained on would look as good as any,
 * so that whatever is unexpected is refused, with its line.
 *
 * @module
 */
import {
  csvCells,
  type CsvLine,
  csvLines,
  csvNumber,
  separatorOf,
} from "../../../core/csv_lines.ts";
import { fileKind } from "../../../core/file_kind.ts";
import type { ExpectedTrace, ReadTrace, Trace } from "./trace.ts";
import { TRACE_HEADER, traceColumns } from "./trace_columns.ts";

/** How spreadsheets and programs write 0 and 1 in a column of truth values. */
const TRUTHS: Readonly<Record<string, number>> = { true: 1, false: 0 };
/** How far a time may be from the grid, as a share of the time step: CSV files are rounded. */
const TOLERANCE = 0.1;

/** Refuses the form of the file. */
function refuseForm(wish: string, state: string): never {
  throw new SyntaxError(`Cannot read recording as ${wish}: ${state}`);
}

/** Refuses the content of the file. */
function refuseValue(wish: string, state: string): never {
  throw new RangeError(`Cannot read recording as ${wish}: ${state}`);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function decode(bytes: Uint8Array): string {
  if (bytes.length === 0) refuseForm("it must be a CSV file", "it is empty");
  const kind = fileKind(bytes);
  if (kind) refuseForm("it must be a CSV file", `it is ${kind.name}; ${kind.advice}`);
  if (bytes[0] === "{".charCodeAt(0)) {
    refuseForm("it must be a CSV file", "it is JSON; a model of your own is named by --model");
  }
  if (bytes.includes(0)) {
    refuseForm("it must be text in UTF-8", "it has zero bytes, as UTF-16 and binary files do");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuseForm("it must be text in UTF-8", "it has other bytes, as Latin-1 files do");
  }
}

/** The cells of the three columns. */
function cellsOf(
  { number, text }: CsvLine,
  separator: string,
  { width, places }: { readonly width: number; readonly places: readonly number[] },
): string[] {
  const cells = csvCells(text, separator);
  if (cells.length !== width) {
    refuseForm(
      `line ${number} must have ${width} columns, and numbers a decimal point`,
      `it has ${cells.length}, ${quote(text)}`,
    );
  }
  return places.map((place) => cells[place]);
}

function toNumber(cell: string, name: string, line: number): number {
  const truth = name === "spikes" ? TRUTHS[cell.toLowerCase()] : undefined;
  if (truth !== undefined) return truth;
  return csvNumber(cell) ??
    refuseForm(
      `line ${line} must have a number as ${name}, with a decimal point`,
      `it has ${quote(cell)}`,
    );
}

function checkTimes(
  times: Float64Array,
  lines: readonly number[],
  { dt, advice }: Pick<ExpectedTrace, "dt" | "advice">,
): void {
  const stray = (step: number) =>
    times.findIndex((time, k) => Math.abs(time - times[0] - k * step) > TOLERANCE * step);
  const k = stray(dt);
  if (k < 0) return;
  const infinite = times.findIndex((time) => !Number.isFinite(time));
  if (infinite >= 0) {
    refuseValue(`time must be finite on line ${lines[infinite]}`, `it is ${times[infinite]}`);
  }
  const backwards = times.findIndex((time, k) => k > 0 && time <= times[k - 1]);
  if (backwards > 0) {
    refuseValue(
      `time must increase on line ${lines[backwards]}`,
      `after ${times[backwards - 1]} it is ${times[backwards]}`,
    );
  }
  const found = (times[times.length - 1] - times[0]) / (times.length - 1);
  if (stray(found) < 0) {
    const is = (factor: number) => Math.abs(factor * found / dt - 1) < TOLERANCE;
    const hint = is(1000)
      ? ", as if in s; multiply it by 1000"
      : is(0.001)
      ? ", as if in µs; divide it by 1000"
      : found === 1
      ? ", as if samples were counted"
      : undefined;
    const step = Number(found.toPrecision(6));
    const other = advice ? `; ${advice(times.length, step)}` : "";
    refuseValue(`the time step must be ${dt} ms`, `it is ${step}${hint ?? other}`);
  }
  refuseValue(
    `the time step must be ${dt} ms throughout`,
    `on line ${lines[k]} the time is ${times[k]} instead of ${
      Number((times[0] + k * dt).toPrecision(9))
    }`,
  );
}

function checkVoltage(voltage: Float64Array, lines: readonly number[], limit: number): void {
  if (voltage.every((v) => Math.abs(v) < 1)) {
    refuseValue(
      "voltage must be in mV",
      "all of it is between -1 and 1, as if in V; multiply it by 1000",
    );
  }
  const far = voltage.findIndex((v) => !(Math.abs(v) <= limit));
  if (far < 0) return;
  const guess = voltage.every((v) => Math.abs(v) > limit)
    ? "as all of it is out of bounds, is it in µV?"
    : "is it the mark of a missing sample, or in another unit?";
  refuseValue(
    `voltage must be between ${-limit} and ${limit} mV on line ${lines[far]}`,
    `it is ${voltage[far]}; ${guess}`,
  );
}

function checkSpikes(spikes: Float64Array, lines: readonly number[]): void {
  const odd = spikes.findIndex((spike) => spike !== 0 && spike !== 1);
  if (odd < 0) return;
  const increasing = spikes.every((time, k) => k === 0 || time >= spikes[k - 1]);
  const hint = increasing && spikes.length > 1
    ? "; if these are spike times, write 1 at their samples and 0 at all others"
    : "";
  refuseValue(`spikes must be 0 or 1 on line ${lines[odd]}`, `it is ${spikes[odd]}${hint}`);
}

/**
 * Reads one recording.
 *
 * @throws {SyntaxError} If the file is not of this form.
 * @throws {RangeError} If its times, length, units, voltages or spikes are not those expected.
 *
 * @example Usage
 * ```ts
 * import { encodeTraceCsv, parseTraceCsv } from "./trace_csv.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new TextEncoder().encode("t (ms),spike,V\n0,0,-70.5\n0.2,1,-54\n");
 * const expected = { steps: 2, dt: 0.2, limit: 120, current: "white current" };
 * const trace = parseTraceCsv(file, expected);
 * assertEquals(trace.voltage, Float32Array.of(-70.5, -54));
 * assertEquals(encodeTraceCsv(trace), "time,voltage,spikes\n0,-70.5,0\n0.2,-54,1\n");
 * ```
 */
export function parseTraceCsv(
  bytes: Uint8Array,
  expected: ExpectedTrace,
): ReadTrace {
  const { steps, dt, limit, current, advice } = expected;
  const [header, ...body] = csvLines(decode(bytes));
  if (!header) refuseForm("it must be a CSV file", "every line is empty or a comment");
  const separator = separatorOf(header.text);
  const names = csvCells(header.text, separator);
  if (names.length === 1) {
    refuseForm(
      `line ${header.number} must name the columns, as ${TRACE_HEADER}`,
      `it is ${quote(header.text)}`,
    );
  }
  const { places, ignored } = traceColumns(names, header.number, current);
  const layout = { width: names.length, places: [places.time, places.voltage, places.spikes] };
  const lines = body.map(({ number }) => number);
  const rows = body.map((line) =>
    cellsOf(line, separator, layout).map((cell, j) =>
      toNumber(cell, ["time", "voltage", "spikes"][j], line.number)
    )
  );
  const [times, voltage, spikes] = [0, 1, 2].map((j) => Float64Array.from(rows, (row) => row[j]));
  checkTimes(times, lines, expected);
  if (rows.length !== steps) {
    const other = advice ? `; ${advice(rows.length, dt)}` : "";
    refuseValue(`it must have ${steps} samples`, `it has ${rows.length}${other}`);
  }
  checkVoltage(voltage, lines, limit);
  checkSpikes(spikes, lines);
  return {
    times,
    voltage: Float32Array.from(voltage),
    spikes: Float32Array.from(spikes),
    lines,
    ignored,
  };
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
  return `${TRACE_HEADER}\n${rows.join("")}`;
}
