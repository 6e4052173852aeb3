/**
 * Sweeps under known currents as CSV: the columns time (ms), voltage (mV), spikes (0 or 1) and
 * current (pA), a row per sample; where a file holds several sweeps, a column `sweep` says to which
 * of them a row belongs. Each sweep has times of its own.
 *
 * @module
 */
import type { ExpectedTrace, Trace } from "./trace.ts";
import { checkSpikes, checkTimes, checkVoltage, refuseValue } from "./trace_checks.ts";
import { type SweepColumn, sweepColumns } from "./trace_columns.ts";
import { cellNumber, quote, traceTable } from "./trace_table.ts";

/** One sweep. */
export interface SweepTrace extends Trace {
  /** In pA. */
  readonly current: Float32Array;
  /** The line of each sample. */
  readonly lines: readonly number[];
}

/** The sweeps of a file. */
export interface ReadSweeps {
  /** In the order in which they begin. */
  readonly sweeps: readonly SweepTrace[];
  /** Columns that were not used, as the file calls them. */
  readonly ignored: readonly string[];
}

/** The sweeps that a network was trained on; `steps` is the length of the longest. */
export type ExpectedSweeps = Omit<ExpectedTrace, "current">;

/** The columns that are read as numbers. */
const COLUMNS: readonly SweepColumn[] = ["time", "voltage", "spikes", "current"];
/** A current below this everywhere, in pA, moves no neuron: it is in another unit. */
const LEAST_CURRENT = 2;

function checkCurrent(current: Float64Array, lines: readonly number[]): void {
  const infinite = current.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0) {
    refuseValue(`current must be finite on line ${lines[infinite]}`, `it is ${current[infinite]}`);
  }
  const largest = current.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest > 0 && largest < LEAST_CURRENT) {
    refuseValue(
      "current must be in pA",
      `all of it is between ${-LEAST_CURRENT} and ${LEAST_CURRENT}, as if in nA; multiply it by 1000`,
    );
  }
}

/**
 * Reads the sweeps of one file.
 *
 * @throws {SyntaxError} If the file is not of this form, such as without a current.
 * @throws {RangeError} If the times, length, units, voltages, spikes or currents of a sweep are not
 * those expected.
 *
 * @example Usage
 * ```ts
 * import { parseSweepsCsv } from "./sweeps_csv.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "sweep,t,V,spike,I\na,0,-70,0,100\na,0.2,-69,0,100\nb,0,-71,0,0\nb,0.2,-71,0,50\n";
 * const expected = { steps: 1000, dt: 0.2, limit: 120 };
 * const { sweeps } = parseSweepsCsv(new TextEncoder().encode(text), expected);
 * assertEquals(sweeps.map(({ current }) => [...current]), [[100, 100], [0, 50]]);
 * ```
 */
export function parseSweepsCsv(bytes: Uint8Array, expected: ExpectedSweeps): ReadSweeps {
  const { header, headerLine, lines, cells } = traceTable(bytes);
  const { places, sweep, ignored } = sweepColumns(header, headerLine);
  const layout = COLUMNS.map((column) => places[column]);
  const named = Map.groupBy(lines, (line) => sweep === undefined ? "" : cells(line, [sweep])[0]);
  if (named.size === 0) refuseValue("it must have samples", "there is no line below the header");
  const sweeps = [...named].map(([name, own]): SweepTrace => {
    const which = sweep === undefined ? "a sweep" : `sweep ${quote(name)}`;
    const rows = own.map((line) =>
      cells(line, layout).map((cell, j) => cellNumber(cell, COLUMNS[j], line.number))
    );
    const numbers = own.map(({ number }) => number);
    const { steps, dt, limit, advice } = expected;
    if (rows.length < 2 || rows.length > steps) {
      const other = advice && rows.length > steps ? `; ${advice(rows.length, dt)}` : "";
      refuseValue(`${which} must have 2 to ${steps} samples`, `it has ${rows.length}${other}`);
    }
    const [times, voltage, spikes, current] = COLUMNS.map((_, j) =>
      Float64Array.from(rows, (row) => row[j])
    );
    checkTimes(times, numbers, { dt, ...(advice && { advice }) });
    checkVoltage(voltage, numbers, limit);
    checkSpikes(spikes, numbers);
    checkCurrent(current, numbers);
    return {
      times,
      voltage: Float32Array.from(voltage),
      spikes: Float32Array.from(spikes),
      current: Float32Array.from(current),
      lines: numbers,
    };
  });
  return { sweeps, ignored };
}
