/**
 * A CSV file of samples as text, and its numbers, column by column.
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
import { TRACE_HEADER } from "./trace_columns.ts";

/** How spreadsheets and programs write 0 and 1 in a column of truth values. */
const TRUTHS: Readonly<Record<string, number>> = { true: 1, false: 0 };

/** Refuses the form of the file. */
function refuseForm(wish: string, state: string): never {
  throw new SyntaxError(`Cannot read recording as ${wish}: ${state}`);
}

/** A text of the file in an error. */
export function quote(text: string): string {
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

/** A file whose header has been read, and its other lines. */
export interface TraceTable {
  /** The names of its columns. */
  readonly header: readonly string[];
  /** The line of the names. */
  readonly headerLine: number;
  /** All further lines. */
  readonly lines: readonly CsvLine[];
  /** The cells of a line in these columns. */
  cells(line: CsvLine, places: readonly number[]): string[];
}

/**
 * Opens a CSV file.
 *
 * @throws {SyntaxError} If it is none; when cells are read, if a line has another number of them.
 */
export function traceTable(bytes: Uint8Array): TraceTable {
  const [first, ...lines] = csvLines(decode(bytes));
  if (!first) refuseForm("it must be a CSV file", "every line is empty or a comment");
  const separator = separatorOf(first.text);
  const header = csvCells(first.text, separator);
  if (header.length === 1) {
    refuseForm(
      `line ${first.number} must name the columns, as ${TRACE_HEADER}`,
      `it is ${quote(first.text)}`,
    );
  }
  return {
    header,
    headerLine: first.number,
    lines,
    cells({ number, text }, places) {
      const cells = csvCells(text, separator);
      if (cells.length !== header.length) {
        refuseForm(
          `line ${number} must have ${header.length} columns, and numbers a decimal point`,
          `it has ${cells.length}, ${quote(text)}`,
        );
      }
      return places.map((place) => cells[place]);
    },
  };
}

/** The number of a cell in a column; of spikes also a truth value. */
export function cellNumber(cell: string, column: string, line: number): number {
  const truth = column === "spikes" ? TRUTHS[cell.toLowerCase()] : undefined;
  if (truth !== undefined) return truth;
  return csvNumber(cell) ??
    refuseForm(
      `line ${line} must have a number as ${column}, with a decimal point`,
      `it has ${quote(cell)}`,
    );
}
