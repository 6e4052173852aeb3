/**
 * Fields: what one observation consists of, by name. A field is a vector of named numbers, a series
 * of samples at equal steps, or a set of either, in no order and of any size up to a most.
 *
 * @module
 */
import { integer, positive, repeated } from "../core/check.ts";

/** Numbers with names of their own. */
export interface VectorField {
  /** The kind of the field. */
  readonly kind: "vector";
  /** One for each number, all different. */
  readonly names: readonly string[];
}

/** Samples at equal steps. */
export interface SeriesField {
  /** The kind of the field. */
  readonly kind: "series";
  /** The number of samples. */
  readonly length: number;
  /** The distance between two samples, in `stepUnit`. */
  readonly step: number;
  /** Of the values, such as "mV"; empty if they have none. */
  readonly unit: string;
  /** Of the step, such as "ms"; empty if it has none. */
  readonly stepUnit: string;
  /** Whether every value is 0 or 1, as of events. */
  readonly binary: boolean;
}

/** Up to `most` vectors or series, in no order. */
export interface SetField<Of extends VectorField | SeriesField = VectorField | SeriesField> {
  /** The kind of the field. */
  readonly kind: "set";
  /** What each element is. */
  readonly of: Of;
  /** Number of elements at most. */
  readonly most: number;
}

/** What a name stands for in an observation. */
export type Field = VectorField | SeriesField | SetField;

/** All fields of an observation, by name. */
export type Fields = Readonly<Record<string, Field>>;

/**
 * A vector of named numbers.
 *
 * @throws {RangeError} If there is none, or a name is there twice.
 *
 * @example Usage
 * ```ts
 * import { fieldSize, vector } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fieldSize(vector(["x", "y"])), 2);
 * ```
 */
export function vector(names: readonly string[]): VectorField {
  integer("make vector field", "names.length", names.length, 1);
  const twice = repeated(names);
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot make vector field as every name must be there once: "${twice}" is there twice`,
    );
  }
  return Object.freeze({ kind: "vector", names: Object.freeze([...names]) });
}

/** A series as it is declared: what has no unit, or is not binary, need not say so. */
export type SeriesOptions =
  & Pick<SeriesField, "length" | "step">
  & Partial<Pick<SeriesField, "unit" | "stepUnit" | "binary">>;

/**
 * A series of samples at equal steps.
 *
 * @throws {RangeError} If length is not an integer of at least 1, or step is not > 0.
 *
 * @example Usage
 * ```ts
 * import { series, timesOf } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const voltage = series({ length: 3, step: 0.5, unit: "mV", stepUnit: "ms" });
 * assertEquals([...timesOf(voltage)], [0, 0.5, 1]);
 * ```
 */
export function series(
  { length, step, unit = "", stepUnit = "", binary = false }: SeriesOptions,
): SeriesField {
  integer("make series field", "length", length, 1);
  positive("make series field", "step", step);
  return Object.freeze({ kind: "series", length, step, unit, stepUnit, binary });
}

/**
 * A set of up to `most` vectors or series.
 *
 * @throws {RangeError} If most is not an integer of at least 1.
 *
 * @example Usage
 * ```ts
 * import { fieldSize, set, vector } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fieldSize(set(vector(["x", "y"]), { most: 50 })), 100);
 * ```
 */
export function set<Of extends VectorField | SeriesField>(
  of: Of,
  { most }: { readonly most: number },
): SetField<Of> {
  integer("make set field", "most", most, 1);
  return Object.freeze({ kind: "set", of, most });
}

/**
 * How many numbers one observation holds in a field: of a set, those of all its places.
 *
 * @example Usage
 * ```ts
 * import { fieldSize, series, set, vector } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fieldSize(vector(["x", "y"])), 2);
 * assertEquals(fieldSize(series({ length: 1000, step: 0.2 })), 1000);
 * assertEquals(fieldSize(set(vector(["x", "y"]), { most: 50 })), 100);
 * ```
 */
export function fieldSize(field: Field): number {
  if (field.kind === "vector") return field.names.length;
  return field.kind === "series" ? field.length : field.most * fieldSize(field.of);
}

/** How many numbers one observation holds in all of its fields. */
export function observationSize(fields: Fields): number {
  return Object.values(fields).reduce((sum, field) => sum + fieldSize(field), 0);
}

/** A field in words, such as "a series of 1000 samples, 0.2 ms apart". */
export function fieldText(field: Field): string {
  if (field.kind === "vector") return `a vector of ${field.names.join(", ")}`;
  if (field.kind === "set") return `a set of at most ${field.most}, each ${fieldText(field.of)}`;
  const step = [Number(field.step.toPrecision(6)), field.stepUnit].join(" ").trim();
  return `a series of ${field.length} samples, ${step} apart`;
}

/**
 * The time of each sample of a series, in its stepUnit, from 0 on.
 *
 * @example Usage
 * ```ts
 * import { timesOf } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...timesOf({ length: 3, step: 0.5 })], [0, 0.5, 1]);
 * ```
 */
export function timesOf({ length, step }: Pick<SeriesField, "length" | "step">): Float64Array {
  return Float64Array.from({ length }, (_, k) => k * step);
}
