/**
 * Named matrices: rows are draws, columns are parameters.
 *
 * @module
 */
import { between } from "./check.ts";

/** `count` draws of named parameters. */
export interface Draws<Name extends string = string> {
  /** The parameters, in the order of the columns. */
  readonly names: readonly Name[];
  /** Number of draws. */
  readonly count: number;
  /** Row-major, [count, names.length], in physical units. */
  readonly values: Float64Array;
}

/** `count` posterior draws for each of `datasets` observations. */
export interface PosteriorDraws<Name extends string = string> {
  /** The parameters, in the order of the columns. */
  readonly names: readonly Name[];
  /** Number of observations. */
  readonly datasets: number;
  /** Number of draws for each. */
  readonly count: number;
  /** Row-major, [datasets, count, names.length], in physical units. */
  readonly values: Float64Array;
}

/** One row of {@linkcode Draws}, by name. */
export type Theta<Name extends string> = Readonly<Record<Name, number>>;

/**
 * Rows written as records.
 *
 * @example Usage
 * ```ts
 * import { drawsOf } from "./draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { values } = drawsOf(["tau_m", "g_L"], [{ g_L: 9, tau_m: 10 }]);
 * assertEquals([...values], [10, 9]);
 * ```
 */
export function drawsOf<const Name extends string>(
  names: readonly Name[],
  rows: readonly Theta<NoInfer<Name>>[],
): Draws<Name> {
  const values = Float64Array.from(rows.flatMap((row) => names.map((name) => row[name])));
  return { names, count: rows.length, values };
}

/**
 * One column, copied.
 *
 * @throws {RangeError} If there is no such column.
 *
 * @example Usage
 * ```ts
 * import { column } from "./draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draws = { names: ["tau_m", "g_L"] as const, count: 2, values: Float64Array.of(10, 9, 12, 11) };
 * assertEquals([...column(draws, "g_L")], [9, 11]);
 * ```
 */
export function column<Name extends string>(
  draws: Draws<Name>,
  name: NoInfer<Name>,
): Float64Array {
  const j = draws.names.indexOf(name);
  if (j < 0) {
    throw new RangeError(
      `Cannot read column "${name}" as the columns are ${draws.names.join(", ")}`,
    );
  }
  const dim = draws.names.length;
  return Float64Array.from({ length: draws.count }, (_, i) => draws.values[i * dim + j]);
}

/**
 * One row as a record.
 *
 * @example Usage
 * ```ts
 * import { drawsOf, row } from "./draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draws = drawsOf(["tau_m", "g_L"], [{ tau_m: 10, g_L: 9 }, { tau_m: 12, g_L: 11 }]);
 * assertEquals(row(draws, 1), { tau_m: 12, g_L: 11 });
 * ```
 */
export function row<Name extends string>(draws: Draws<Name>, index: number): Theta<Name> {
  if (!(Number.isInteger(index) && index >= 0 && index < draws.count)) {
    throw new RangeError(
      `Cannot read row as index must be an integer in [0, ${draws.count}): current value is ${index}`,
    );
  }
  const dim = draws.names.length;
  return Object.fromEntries(
    draws.names.map((name, j) => [name, draws.values[index * dim + j]]),
  ) as Theta<Name>;
}

/**
 * A number for each row, such as a quantity that follows from the parameters.
 *
 * @example Usage
 * ```ts
 * import { drawsOf, mapRows } from "./draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draws = drawsOf(["E_L", "g_L"], [{ E_L: -70, g_L: 10 }, { E_L: -72, g_L: 8 }]);
 * assertEquals([...mapRows(draws, ({ E_L, g_L }) => E_L + 200 / g_L)], [-50, -47]);
 * ```
 */
export function mapRows<Name extends string>(
  draws: Draws<Name>,
  f: (theta: Theta<Name>) => number,
): Float64Array {
  return Float64Array.from({ length: draws.count }, (_, i) => f(row(draws, i)));
}

/** The rows listed, in that order. */
export function take<Name extends string>(
  draws: Draws<Name>,
  rows: ArrayLike<number>,
): Draws<Name> {
  const dim = draws.names.length;
  const values = new Float64Array(rows.length * dim);
  for (let i = 0; i < rows.length; i++) {
    values.set(draws.values.subarray(rows[i] * dim, (rows[i] + 1) * dim), i * dim);
  }
  return { names: draws.names, count: rows.length, values };
}

/**
 * The first `count` rows, without copying.
 *
 * @throws {RangeError} If there are not so many.
 *
 * @example Usage
 * ```ts
 * import { drawsOf, first } from "./draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draws = drawsOf(["tau_m", "g_L"], [{ tau_m: 10, g_L: 9 }, { tau_m: 12, g_L: 11 }]);
 * assertEquals([...first(draws, 1).values], [10, 9]);
 * ```
 */
export function first<Name extends string>(draws: Draws<Name>, count: number): Draws<Name> {
  between("take first rows", "count", count, [0, draws.count]);
  return {
    names: draws.names,
    count,
    values: draws.values.subarray(0, count * draws.names.length),
  };
}

/**
 * The draws for one recording, without copying.
 *
 * @example Usage
 * ```ts
 * import { dataset, drawsOf, stack } from "./draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [one, other] = [10, 12].map((tau_m) => drawsOf(["tau_m"], [{ tau_m }]));
 * assertEquals(dataset(stack([one, other]), 1), other);
 * ```
 */
export function dataset<Name extends string>(
  draws: PosteriorDraws<Name>,
  index: number,
): Draws<Name> {
  if (!(Number.isInteger(index) && index >= 0 && index < draws.datasets)) {
    throw new RangeError(
      `Cannot read data set as index must be an integer in [0, ${draws.datasets}): current value is ${index}`,
    );
  }
  const size = draws.count * draws.names.length;
  return {
    names: draws.names,
    count: draws.count,
    values: draws.values.subarray(index * size, (index + 1) * size),
  };
}

/**
 * The draws for several recordings as one set: the inverse of {@linkcode dataset}.
 *
 * @throws {RangeError} If there are none, or they differ in names or count.
 *
 * @example Usage
 * ```ts
 * import { dataset, stack } from "./draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const one = { names: ["tau_m"] as const, count: 2, values: Float64Array.of(9, 10) };
 * const other = { ...one, values: Float64Array.of(11, 12) };
 * assertEquals(dataset(stack([one, other]), 1), other);
 * ```
 */
export function stack<Name extends string>(all: readonly Draws<Name>[]): PosteriorDraws<Name> {
  if (all.length === 0) {
    throw new RangeError("Cannot stack draws as there must be some: none given");
  }
  const [{ names, count }] = all;
  const size = names.length * count;
  const values = new Float64Array(all.length * size);
  all.forEach((draws, i) => {
    if (draws.names.join() !== names.join() || draws.count !== count) {
      throw new RangeError(
        `Cannot stack draws as all must be ${count} of ${names.join(", ")}: number ${i} is ` +
          `${draws.count} of ${draws.names.join(", ")}`,
      );
    }
    values.set(draws.values, i * size);
  });
  return { names, datasets: all.length, count, values };
}
