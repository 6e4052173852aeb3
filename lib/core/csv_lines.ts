/**
 * Text with separated values: its lines, and their cells.
 *
 * @module
 */

/** A line that is neither empty nor a comment. */
export interface CsvLine {
  /** Its number in the file, from 1 on. */
  readonly number: number;
  readonly text: string;
}

/** The lines that are not empty. Those that begin with # are comments. */
export function csvLines(text: string): CsvLine[] {
  return text.split(/\r\n|\n|\r/)
    .map((text, i) => ({ number: i + 1, text }))
    .filter(({ text }) => text.trim() !== "" && !text.trimStart().startsWith("#"));
}

/**
 * What separates the cells of a line: a tab or a semicolon if it has one outside quotes, else a
 * comma.
 */
export function separatorOf(line: string): string {
  const bare = line.replaceAll(/"[^"]*"/g, "");
  return ["\t", ";"].find((separator) => bare.includes(separator)) ?? ",";
}

/**
 * The cells of a line, without blanks around them and without their quotes.
 *
 * @example Usage
 * ```ts
 * import { csvCells } from "./csv_lines.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(csvCells('1, "a, ""b""" ,', ","), ["1", 'a, "b"', ""]);
 * ```
 */
export function csvCells(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = "", quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    if (letter === separator && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += letter;
  }
  return [...cells, cell].map((cell) => {
    const bare = cell.trim();
    return /^".*"$/.test(bare) ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number of a cell that is a decimal one and nothing else; undefined if it is none.
 *
 * @example Usage
 * ```ts
 * import { csvNumber } from "./csv_lines.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["-1.5e3", "", "0x10", "1,5"].map(csvNumber), [-1500, undefined, undefined, undefined]);
 * ```
 */
export function csvNumber(cell: string): number | undefined {
  return NUMBER.test(cell) ? Number(cell) : undefined;
}

/** A note of columns that were not used; none if there are none. */
export function ignoredNotes(columns: readonly string[]): string[] {
  if (columns.length === 0) return [];
  return [`ignored ${columns.length > 1 ? "columns" : "column"} ${columns.join(", ")}`];
}
