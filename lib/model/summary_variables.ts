/**
 * Summary variables: the numbers about an observation that a summary network is fed with.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import type { Fields } from "./field.ts";
import type { Batch } from "./batch.ts";

/** A deterministic view of one observation as an array of fixed shape. */
export interface SummaryVariables<X extends Fields = Fields> {
  /** The shape of one observation's array: [K] for statistics, [T, C] for a time series. */
  readonly shape: readonly number[];
  /** The names of the last axis; of a flat row of parts, of all their last axes. */
  readonly names: readonly string[];
  /** The parts of a flat row, one after another. */
  readonly parts?: readonly SummaryVariables<X>[];
  /**
   * Whether the last name is a mark, 1 in rows of the last axis that are there, and 0 in those that
   * are not, such as the free places of a set. Marks keep their values in standard units; rows that
   * are not there hold 0, and count in no mean or sd. Not if not given.
   */
  readonly marked?: boolean;
  /**
   * So many of the last names are codes, whole numbers that each name a bin, or −1 for none: they
   * keep their values, and count in no mean or sd. Rows whose first code is −1 are not there, and
   * count in none either. None if not given.
   */
  readonly codes?: number;
  /** Writes observation `row` into `out`, row-major, from `offset` on. */
  write(observations: Batch<X>, row: number, out: Float32Array, offset: number): void;
  /** A faster way to all rows, where there is one: what `write` gives for each, bit for bit. */
  writeRows?(observations: Batch<X>, out: Float32Array, offset: number): void;
}

/** The place in `names` of each value of one observation: values of a name have one mean and sd. */
export function nameIndices<X extends Fields>(
  variables: SummaryVariables<X>,
): Uint32Array {
  const { names, parts } = variables;
  if (!parts) {
    return Uint32Array.from({ length: elements(variables.shape) }, (_, i) => i % names.length);
  }
  let before = 0;
  return Uint32Array.from(parts.flatMap((part) => {
    const start = before;
    before += part.names.length;
    return Array.from(nameIndices(part), (index) => start + index);
  }));
}

/**
 * Whether each name keeps its values in standard units: marks and codes do.
 *
 * @example Usage
 * ```ts
 * import { keptNames, timeSeriesOf } from "./summary_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const coded = { ...timeSeriesOf(["voltage", "since"], 1000), codes: 1 };
 * assertEquals(keptNames(coded), [false, true]);
 * ```
 */
export function keptNames<X extends Fields>(variables: SummaryVariables<X>): boolean[] {
  const { names: { length }, parts, marked = false, codes = 0 } = variables;
  if (parts) return parts.flatMap(keptNames);
  return Array.from({ length }, (_, i) => i >= length - Math.max(codes, Number(marked)));
}

/** For each value of one observation, what says whether its row of the last axis is there. */
export interface Presence {
  /** How far behind the value that number stands; −1 if there is none, and every row is there. */
  readonly behind: Int32Array;
  /** The row is there if that number is above this: a mark above 0, a code above −1. */
  readonly above: Float32Array;
}

/**
 * What says of each value of one observation whether its row is there: a mark, or the first code.
 *
 * @example Usage
 * ```ts
 * import { presenceOf, timeSeriesOf } from "./summary_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const coded = { ...timeSeriesOf(["voltage", "since"], 2), codes: 1 };
 * assertEquals([...presenceOf(coded).behind], [1, 0, 1, 0]); // the code is next to the voltage
 * ```
 */
export function presenceOf<X extends Fields>(variables: SummaryVariables<X>): Presence {
  const { names: { length: width }, parts, marked = false, codes = 0 } = variables;
  if (parts) {
    const all = parts.map(presenceOf);
    return {
      behind: Int32Array.from(all.flatMap(({ behind }) => [...behind])),
      above: Float32Array.from(all.flatMap(({ above }) => [...above])),
    };
  }
  const size = elements(variables.shape), from = width - Math.max(codes, 1);
  const named = marked || codes > 0;
  return {
    behind: Int32Array.from({ length: size }, (_, i) => named ? Math.max(from - i % width, 0) : -1),
    above: new Float32Array(size).fill(codes > 0 ? -1 : 0),
  };
}

/**
 * All observations' summary variables, [count, ...shape] row-major.
 *
 * @example Usage
 * ```ts
 * import { summarise, timeSeriesOf } from "./summary_variables.ts";
 * import { seriesBatch } from "./batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ x: Float32Array.of(1, 2) }, { count: 1, step: 1 });
 * assertEquals([...summarise(timeSeriesOf(["x"], 2), batch)], [1, 2]);
 * ```
 */
export function summarise<X extends Fields>(
  variables: SummaryVariables<X>,
  observations: Batch<X>,
): Float32Array {
  const size = elements(variables.shape);
  const out = new Float32Array(observations.count * size);
  if (variables.writeRows) {
    variables.writeRows(observations, out, 0);
    return out;
  }
  for (let i = 0; i < observations.count; i++) variables.write(observations, i, out, i * size);
  return out;
}

/**
 * Series of equal length themselves, as a time series [T, C].
 *
 * @example Usage
 * ```ts
 * import { timeSeriesOf } from "./summary_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(timeSeriesOf(["voltage", "spikes"], 1000).shape, [1000, 2]);
 * ```
 */
export function timeSeriesOf<X extends Fields>(
  names: readonly (keyof X & string)[],
  steps: number,
): SummaryVariables<X> {
  const width = names.length;
  return {
    shape: [steps, width],
    names,
    write(observations, row, out, offset) {
      names.forEach((name, c) => {
        const values = observations.values[name];
        for (let k = 0; k < steps; k++) out[offset + k * width + c] = values[row * steps + k];
      });
    },
  };
}

/**
 * Several views of an observation in one flat row, one after another.
 *
 * @example Usage
 * ```ts
 * import { beside, nameIndices, timeSeriesOf } from "./summary_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const both = beside([timeSeriesOf(["voltage", "spikes"], 2), timeSeriesOf(["voltage"], 3)]);
 * assertEquals(both.shape, [7]);
 * assertEquals([...nameIndices(both)], [0, 1, 0, 1, 2, 2, 2]);
 * ```
 */
export function beside<X extends Fields>(
  parts: readonly SummaryVariables<X>[],
): SummaryVariables<X> {
  const sizes = parts.map(({ shape }) => elements(shape));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    shape: [total],
    names: parts.flatMap(({ names }) => names),
    parts,
    write(observations, row, out, offset) {
      let start = offset;
      parts.forEach((part, i) => {
        part.write(observations, row, out, start);
        start += sizes[i];
      });
    },
    writeRows(observations, out, offset) {
      let start = offset;
      parts.forEach((part, i) => {
        const rows = summarise(part, observations);
        for (let row = 0; row < observations.count; row++) {
          const values = rows.subarray(row * sizes[i], (row + 1) * sizes[i]);
          out.set(values, start + row * total);
        }
        start += sizes[i];
      });
    },
  };
}
