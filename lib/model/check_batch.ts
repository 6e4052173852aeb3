/**
 * The check of observations where they enter: whether they are of the fields that a simulator makes
 * and a network was trained for. An observation of another form would be given a wrong posterior
 * without an error.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import type { Batch } from "./batch.ts";
import { type Field, type Fields, fieldSize, fieldText, type SetField } from "./field.ts";

/** The share of a step by which a sample may stray, as times are often written with few digits. */
const TOLERANCE = 0.01;

/** Whether the fields hold the same numbers; units are words. */
function alike(a: Field, b: Field): boolean {
  if (a.kind === "vector") return b.kind === "vector" && a.names.join("\n") === b.names.join("\n");
  if (a.kind === "set") return b.kind === "set" && a.most === b.most && alike(a.of, b.of);
  return b.kind === "series" && a.length === b.length &&
    Math.abs(a.step - b.step) * a.length <= TOLERANCE * a.step;
}

/** Refuses an object that has not the names expected, or has others. */
function checkNames(action: string, what: string, names: readonly string[], found: object): void {
  const theirs = Object.keys(found);
  if (names.length === theirs.length && names.every((name) => theirs.includes(name))) return;
  throw new RangeError(
    `Cannot ${action} as observations.${what} must be ${names.join(", ") || "none"}: they are ${
      theirs.join(", ") || "none"
    }`,
  );
}

/**
 * Refuses fields of other names or shapes.
 *
 * @param action Names the work in an error.
 * @throws {RangeError} If they are not alike, naming the field.
 */
export function checkFields(action: string, expected: Fields, found: Fields): void {
  const names = Object.keys(expected);
  checkNames(action, "fields", names, found);
  for (const name of names) {
    if (alike(expected[name], found[name])) continue;
    throw new RangeError(
      `Cannot ${action} as observations.fields.${name} must be ${
        fieldText(expected[name])
      }: it is ${fieldText(found[name])}`,
    );
  }
}

/** Refuses sizes that a set can't have, and values beyond them. */
function checkSizes(
  action: string,
  name: string,
  field: SetField,
  values: Float32Array,
  sizes: Uint32Array | undefined,
  count: number,
): void {
  const { most } = field;
  if (!(sizes instanceof Uint32Array) || sizes.length !== count) {
    throw new RangeError(
      `Cannot ${action} as observations.sizes.${name} must be a Uint32Array of ${count} values: ` +
        (sizes ? `it has ${sizes.length}` : "there is none"),
    );
  }
  const size = fieldSize(field.of);
  sizes.forEach((taken, row) => {
    if (taken > most) {
      throw new RangeError(
        `Cannot ${action} as ${name} must have at most ${most} elements: observation ${row} has ${taken}`,
      );
    }
    const end = (row + 1) * most * size;
    const beyond = values.subarray(row * most * size + taken * size, end);
    const at = beyond.findIndex((value) => value !== 0);
    if (at >= 0) {
      throw new RangeError(
        `Cannot ${action} as ${name} must hold 0 beyond the ${taken} elements of observation ` +
          `${row}: it holds ${beyond[at]}`,
      );
    }
  });
}

/** Refuses values of another number or type, and those that no simulation has. */
function checkValues(
  action: string,
  name: string,
  field: Field,
  values: Float32Array,
  count: number,
): void {
  if (!(values instanceof Float32Array)) {
    throw new TypeError(
      `Cannot ${action} as observations.values.${name} must be a Float32Array: it is ` +
        Object.prototype.toString.call(values),
    );
  }
  const size = fieldSize(field);
  if (values.length !== count * size) {
    throw new RangeError(
      `Cannot ${action} as observations.values.${name} must have ${count} × ${size} values: it has ` +
        values.length,
    );
  }
  const inner = field.kind === "set" ? field.of : field;
  const binary = inner.kind === "series" && inner.binary;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (binary ? value === 0 || value === 1 : Number.isFinite(value)) continue;
    const unit = field.kind === "series" ? "sample" : "value";
    throw new RangeError(
      `Cannot ${action} as ${name} must be ${binary ? "0 or 1" : "finite"}: ${unit} ${
        at % size
      } of observation ${Math.floor(at / size)} is ${value}`,
    );
  }
}

/**
 * Refuses observations that are not of the fields expected, or have values that no simulation has.
 * One pass over the values.
 *
 * @param action Names the work in an error: "Cannot sample posterior as …".
 * @throws {TypeError} If values are not in single precision.
 * @throws {RangeError} If they are not of these fields, naming the observation, the field and the
 * sample.
 *
 * @example Usage
 * ```ts
 * import { seriesBatch } from "./batch.ts";
 * import { checkBatch } from "./check_batch.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const good = seriesBatch({ voltage: Float32Array.of(-70, -69) }, { count: 1, step: 0.2 });
 * const bad = { ...good, values: { voltage: Float32Array.of(-70, NaN) } };
 * assertThrows(
 *   () => checkBatch("sample posterior", good.fields, bad),
 *   RangeError,
 *   "Cannot sample posterior as voltage must be finite: sample 1 of observation 0 is NaN",
 * );
 * ```
 */
export function checkBatch<X extends Fields>(
  action: string,
  fields: X,
  { fields: theirs, count, values, sizes = {} }: Batch<X>,
): void {
  integer(action, "observations.count", count, 0);
  checkFields(action, fields, theirs);
  checkNames(action, "values", Object.keys(fields), values);
  const all: Partial<typeof sizes> = sizes;
  for (const [name, field] of Object.entries(fields)) {
    checkValues(action, name, field, values[name], count);
    if (field.kind === "set") checkSizes(action, name, field, values[name], all[name], count);
  }
}
