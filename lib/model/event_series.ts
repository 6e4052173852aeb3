/**
 * Series as seen from their events: each sample has, beside its values, the bins of time since the
 * last event and until the next one. After an event many systems start anew, so samples in one bin
 * are alike, whichever event they follow.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import type { Batch } from "./batch.ts";
import type { Field, Fields, SeriesField } from "./field.ts";
import type { SummaryVariables } from "./summary_variables.ts";

/** What is read of an observation. */
export interface EventSeriesOptions<X extends Fields> {
  /** The fields that are read, series on one grid or sets of as many of them. */
  readonly series: readonly (keyof X & string)[];
  /** The field of events, which are 1 among 0. Without it time is counted from the start alone. */
  readonly events?: keyof X & string;
  /**
   * The field that says which samples are there, 1, and which are not, 0: these repeat the last
   * value before them, or the first if there is none, and are in no bin. Default: all are there.
   */
  readonly present?: keyof X & string;
  /** Samples after an event that belong to it, such as a refractory time. Default 0. */
  readonly dead?: number;
}

/** Series with the bins of their samples, [T, C + clocks] or, of sets, [most, T, C + clocks]. */
export interface EventSeries<X extends Fields> extends SummaryVariables<X> {
  /** The number of clocks, which are the last columns; a code below 0 is no bin. */
  readonly codes: number;
  /** Codes are 0 … bins − 1. */
  readonly bins: number;
}

/** From one edge to the next, a bin grows to so many times its start. */
const GROWTH = 1.4;
/** The approach to an event is told apart up to this share of the series. */
const APPROACH = 0.1;

/** The first samples of bins that grow geometrically, and the end of the last one, ≥ length. */
function edgesTo(length: number): number[] {
  const edges = [0];
  for (let edge = 0; edge < length;) {
    edge = Math.max(edge + 1, Math.ceil(GROWTH * edge));
    edges.push(edge);
  }
  return edges;
}

/** The bin of each number of samples below `length`; from the last edge on, all are one more bin. */
function binsTo(
  reach: number,
  length: number,
): { readonly of: Int32Array; readonly count: number } {
  const edges = edgesTo(reach);
  const of = new Int32Array(length).fill(edges.length - 1);
  for (let bin = 0; bin + 1 < edges.length; bin++) of.fill(bin, edges[bin], edges[bin + 1]);
  return { of, count: of[length - 1] + 1 };
}

/** The series that a field is or is a set of, and how many it has at most. */
function seriesIn<X extends Fields>(fields: X, name: keyof X & string) {
  const field: Field | undefined = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const most = field?.kind === "set" ? field.most : undefined;
  const series = field?.kind === "set" ? field.of : field;
  if (series?.kind === "series") return { series, most };
  throw new RangeError(
    `Cannot read event series as "${name}" must be a series or a set of them: it is ` +
      (field
        ? `a ${field.kind}${field.kind === "set" ? ` of ${field.of.kind}s` : ""}`
        : "no field"),
  );
}

/** The grid of all these fields, which must have one. */
function gridOf<X extends Fields>(
  fields: X,
  names: readonly (keyof X & string)[],
): { readonly series: SeriesField; readonly most: number | undefined } {
  integer("read event series", "series.length", names.length, 1);
  const [first, ...others] = names.map((name) => seriesIn(fields, name));
  others.forEach(({ series, most }, i) => {
    const { length, step } = first.series;
    if (series.length === length && series.step === step && most === first.most) return;
    throw new RangeError(
      `Cannot read event series as all must be on the grid of "${names[0]}", ${length} samples ` +
        `${step} apart${first.most === undefined ? "" : `, in sets of at most ${first.most}`}: ` +
        `"${names[i + 1]}" has ${series.length} samples ${series.step} apart` +
        (most === undefined ? "" : `, in sets of at most ${most}`),
    );
  });
  return first;
}

/**
 * Summary variables for {@linkcode ../networks/event_pooling.ts | eventPooling}: the series, and
 * codes. The first clock runs from the start to the first event in bins of its own, then from each
 * event on, whose dead time is one bin; the second clock runs to the next event. Sweeps of a set that
 * are not there are in no bin.
 *
 * @throws {RangeError} If a name is of no series, or they are not on one grid.
 *
 * @example Usage
 * ```ts
 * import { eventSeries } from "./event_series.ts";
 * import { summarise } from "./summary_variables.ts";
 * import { series } from "./field.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const grid = { length: 5, step: 1 };
 * const fields = { v: series(grid), spikes: series({ ...grid, binary: true }) };
 * const values = { v: Float32Array.of(1, 2, 3, 4, 5), spikes: Float32Array.of(0, 0, 1, 0, 0) };
 * const seen = eventSeries(fields, { series: ["v"], events: "spikes" });
 * const rows = summarise(seen, { fields, count: 1, values });
 * assertEquals([...rows].filter((_, i) => i % 3 === 1), [0, 1, 8, 4, 5]); // since: start, event
 * ```
 */
export function eventSeries<X extends Fields>(
  fields: X,
  { series: names, events, present, dead = 0 }: EventSeriesOptions<X>,
): EventSeries<X> {
  integer("read event series", "dead", dead, 0);
  const all = [...names, ...events === undefined ? [] : [events], ...present ? [present] : []];
  const { series: { length }, most } = gridOf(fields, all);
  const since = binsTo(length, length);
  const until = binsTo(Math.ceil(APPROACH * length), length);
  const held = 2 * since.count, ahead = held + 1; // the dead time's bin, and the first until an event
  const clocks = events === undefined ? 1 : 2;
  const width = names.length + clocks;

  /** The codes of the series whose samples begin at `start` in the fields, into rows at `to`. */
  function writeCodes(values: Batch<X>["values"], start: number, out: Float32Array, to: number) {
    const spikes = events && values[events], there = present && values[present];
    const first = to + names.length;
    let last = -1;
    for (let k = 0; k < length; k++) {
      if (spikes && spikes[start + k] > 0) last = k;
      const steps = k - last - dead - 1;
      const code = last < 0 ? since.of[k] : steps < 0 ? held : since.count + since.of[steps];
      out[first + k * width] = !there || there[start + k] > 0 ? code : -1;
    }
    if (!spikes) return;
    let next = Infinity;
    for (let k = length - 1; k >= 0; k--) {
      const own = out[first + k * width];
      const code = ahead + until.of[Math.min(next - k, length) - 1];
      out[first + 1 + k * width] = own < 0 || own === held ? -1 : code;
      if (spikes[start + k] > 0) next = k;
    }
  }

  function writeSeries(values: Batch<X>["values"], start: number, out: Float32Array, to: number) {
    writeCodes(values, start, out, to);
    const codes = to + names.length;
    let first = 0;
    while (first < length - 1 && out[codes + first * width] < 0) first++; // the first that is there
    names.forEach((name, c) => {
      const samples = values[name];
      for (let k = 0, known = first; k < length; k++) {
        if (out[codes + k * width] >= 0) known = k;
        out[to + k * width + c] = samples[start + known];
      }
    });
  }

  /** The number of sweeps of an observation, which is that of each field. */
  function takenOf(sizes: NonNullable<Batch<X>["sizes"]>, row: number): number {
    const other = all.find((name) => sizes[name][row] !== sizes[all[0]][row]);
    if (other === undefined) return sizes[all[0]][row];
    throw new RangeError(
      `Cannot read event series as each field must have as many sweeps: observation ${row} has ` +
        `${sizes[all[0]][row]} of ${all[0]} and ${sizes[other][row]} of ${other}`,
    );
  }

  return {
    shape: most === undefined ? [length, width] : [most, length, width],
    names: [...names, "since", "until"].slice(0, width),
    codes: clocks,
    bins: events === undefined ? since.count : ahead + until.count,
    write({ values, sizes = {} }, row, out, offset) {
      const places = most ?? 1, size = length * width;
      const taken = most === undefined ? 1 : takenOf(sizes, row);
      for (let place = 0; place < places; place++) {
        const start = (row * places + place) * length, to = offset + place * size;
        if (place < taken) writeSeries(values, start, out, to);
        else {
          out.fill(0, to, to + size);
          for (let k = 0; k < length; k++) {
            out.fill(-1, to + k * width + names.length, to + (k + 1) * width);
          }
        }
      }
    },
  };
}
