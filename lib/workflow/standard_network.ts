/**
 * The default network: its inputs, from the fields of a model, and the network itself.
 *
 * @module
 */
import { type Fields, type SeriesField } from "../model/field.ts";
import { beside } from "../model/summary_variables.ts";
import { hybrid } from "../networks/parallel.ts";
import { numbersPart, seriesPart, setPart, SHORT, type StandardPart } from "./standard_parts.ts";

/** Learned summaries of several parts together. */
const DIM = 64;

/** What distinguishes the grids of series. */
const gridOf = ({ length, step }: SeriesField) => `${length} ${step}`;

/** The fields in groups, each read by one network. */
function partsOf<X extends Fields>(fields: X): StandardPart<X>[] {
  const entries: [keyof X & string, Fields[string]][] = Object.entries(fields);
  const numbers = entries.filter(([, field]) =>
    field.kind === "vector" || field.kind === "series" && field.length < SHORT
  );
  const long = entries.flatMap(([name, field]) =>
    field.kind === "series" && field.length >= SHORT ? [{ name, field }] : []
  );
  const grids = Object.values(Object.groupBy(long, ({ field }) => gridOf(field)))
    .flatMap((group) => group ? [group] : []);
  return [
    ...numbers.length > 0 ? [numbersPart(fields, numbers.map(([name]) => name))] : [],
    ...grids.map((group) => seriesPart<X>(group.map(({ name }) => name), group[0].field.length)),
    ...entries.flatMap(([name, field]) => field.kind === "set" ? [setPart<X>(name, field)] : []),
  ];
}

/**
 * The standard network of observations of these fields. Vectors, and series of fewer than 64
 * samples, go through a perceptron; longer series on one grid, as channels, through strided
 * convolutions; each set through a deep set, whose elements are read by the same kinds of networks.
 * A dense layer joins what they say.
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
