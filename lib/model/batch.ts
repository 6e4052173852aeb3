/**
 * Batches: observations of the same fields, side by side in one array a field.
 *
 * @module
 */
import { between, integer, ofLength } from "../core/check.ts";
import {
  type Field,
  type Fields,
  fieldSize,
  series,
  type SeriesField,
  type SeriesOptions,
  type SetField,
} from "./field.ts";

/** `count` observations. */
export interface Batch<X extends Fields = Fields> {
  /** What an observation consists of. */
  readonly fields: X;
  /** Number of observations. */
  readonly count: number;
  /** Row-major, [count, {@linkcode fieldSize}] a field. */
  readonly values: { readonly [Name in keyof X]: Float32Array };
  /**
   * For each field that is a set, how many elements each observation has, [count]; its further places
   * hold 0. Absent where no field is one.
   */
  readonly sizes?: Readonly<Record<string, Uint32Array>>;
}

/** A set of one observation. */
export interface SetRow {
  /** All its places, [most, …], row-major. */
  readonly values: Float32Array;
  /** How many of them are taken, from the first on. */
  size: number;
}

/** One field of one observation. */
export type FieldRow<F extends Field> = F extends SetField ? SetRow : Float32Array;

/** One observation, field by field: views of a batch, to be read or written. */
export type Row<X extends Fields> = { readonly [Name in keyof X]: FieldRow<X[Name]> };

const setsOf = (fields: Fields): [string, SetField][] =>
  Object.entries(fields).flatMap(([name, field]) => field.kind === "set" ? [[name, field]] : []);

/** The arrays of sizes that a batch of these fields needs, made by `make`. */
function sizesBy(fields: Fields, make: (name: string) => Uint32Array): Pick<Batch, "sizes"> {
  const sets = setsOf(fields);
  if (sets.length === 0) return {};
  return { sizes: Object.fromEntries(sets.map(([name]) => [name, make(name)])) };
}

/** The sizes of a set in a batch, which must have one an observation. */
function sizesOf({ sizes, count }: Pick<Batch, "sizes" | "count">, name: string): Uint32Array {
  if (!sizes || !Object.hasOwn(sizes, name)) {
    throw new RangeError(`Cannot read batch as it must have sizes.${name}: there is none`);
  }
  ofLength("read batch", `sizes.${name}`, sizes[name], count);
  return sizes[name];
}

function valuesBy<X extends Fields>(fields: X, make: (name: string, size: number) => Float32Array) {
  const entries = Object.entries(fields).map(([name, field]) => [
    name,
    make(name, fieldSize(field)),
  ]);
  return Object.fromEntries(entries) as Batch<X>["values"];
}

/** Room for `count` observations, filled with 0, every set empty. */
export function blankBatch<X extends Fields>(fields: X, count: number): Batch<X> {
  return {
    fields,
    count,
    values: valuesBy(fields, (_, size) => new Float32Array(count * size)),
    ...sizesBy(fields, () => new Uint32Array(count)),
  };
}

/** The part of a batch from observation `from` up to `to`, without copying. */
function cut<X extends Fields>(batch: Batch<X>, from: number, to: number): Batch<X> {
  const { fields, count, values } = batch;
  return {
    fields,
    count: to - from,
    values: valuesBy(fields, (name, size) => {
      ofLength("read observation", `values.${name}`, values[name], count * size);
      return values[name].subarray(from * size, to * size);
    }),
    ...sizesBy(fields, (name) => sizesOf(batch, name).subarray(from, to)),
  };
}

/** Refuses an index that no observation has. */
function checkIndex({ count }: Pick<Batch, "count">, index: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new RangeError(
    `Cannot read observation as index must be an integer in [0, ${count}): current value is ${index}`,
  );
}

/**
 * Observation `index`, without copying.
 *
 * @throws {RangeError} If there is none of that number, or a field has not all values.
 *
 * @example Usage
 * ```ts
 * import { observation, seriesBatch } from "./batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ x: Float32Array.of(1, 2, 3, 4) }, { count: 2, step: 1 });
 * assertEquals([...observation(batch, 1).values.x], [3, 4]);
 * ```
 */
export function observation<X extends Fields>(batch: Batch<X>, index: number): Batch<X> {
  checkIndex(batch, index);
  return cut(batch, index, index + 1);
}

/**
 * The first `count` observations, without copying.
 *
 * @throws {RangeError} If there are not so many, or count is no whole number.
 */
export function firstObservations<X extends Fields>(batch: Batch<X>, count: number): Batch<X> {
  integer("take first observations", "count", count, 0);
  between("take first observations", "count", count, [0, batch.count]);
  return cut(batch, 0, count);
}

/** Copies one field of an observation to the same field of another. */
export function copyField(from: FieldRow<Field>, into: FieldRow<Field>): void {
  if (from instanceof Float32Array && into instanceof Float32Array) into.set(from);
  else if (!(from instanceof Float32Array) && !(into instanceof Float32Array)) {
    into.values.set(from.values);
    into.size = from.size;
  }
}

/**
 * Copies observation `row` of a batch to the place `at` of another of the same fields.
 *
 * @throws {RangeError} If one of them has not so many observations.
 */
export function copyObservation<X extends Fields>(
  from: Batch<X>,
  row: number,
  into: Batch<X>,
  at: number,
): void {
  const one = observation(from, row);
  checkIndex(into, at);
  for (const [name, field] of Object.entries(from.fields)) {
    into.values[name].set(one.values[name], at * fieldSize(field));
  }
  for (const [name] of setsOf(from.fields)) sizesOf(into, name)[at] = sizesOf(one, name)[0];
}

/**
 * The observations listed, in that order, copied.
 *
 * @throws {RangeError} If there is no observation of a number.
 *
 * @example Usage
 * ```ts
 * import { observationsOf, seriesBatch } from "./batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ x: Float32Array.of(1, 2, 3) }, { count: 3, step: 1 });
 * assertEquals([...observationsOf(batch, [2, 0]).values.x], [3, 1]);
 * ```
 */
export function observationsOf<X extends Fields>(
  batch: Batch<X>,
  rows: readonly number[],
): Batch<X> {
  const out = blankBatch(batch.fields, rows.length);
  rows.forEach((row, at) => copyObservation(batch, row, out, at));
  return out;
}

/**
 * Observation `index` as a row of views: what is written there is written into the batch.
 *
 * @throws {RangeError} If there is none of that number.
 *
 * @example Usage
 * ```ts
 * import { rowOf, seriesBatch } from "./batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ x: Float32Array.of(1, 2, 3, 4) }, { count: 2, step: 1 });
 * assertEquals([...rowOf(batch, 1).x], [3, 4]);
 * ```
 */
export function rowOf<X extends Fields>(batch: Batch<X>, index: number): Row<X> {
  checkIndex(batch, index);
  const entries = Object.entries(batch.fields).map(([name, field]) => {
    const size = fieldSize(field);
    const values = batch.values[name].subarray(index * size, (index + 1) * size);
    if (field.kind !== "set") return [name, values];
    const own = sizesOf(batch, name);
    return [name, {
      values,
      get size() {
        return own[index];
      },
      set size(count: number) {
        integer("write set", `${name}.size`, count, 0);
        between("write set", `${name}.size`, count, [0, field.most]);
        own[index] = count;
      },
    }];
  });
  return Object.fromEntries(entries) as Row<X>;
}

/**
 * A batch of series on one grid.
 *
 * @param grid Of each series, unless it says otherwise; their length is found from `count`.
 * @throws {RangeError} If count is not an integer of at least 1, there is no series, or one has not `count` times the length of the first.
 *
 * @example Usage
 * ```ts
 * import { observation, seriesBatch } from "./batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const two = seriesBatch({ voltage: Float32Array.of(-70, -69, -71, -72) }, { count: 2, step: 0.2 });
 * assertEquals([...observation(two, 1).values.voltage], [-71, -72]);
 * ```
 */
export function seriesBatch<Name extends string>(
  values: Readonly<Record<Name, Float32Array>>,
  { count, ...grid }:
    & { readonly count: number }
    & Omit<SeriesOptions, "length" | "binary">,
): Batch<Readonly<Record<Name, SeriesField>>> {
  const names = Object.keys(values) as Name[];
  integer("make batch", "count", count, 1);
  integer("make batch", "number of series", names.length, 1);
  const length = values[names[0]].length / count;
  for (const name of names) ofLength("make batch", name, values[name], count * length);
  const entries = names.map((name) => [name, series({ ...grid, length })]);
  return { fields: Object.fromEntries(entries), count, values };
}
