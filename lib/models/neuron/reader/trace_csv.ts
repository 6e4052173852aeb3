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
import type { ExpectedTrace, ReadTrace, Trace } from "./trace.ts";
import { checkSpikes, checkTimes, checkVoltage, refuseValue } from "./trace_checks.ts";
import { TRACE_HEADER, traceColumns } from "./trace_columns.ts";
import { cellNumber, traceTable } from "./trace_table.ts";

/** The columns that are read. */
const COLUMNS = ["time", "voltage", "spikes"] as const;

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
  const { header, headerLine, lines: body, cells } = traceTable(bytes);
  const { places, ignored } = traceColumns(header, headerLine, current);
  const layout = COLUMNS.map((column) => places[column]);
  const lines = body.map(({ number }) => number);
  const rows = body.map((line) =>
    cells(line, layout).map((cell, j) => cellNumber(cell, COLUMNS[j], line.number))
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
