/**
 * One observation from a file, for models that have no reader of their own: JSON with a value for each
 * field, or CSV.
 *
 * A CSV file has a line of names. Where all fields are vectors, it has one more line, and the names are
 * those of the vectors' numbers. Where all fields are series of equal length, its columns are the
 * fields, and its lines the samples. Where the only field is a set of vectors, its columns are the
 * vectors' numbers, and its lines the elements.
 *
 * @module
 */
import { isRecord, repeated } from "../core/check.ts";
import { csvCells, csvLines, csvNumber, ignoredNotes, separatorOf } from "../core/csv_lines.ts";
import { fileKind } from "../core/file_kind.ts";
import { type Batch, blankBatch, rowOf } from "./batch.ts";
import { checkBatch } from "./check_batch.ts";
import { type Field, type Fields, fieldText, type VectorField } from "./field.ts";
import { type FieldValues, writeFields } from "./model.ts";

const ACTION = "read observation";

function refuse(wish: string, state: string): never {
  throw new SyntaxError(`Cannot ${ACTION} as ${wish}: ${state}`);
}

/** The text of a file, which must be UTF-8. */
function decode(bytes: Uint8Array): string {
  const wish = "it must be a text file, JSON or CSV";
  if (bytes.length === 0) refuse(wish, "it is empty");
  const kind = fileKind(bytes);
  if (kind) refuse(wish, `it is ${kind.name}; ${kind.advice}`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("it must be text in UTF-8", "it has other bytes");
  }
}

/** A vector written as an object, name to number, becomes a list. */
function listed(field: Field, value: unknown, name: string): unknown {
  if (field.kind === "set") {
    return Array.isArray(value) ? value.map((one) => listed(field.of, one, name)) : value;
  }
  if (field.kind !== "vector" || !isRecord(value)) return value;
  const other = Object.keys(value).find((key) => !field.names.includes(key));
  if (other !== undefined) {
    refuse(`${name} must have ${field.names.join(", ")}`, `it has "${other}"`);
  }
  return field.names.map((key) =>
    Object.hasOwn(value, key)
      ? value[key]
      : refuse(`${name} must have ${field.names.join(", ")}`, `it has no "${key}"`)
  );
}

function readJson(fields: Fields, text: string): FieldValues<Fields> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return refuse("it must be JSON", (error as Error).message);
  }
  if (!isRecord(content)) {
    return refuse(`it must be an object with ${Object.keys(fields).join(", ")}`, "it is none");
  }
  const entries = Object.entries(content).map(([name, value]) => [
    name,
    Object.hasOwn(fields, name) ? listed(fields[name], value, name) : value,
  ]);
  return Object.fromEntries(entries);
}

/** A cell and the number of its line. */
interface Cell {
  readonly text: string;
  readonly line: number;
}

type Columns = ReadonlyMap<string, readonly Cell[]>;

/** The columns of a CSV file, by name. */
function readColumns(text: string): Columns {
  const [header, ...rows] = csvLines(text);
  if (!header) return refuse("it must have a line of names", "there is none");
  const separator = separatorOf(header.text);
  const names = csvCells(header.text, separator);
  const twice = repeated(names);
  if (twice !== undefined) {
    refuse("every column must have a name of its own", `"${twice}" is there twice`);
  }
  const lines = rows.map(({ number, text }) => {
    const cells = csvCells(text, separator);
    if (cells.length !== names.length) {
      refuse(`line ${number} must have ${names.length} columns`, `it has ${cells.length}`);
    }
    return cells.map((text): Cell => ({ text, line: number }));
  });
  return new Map(names.map((name, j) => [name, lines.map((cells) => cells[j])]));
}

/** The numbers of a column, which must be there. */
function columnOf(columns: Columns, name: string): number[] {
  const cells = columns.get(name) ??
    refuse(`it must have a column "${name}"`, `it has ${[...columns.keys()].join(", ")}`);
  return cells.map(({ text, line }) =>
    csvNumber(text) ?? refuse(`line ${line} must have a number as ${name}`, `it has "${text}"`)
  );
}

function readCsv(
  fields: Fields,
  text: string,
): {
  readonly values: FieldValues<Fields>;
  readonly used: readonly string[];
  readonly columns: readonly string[];
} {
  const columns = readColumns(text);
  const all = Object.entries(fields);
  const answer = (used: readonly string[], values: FieldValues<Fields>) => ({
    values,
    used,
    columns: [...columns.keys()],
  });
  if (all.every(([, field]) => field.kind === "series")) {
    const entries = all.map(([name]) => [name, columnOf(columns, name)]);
    return answer(all.map(([name]) => name), Object.fromEntries(entries));
  }
  if (all.length === 1) {
    const [[name, field]] = all;
    if (field.kind === "set" && field.of.kind === "vector") {
      const own = field.of.names.map((one) => columnOf(columns, one));
      const elements = own[0].map((_, i) => own.map((column) => column[i]));
      return answer(field.of.names, { [name]: elements });
    }
  }
  if (!all.every(([, field]) => field.kind === "vector")) {
    const said = all.map(([name, field]) => `${name}, ${fieldText(field)}`).join("; ");
    return refuse("it must be JSON, as CSV can't hold all fields", said);
  }
  const used = all.flatMap(([, field]) => (field as VectorField).names);
  const twice = repeated(used);
  if (twice !== undefined) {
    refuse("it must be JSON, as CSV can't tell fields with the same names apart", `"${twice}"`);
  }
  const entries = all.map(([name, field]) => [
    name,
    (field as VectorField).names.map((one) => {
      const column = columnOf(columns, one);
      if (column.length === 1) return column[0];
      return refuse("it must have one line of numbers", `it has ${column.length}`);
    }),
  ]);
  return answer(used, Object.fromEntries(entries));
}

/**
 * Reads one observation.
 *
 * @throws {SyntaxError} If the file is neither JSON nor CSV of these fields.
 * @throws {RangeError} If a field has another number of values, or one that is not finite.
 *
 * @example Usage
 * ```ts
 * import { readObservation } from "./observation_file.ts";
 * import { vector } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new TextEncoder().encode('{ "x": [0.25, -1] }');
 * const { observation } = readObservation(bytes, { x: vector(["x1", "x2"]) });
 * assertEquals([...observation.values.x], [0.25, -1]);
 * ```
 */
export function readObservation<X extends Fields>(
  bytes: Uint8Array,
  fields: X,
): { readonly observation: Batch<X>; readonly notes: readonly string[] } {
  const text = decode(bytes).replace(/^\uFEFF/, "");
  const json = /^\s*[{[]/.test(text);
  const read = json
    ? { values: readJson(fields, text), used: [], columns: [] }
    : readCsv(fields, text);
  const observation = blankBatch(fields, 1);
  writeFields(fields, rowOf(observation, 0), read.values, (wish, state) => {
    throw new RangeError(
      `Cannot ${ACTION} as ${wish.replace(/^it must return/, "it must have")}: ${state}`,
    );
  });
  checkBatch(ACTION, fields, observation);
  const ignored = read.columns.filter((name) => !read.used.includes(name));
  return { observation, notes: ignoredNotes(ignored) };
}
