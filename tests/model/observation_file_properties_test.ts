/** What holds for files of observations of any fields, and for a single fault in them. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import fc from "fast-check";
import { csvNumber } from "../../lib/core/csv_lines.ts";
import { type Batch, type FieldRow, rowOf } from "../../lib/model/batch.ts";
import { type Field, type Fields, fieldSize, set } from "../../lib/model/field.ts";
import { readObservation } from "../../lib/model/observation_file.ts";
import { anyFields, batchOf, copyOf, fieldsOf, RUNS, seriesOf, vectors } from "./random_fields.ts";

const oneOf = (fields: fc.Arbitrary<Fields>) => fields.chain((own) => batchOf(own, 1));
const read = (fields: Fields, text: string) =>
  readObservation(new TextEncoder().encode(text), fields);

/** The value of a field as JSON has it; vectors as records, if `named`. */
function plain(field: Field, row: FieldRow<Field>, named: boolean): unknown {
  if (!(row instanceof Float32Array)) {
    const { of } = field as Extract<Field, { kind: "set" }>, size = fieldSize(of);
    return Array.from(
      { length: row.size },
      (_, i) => plain(of, row.values.subarray(i * size, (i + 1) * size), named),
    );
  }
  if (!named || field.kind !== "vector") return [...row];
  return Object.fromEntries(field.names.map((name, j) => [name, row[j]]));
}

function jsonOf(batch: Batch, named: boolean): string {
  const rows: Readonly<Record<string, FieldRow<Field>>> = rowOf(batch, 0);
  const entries = Object.entries(batch.fields).map(([name, field]) => [
    name,
    plain(field, rows[name], named),
  ]);
  return JSON.stringify(Object.fromEntries(entries), null, named ? 1 : 0);
}

Deno.test("readObservation() reads back any fields from JSON", () => {
  fc.assert(
    fc.property(oneOf(anyFields), fc.boolean(), (batch, named) => {
      assertEquals(read(batch.fields, jsonOf(batch, named)), { observation: batch, notes: [] });
    }),
    RUNS,
  );
});

/** A letter that is left out, put in, or written over. */
const typo = fc.record({
  at: fc.nat(),
  left: fc.nat(1),
  letter: fc.constantFrom("", "0", "1", "7", ".", "-", "e", ",", "[", "]", "{", "}", '"', " ", "a"),
});

/** All numbers in a value, in order; undefined if there is anything else. */
function numbersIn(value: unknown): number[] | undefined {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return undefined;
  const inner = Object.values(value).map(numbersIn);
  return inner.every((one) => one !== undefined) ? inner.flat() : undefined;
}

Deno.test("readObservation() reads JSON with any typing error as what it says, or refuses it", () => {
  let refused = 0, accepted = 0;
  fc.assert(
    fc.property(oneOf(anyFields), typo, (batch, { at, left, letter }) => {
      const text = jsonOf(batch, false), place = at % text.length;
      const wrong = text.slice(0, place) + letter + text.slice(place + left);
      let values: Readonly<Record<string, ArrayLike<number>>>;
      try {
        values = read(batch.fields, wrong).observation.values;
      } catch (error) {
        assert(error instanceof SyntaxError || error instanceof RangeError, `${error}`);
        assertMatch(error.message, /^Cannot read observation as .+: /s);
        refused++;
        return;
      }
      accepted++;
      const said: Readonly<Record<string, unknown>> = JSON.parse(wrong);
      assertEquals(Object.keys(said).sort(), Object.keys(batch.fields).sort());
      for (const [name, own] of Object.entries(values)) {
        const expected = numbersIn(said[name]);
        assert(expected !== undefined, wrong);
        const padded = Float32Array.from({ length: own.length }, (_, i) => expected[i] ?? 0);
        assertEquals(own, padded);
      }
    }),
    { ...RUNS, numRuns: 400 },
  );
  assert(refused > 100 && accepted > 20, `${refused} refused, ${accepted} read`);
});

/** A table of text: a line of names, and lines of cells. */
interface Table {
  readonly fields: Fields;
  readonly batch: Batch;
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

const transposed = (columns: readonly (readonly number[])[]) =>
  columns[0].map((_, i) => columns.map((column) => column[i]));

/** Vectors side by side, series of one length, or one set of vectors. */
const tables: fc.Arbitrary<Table> = fc.oneof(
  oneOf(fieldsOf(vectors)).filter(({ fields }) => {
    const all = Object.values(fields).flatMap((field) => "names" in field ? field.names : []);
    return new Set(all).size === all.length;
  }).map((batch) => ({
    names: Object.values(batch.fields).flatMap((field) => "names" in field ? field.names : []),
    rows: [Object.values(batch.values).flatMap((own) => [...own])],
    batch,
    fields: batch.fields,
  })),
  fc.integer({ min: 1, max: 6 }).chain((length) => oneOf(fieldsOf(seriesOf(fc.constant(length)))))
    .map((batch) => ({
      names: Object.keys(batch.fields),
      rows: transposed(Object.values(batch.values).map((own) => [...own])),
      batch,
      fields: batch.fields,
    })),
  oneOf(fieldsOf(vectors.map((of) => set(of, { most: 4 })), 1)).map((batch) => {
    const [[name, field]] = Object.entries(batch.fields);
    const names = field.kind === "set" && "names" in field.of ? field.of.names : [];
    const rows = Array.from(
      { length: batch.sizes![name][0] },
      (_, i) => [...batch.values[name].subarray(i * names.length, (i + 1) * names.length)],
    );
    return { names, rows, batch, fields: batch.fields };
  }),
);

const styles = fc.record({
  separator: fc.constantFrom(",", ";", "\t"),
  quote: fc.boolean(),
  end: fc.constantFrom("\n", "\r\n"),
  bom: fc.boolean(),
  comment: fc.boolean(),
});
type Style = typeof styles extends fc.Arbitrary<infer S> ? S : never;

/** A table as a spreadsheet writes it. */
function csvOf(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  { separator, quote, end, bom, comment }: Style,
): string {
  const cell = (text: string) =>
    quote || /[,;\t"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [names, ...rows].map((cells) => cells.map(cell).join(separator));
  const head = comment ? ["# made today", "", lines[0]] : [lines[0]];
  return (bom ? "\ufeff" : "") + [...head, ...lines.slice(1), ""].join(end);
}

const textOf = (rows: Table["rows"]) => rows.map((row) => row.map(String));

Deno.test("readObservation() reads back CSV, however it is written", () => {
  fc.assert(
    fc.property(tables, styles, fc.nat(), (table, style, turn) => {
      // Columns in another order, and one that is not used.
      const places = table.names.map((_, j) => (j + turn) % table.names.length);
      const names = ["not used", ...places.map((place) => table.names[place])];
      const rows = textOf(table.rows).map((row) => ["x", ...places.map((place) => row[place])]);
      assertEquals(read(table.fields, csvOf(names, rows, style)), {
        observation: table.batch,
        notes: ["ignored column not used"],
      });
    }),
    RUNS,
  );
});

Deno.test("readObservation() refuses a CSV file with a cell of something else, or reads that", () => {
  const cells = fc.oneof(
    fc.constantFrom("", "-", "NaN", "inf", "0x10", "1e", "1e999", "abc", "1 2", "--1", "1_0"),
    fc.string({ unit: fc.constantFrom(..."0123456789.eE+- ax"), maxLength: 5 }),
  );
  let refused = 0, accepted = 0;
  const filled = tables.filter(({ rows }) => rows.length > 0);
  fc.assert(
    fc.property(filled, styles, cells, fc.nat(), fc.nat(), (table, style, text, i, j) => {
      const row = i % table.rows.length, column = j % table.names.length;
      const rows = textOf(table.rows);
      rows[row][column] = text;
      const wrong = csvOf(table.names, rows, style);
      // An empty cell alone is an empty line, which says nothing.
      if (table.names.length === 1 && !style.quote && text.trim() === "") return;
      const value = csvNumber(style.quote ? text : text.trim());
      if (value === undefined) {
        const line = row + (style.comment ? 4 : 2);
        const words = `Cannot read observation as line ${line} must have a number as `;
        assertThrows(() => read(table.fields, wrong), SyntaxError, words);
        refused++;
        return;
      }
      const all = table.rows.map((own, at) => at === row ? own.with(column, value) : own);
      try {
        const { observation } = read(table.fields, wrong);
        assertEquals(numbersOf(observation, table), all.flat().map(Math.fround));
        accepted++;
      } catch (error) {
        // No event, or too large for single precision.
        assert(error instanceof RangeError, `${error}`);
        assert(Math.abs(value) > 3e38 || (value !== 0 && value !== 1), `${error}`);
      }
    }),
    { ...RUNS, numRuns: 300 },
  );
  assert(refused > 50 && accepted > 20, `${refused} refused, ${accepted} read`);
});

/** What a batch holds, in the order of a table's cells. */
function numbersOf(batch: Batch, { fields, rows, names }: Table): number[] {
  const own = Object.values(copyOf(batch).values);
  if (Object.values(fields).some(({ kind }) => kind === "series")) {
    return transposed(own.map((values) => [...values])).flat();
  }
  return own.flatMap((values) => [...values]).slice(0, rows.length * names.length);
}

Deno.test("readObservation() refuses a CSV file without a column, or with one twice", () => {
  fc.assert(
    fc.property(tables, styles, fc.nat(), (table, style, j) => {
      const place = j % table.names.length, rows = textOf(table.rows);
      const names = [...table.names, table.names[place]];
      const twice = csvOf(names, rows.map((row) => [...row, row[place]]), style);
      assertThrows(() => read(table.fields, twice), SyntaxError, "is there twice");
      const without = ["not used", ...table.names.toSpliced(place, 1)];
      const cells = rows.map((row) => ["x", ...row.toSpliced(place, 1)]);
      const words = `it must have a column "${table.names[place]}"`;
      assertThrows(() => read(table.fields, csvOf(without, cells, style)), SyntaxError, words);
    }),
    RUNS,
  );
});
