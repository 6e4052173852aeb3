/**
 * Tables of numbers as values: plain text for a terminal, HTML for a notebook, Markdown for a file.
 *
 * @module
 */
import { ofLength } from "../core/check.ts";
import { JUPYTER_DISPLAY, type Showable } from "../core/display.ts";
import { spans } from "../core/labels.ts";

/** A table. As the value of a notebook cell it shows itself. */
export interface Table extends Showable {
  /** Columns of equal width, for letters of equal width. */
  readonly text: string;
  /** For a notebook. */
  readonly html: string;
  /** For a document. */
  readonly markdown: string;
}

/** A number is printed with its thousands apart and the decimals of its column, NaN as a dash. */
export type Cell = string | number;

/** How cells are printed. */
export interface TableOptions {
  /** Decimals of numbers in columns that don't hold whole numbers only. Default 2. */
  readonly decimals?: number;
  /** Set `tau_m` in HTML as a paper prints it, not as code does. Default true. */
  readonly typeset?: boolean;
}

/** A number with so many decimals, its thousands apart; no minus before a zero; NaN as a dash. */
export function decimal(value: number, fewest: number, most = fewest): string {
  if (Number.isNaN(value)) return "–";
  return value.toLocaleString("en", { minimumFractionDigits: fewest, maximumFractionDigits: most })
    .replace(/^-(?=[0.]*$)/, "");
}

/** The cells of one column as text. */
function printed(cells: readonly Cell[], decimals: number): string[] {
  const numbers = cells.filter((cell) => typeof cell === "number" && Number.isFinite(cell));
  const digits = numbers.every(Number.isInteger) ? 0 : decimals;
  return cells.map((cell) => typeof cell === "string" ? cell : decimal(cell, digits));
}

function looksNumeric(cell: string): boolean {
  return /^([<>±]?\s*-?[\d.]|–$)/.test(cell);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A cell in HTML, with a true minus. */
function markup(cell: string, typeset: boolean): string {
  const signed = cell.replace(/^-(?=[\d.])/, "−");
  return (typeset ? spans(signed) : [{ text: signed, subscript: false }])
    .map(({ text, subscript }) => subscript ? `<sub>${escape(text)}</sub>` : escape(text))
    .join("");
}

/**
 * A table with a head. The first column and columns of text are set to the left, columns of numbers
 * to the right.
 *
 * @throws {RangeError} If a row has not one cell a column.
 *
 * @example Usage
 * ```ts
 * import { table } from "./table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { text } = table(["", "mean"], [["tau_m (ms)", 10.25], ["V_th (mV)", -55]]);
 * assertEquals(text, "              mean\ntau_m (ms)   10.25\nV_th (mV)   -55.00");
 * ```
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { decimals = 2, typeset = true }: TableOptions = {},
): Table {
  rows.forEach((row, i) => ofLength("make table", `rows[${i}]`, row, head.length));
  const columns = head.map((title, j) => {
    const cells = printed(rows.map((row) => row[j]), decimals);
    const left = j === 0 || !cells.every(looksNumeric);
    const width = cells.reduce((most, cell) => Math.max(most, cell.length), title.length);
    const pad = (cell: string) => left ? cell.padEnd(width) : cell.padStart(width);
    const style = `style="text-align: ${left ? "left" : "right"}"`;
    return { title, cells, pad, style, rule: left ? ":--" : "--:" };
  });
  const lines = [
    columns.map(({ title, pad }) => pad(title)),
    ...rows.map((_, i) => columns.map(({ cells, pad }) => pad(cells[i]))),
  ];
  const text = lines.map((line) => line.join("  ").trimEnd()).join("\n");
  const html = [
    "<table>",
    `<thead><tr>${
      columns.map(({ title, style }) => `<th ${style}>${markup(title, typeset)}</th>`).join("")
    }</tr></thead>`,
    "<tbody>",
    ...rows.map((_, i) =>
      `<tr>${
        columns.map(({ cells, style }) => `<td ${style}>${markup(cells[i], typeset)}</td>`).join("")
      }</tr>`
    ),
    "</tbody></table>",
  ].join("\n");
  const bars = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const markdown = [
    bars(columns.map(({ title }) => title)),
    bars(columns.map(({ rule }) => rule)),
    ...rows.map((_, i) => bars(columns.map(({ cells }) => cells[i]))),
  ].join("\n");
  return Object.freeze<Table>({
    text,
    html,
    markdown,
    [JUPYTER_DISPLAY]: () => Promise.resolve({ "text/html": html, "text/plain": text }),
  });
}

/**
 * A row a field: its name as in code, and its value in full.
 *
 * @param title What the fields describe; the head of the first column.
 *
 * @example Usage
 * ```ts
 * import { recordTable } from "./table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { text } = recordTable("training", { epochs: 10, learning_rate: 0.001 });
 * assertEquals(text, "training       value\nepochs            10\nlearning_rate  0.001");
 * ```
 */
export function recordTable(title: string, record: Readonly<Record<string, Cell>>): Table {
  return table(
    [title, "value"],
    Object.entries(record).map(([name, value]) => [
      name,
      typeof value === "number" ? decimal(value, 0, 20) : value,
    ]),
    { typeset: false },
  );
}
