/**
 * Fields as a network reads them: for each kind of field its summary variables and the network over
 * them.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import type { BuildSummary } from "../flows/npe.ts";
import { eventSeries } from "../model/event_series.ts";
import { type Fields, fieldSize, type SetField } from "../model/field.ts";
import { type SummaryVariables, timeSeriesOf } from "../model/summary_variables.ts";
import type { Scope } from "../compute/scope.ts";
import { deepSet } from "../networks/deep_set.ts";
import { eventPooling } from "../networks/event_pooling.ts";
import { mlpSummary } from "../networks/mlp.ts";
import type { SummaryNetwork } from "../networks/network.ts";
import { stridedConvolution } from "../networks/strided_convolution.ts";

/** What a network reads, and the network. */
export interface StandardPart<X extends Fields = Fields> {
  readonly summaries: SummaryVariables<X>;
  readonly network: BuildSummary;
}

/** Learned summaries of a part. */
const DIM = 32;
const WIDTHS = [128, 128];

/** Convolutions go on until no more points are left. */
const POINTS = 16;
const STRIDE = 4;
/** Channels of the first layer, and at most: they double from layer to layer. */
const FIRST_FILTERS = 32, MOST_FILTERS = 128;

/** A series is read as numbers if it has fewer samples, as a convolution needs some to slide over. */
export const SHORT = 64;

/** Convolutions over series of `shape` [T, C], more of them the longer they are. */
function seriesNetwork(scope: Scope, shape: readonly number[]): SummaryNetwork {
  const strides: number[] = [], filters: number[] = [];
  for (let points = shape[0]; points > POINTS; points = Math.ceil(points / STRIDE)) {
    filters.push(Math.min(MOST_FILTERS, FIRST_FILTERS * 2 ** strides.length));
    strides.push(STRIDE);
  }
  return stridedConvolution(scope, { shape, dim: DIM, strides, filters });
}

/** A perceptron over numbers, whatever their shape. */
function numbersNetwork(scope: Scope, shape: readonly number[]): SummaryNetwork {
  const inputs = elements(shape);
  return mlpSummary(scope, { inputs, dim: DIM, widths: WIDTHS });
}

/**
 * The standard network over summary variables of any shape: convolutions over a series [T, C] of 64
 * samples or more, a perceptron over anything else.
 */
export const standardSummary: BuildSummary = (scope, shape) =>
  shape.length === 2 && shape[0] >= SHORT
    ? seriesNetwork(scope, shape)
    : numbersNetwork(scope, shape);

/** Vectors and short series as numbers, each with units of its own, read by a perceptron. */
export function numbersPart<X extends Fields>(
  fields: X,
  names: readonly (keyof X & string)[],
): StandardPart<X> {
  const sizes = names.map((name) => fieldSize(fields[name]));
  const labels = names.flatMap((name, i) => {
    const field = fields[name];
    if (field.kind === "vector") return field.names;
    return Array.from({ length: sizes[i] }, (_, k) => `${name}[${k}]`);
  });
  return {
    summaries: {
      shape: [labels.length],
      names: labels,
      write({ values }, row, out, offset) {
        let next = offset;
        names.forEach((name, i) => {
          out.set(values[name].subarray(row * sizes[i], (row + 1) * sizes[i]), next);
          next += sizes[i];
        });
      },
    },
    network: standardSummary,
  };
}

/** Series on one grid as the channels of one series, read by convolutions. */
export function seriesPart<X extends Fields>(
  names: readonly (keyof X & string)[],
  length: number,
): StandardPart<X> {
  return { summaries: timeSeriesOf<X>(names, length), network: standardSummary };
}

/**
 * Series with events among them, on one grid, or sets of as many of them, read by the times from
 * events; the sweeps of a set add up.
 */
export function eventPart<X extends Fields>(
  fields: X,
  names: readonly (keyof X & string)[],
  events: keyof X & string,
): StandardPart<X> {
  const summaries = eventSeries(fields, { series: names, events });
  const { codes, bins } = summaries;
  return {
    summaries,
    network: (scope, shape) =>
      eventPooling(scope, { shape, codes, bins, dim: DIM, widths: WIDTHS }),
  };
}

/**
 * A set, read as a deep set: its vectors by a perceptron, its series by convolutions, each with one
 * more number, or channel, that is 1 in a place that is taken and 0 in one that is free.
 */
export function setPart<X extends Fields>(
  name: keyof X & string,
  { of, most }: SetField,
): StandardPart<X> {
  const names = of.kind === "vector" ? of.names : [name];
  const width = names.length + 1;
  const rows = fieldSize(of) / names.length; // of an element: one, or one a sample
  return {
    summaries: {
      shape: [most, rows, width],
      names: [...names, `${name} taken`],
      marked: true,
      write({ values, sizes = {} }, row, out, offset) {
        const taken = sizes[name][row];
        const from = row * most * rows * names.length;
        out.fill(0, offset, offset + most * rows * width);
        for (let i = 0; i < taken * rows; i++) {
          const start = from + i * names.length;
          out.set(values[name].subarray(start, start + names.length), offset + i * width);
          out[offset + (i + 1) * width - 1] = 1;
        }
      },
    },
    network: (scope, shape) =>
      deepSet(scope, {
        shape,
        element: standardSummary(scope.child("element"), shape.slice(1)),
        dim: DIM,
      }),
  };
}
