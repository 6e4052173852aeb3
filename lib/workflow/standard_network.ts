/**
 * The default network: its inputs, from the fields of a model, and the network itself.
 *
 * @module
 */
import { type Fields, type SeriesField } from "../model/field.ts";
import { beside } from "../model/summary_variables.ts";
import { hybrid } from "../networks/parallel.ts";
import {
  eventPart,
  numbersPart,
  seriesPart,
  setPart,
  SHORT,
  type StandardPart,
} from "./standard_parts.ts";

/** Learned summaries of several parts together. */
const DIM = 64;

/** A long series, or a set of them. */
interface LongSeries<X extends Fields> {
  readonly name: keyof X & string;
  readonly series: SeriesField;
  /** Of a set. */
  readonly most?: number;
}

/** What distinguishes the grids of series. */
const gridOf = <X extends Fields>({ series: { length, step }, most }: LongSeries<X>) =>
  `${length} ${step} ${most}`;

/** The series of one grid: with events among them, by the times from these; sets each for itself. */
function gridParts<X extends Fields>(
  fields: X,
  group: readonly LongSeries<X>[],
): StandardPart<X>[] {
  const names = group.map(({ name }) => name);
  const events = group.find(({ series }) => series.binary);
  if (events) return [eventPart(fields, names, events.name)];
  const [{ series, most }] = group;
  if (most === undefined) return [seriesPart<X>(names, series.length)];
  return names.map((name) => setPart<X>(name, { kind: "set", of: series, most }));
}

/** The fields in groups, each read by one network. */
function partsOf<X extends Fields>(fields: X): StandardPart<X>[] {
  const numbers: (keyof X & string)[] = [], long: LongSeries<X>[] = [];
  const sets: StandardPart<X>[] = [];
  for (const [name, field] of Object.entries(fields) as [keyof X & string, Fields[string]][]) {
    const series = field.kind === "set" ? field.of : field;
    if (series.kind === "series" && series.length >= SHORT) {
      long.push({ name, series, ...(field.kind === "set" && { most: field.most }) });
    } else if (field.kind === "set") sets.push(setPart<X>(name, field));
    else numbers.push(name);
  }
  const grids = Object.values(Object.groupBy(long, gridOf)).flatMap((group) =>
    group ? [group] : []
  );
  return [
    ...numbers.length > 0 ? [numbersPart(fields, numbers)] : [],
    ...grids.flatMap((group) => gridParts(fields, group)),
    ...sets,
  ];
}

/**
 * The standard network of observations of these fields. Vectors, and series of fewer than 64
 * samples, go through a perceptron; longer series on one grid, as channels, through event-aligned
 * pooling if one of them is binary, of events, and through strided convolutions if not; sets of
 * series with events pool their sweeps together; any other set goes through a deep set, whose
 * elements are read by the same kinds of networks. A dense layer joins what they say.
 *
 * @returns Summary variables, one flat row an observation, and the network that reads them.
 * @throws {RangeError} If there is no field.
 *
 * @example Usage
 * ```ts
 * import { standardNetwork } from "./standard_network.ts";
 * import { series, set, vector } from "../model/field.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * const { summaries, network } = standardNetwork({
 *   age: vector(["age"]),
 *   voltage: series({ length: 1000, step: 0.2 }),
 *   visits: set(vector(["time", "dose"]), { most: 20 }),
 * });
 * assertEquals(summaries.shape, [1 + 1000 + 20 * 3]);
 * using weights = scope(key(45));
 * assertEquals(network(weights, summaries.shape).apply(tf.zeros([2, 1061])).shape, [2, 64]);
 * ```
 */
export function standardNetwork<X extends Fields>(fields: X): StandardPart<X> {
  const parts = partsOf(fields);
  if (parts.length === 0) {
    throw new RangeError("Cannot build standard network as there must be a field: there is none");
  }
  const shapes = parts.map(({ summaries }) => summaries.shape);
  return {
    summaries: beside(parts.map(({ summaries }) => summaries)),
    network(scope) {
      const networks = parts.map(({ network }, i) => network(scope.child(i), shapes[i]));
      if (networks.length === 1) return networks[0];
      const joined = networks.map((network, i) => ({ network, shape: shapes[i] }));
      return hybrid(scope, { parts: joined, dim: DIM });
    },
  };
}
