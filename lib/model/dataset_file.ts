/**
 * Data sets in files: the safetensors format, with what made them.
 *
 * @module
 */
import { repeated } from "../core/check.ts";
import type { Dataset } from "./dataset.ts";
import { checkFinite } from "../core/columns.ts";
import type { Draws } from "../core/draws.ts";
import type { Prior } from "../distributions/prior.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type StoredTensor,
} from "../core/safetensors.ts";
import { checkBatch } from "./check_batch.ts";
import { type Batch, blankBatch } from "./batch.ts";
import { type Fields, fieldSize } from "./field.ts";
import type { JointModel } from "./simulator.ts";
import { VERSION } from "../core/version.ts";

/** Where a data set came from: written into its file. */
export interface Provenance {
  /** Of the key that it was simulated with. */
  readonly seed: number;
  /** Every number it was made with, by room. */
  readonly configuration: Readonly<Record<string, object>>;
}

/** The tensor of a set's sizes. */
const sizesName = (field: string) => `${field}.sizes`;

/**
 * The bytes of a data set in the safetensors format, with its provenance and our version.
 *
 * @throws {RangeError} If a field has the name of another tensor.
 *
 * @example Usage
 * ```ts
 * import { decodeDataset, encodeDataset } from "./dataset_file.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { vector } from "./field.ts";
 * import { model } from "./model.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * const data = simulateJoint(key(1), mine, 3);
 * const bytes = encodeDataset(data, { seed: 1, configuration: {} });
 * assertEquals(decodeDataset(bytes, mine).theta.values, data.theta.values);
 * ```
 */
export function encodeDataset<Name extends string, X extends Fields>(
  { theta, z, observations }: Dataset<Name, X>,
  { seed, configuration }: Provenance,
): Uint8Array {
  const { names, count } = theta;
  const { fields, values, sizes = {} } = observations;
  const tensors: readonly (readonly [string, StoredTensor])[] = [
    ["theta", { data: theta.values, shape: [count, names.length] }],
    ["z", { data: z, shape: [count, names.length] }],
    ...Object.entries(fields).map(([name, field]) =>
      [name, { data: values[name], shape: [count, fieldSize(field)] }] as const
    ),
    ...Object.entries(sizes).map(([name, data]) =>
      [sizesName(name), { data, shape: [count] }] as const
    ),
  ];
  const all = tensors.map(([name]) => name);
  const twice = repeated(all);
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot write data set as no field may be called theta, z or as a set's sizes: "${twice}" is`,
    );
  }
  return encodeSafetensors({
    tensors: Object.fromEntries(tensors),
    metadata: {
      parameters: names.join(","),
      fields: JSON.stringify(fields),
      seed: String(seed),
      version: VERSION,
      configuration: JSON.stringify(configuration),
    },
  });
}

/** The tensor of that name and shape (−1: any length), as an error or as numbers. */
export function tensorOfShape(
  tensors: Readonly<Record<string, StoredTensor>>,
  name: string,
  shape: readonly number[],
): StoredTensor {
  const found = tensors[name];
  if (!found) {
    throw new SyntaxError(
      `Cannot read data set as it must have a tensor "${name}": it has ${
        Object.keys(tensors).join(", ")
      }`,
    );
  }
  const fits = found.shape.length === shape.length &&
    shape.every((length, axis) => length < 0 || length === found.shape[axis]);
  if (!fits) {
    throw new SyntaxError(
      `Cannot read data set as "${name}" must have the shape [${
        shape.map((n) => n < 0 ? "any" : n)
      }]: it has [${found.shape}]`,
    );
  }
  return found;
}

const ACTION = "read data set";

/** The fields that a file states, or those wanted with the step that it states, if it does. */
function statedFields<X extends Fields>(metadata: Readonly<Record<string, string>>, wanted: X): X {
  if (metadata.fields !== undefined) return JSON.parse(metadata.fields);
  const { dt_ms } = metadata;
  if (dt_ms === undefined) return wanted;
  const stated = Object.entries(wanted).map(([name, field]) => [
    name,
    field.kind === "series" ? { ...field, step: Number(dt_ms) } : field,
  ]);
  return Object.fromEntries(stated) as X;
}

/** Single precision, of a value of some ten units. */
const TOLERANCE = 1e-4;

/** Refuses theta that the prior does not make of z: the file is of another prior. */
function checkPrior<Name extends string>(
  prior: Prior<Name>,
  theta: Draws<Name>,
  z: Float64Array,
): void {
  const dim = prior.names.length;
  const refuse = (at: number, instead: string) => {
    throw new RangeError(
      `Cannot ${ACTION} as its theta must be of this prior: ${prior.names[at % dim]} of row ${
        Math.floor(at / dim)
      } is ${theta.values[at]}${instead}`,
    );
  };
  const impossible = z.findIndex(Number.isNaN);
  if (impossible >= 0) refuse(impossible, ", off its support");
  const { values } = prior.fromNormal(z);
  const odd = values.findIndex((value, i) => !(Math.abs(value - theta.values[i]) <= TOLERANCE));
  if (odd >= 0) refuse(odd, ` instead of ${values[odd]}`);
}

/** The observations of a file, of the fields of a model. */
function readObservations<X extends Fields>(
  { tensors, metadata }: Safetensors,
  fields: X,
  count: number,
): Batch<X> {
  const blank = blankBatch(fields, count);
  for (const [name, field] of Object.entries(fields)) {
    const { data } = tensorOfShape(tensors, name, [count, fieldSize(field)]);
    blank.values[name].set(Float32Array.from(data, Number));
  }
  for (const [name, sizes] of Object.entries(blank.sizes ?? {})) {
    sizes.set(Uint32Array.from(tensorOfShape(tensors, sizesName(name), [count]).data, Number));
  }
  checkBatch(ACTION, fields, { ...blank, fields: statedFields(metadata, fields) });
  return blank;
}

/**
 * Reads a data set of a given model, however its numbers were stored. The file's fields, as JSON in
 * its metadata or by their step `dt_ms`, must be the model's, and its z those of its theta.
 *
 * @throws {SyntaxError} If the bytes are no safetensors, a tensor is missing, or a shape is not the
 * model's.
 * @throws {RangeError} If the fields or the prior are not the model's, or a value is impossible.
 *
 * @example Usage
 * ```ts
 * import { decodeDataset, encodeDataset } from "./dataset_file.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { vector } from "./field.ts";
 * import { model } from "./model.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * const data = simulateJoint(key(1), mine, 3);
 * const bytes = encodeDataset(data, { seed: 1, configuration: {} });
 * assertEquals(decodeDataset(bytes, mine).theta.values, data.theta.values);
 * ```
 */
export function decodeDataset<Name extends string, X extends Fields>(
  bytes: Uint8Array,
  { prior, simulator }: JointModel<Name, X>,
): Dataset<Name, X> {
  const content = decodeSafetensors(bytes);
  const { tensors, metadata } = content;
  const { names } = prior;
  if (metadata.parameters !== undefined && metadata.parameters !== names.join(",")) {
    throw new SyntaxError(
      `Cannot read data set as its parameters must be ${names}: they are ${metadata.parameters}`,
    );
  }
  const stored = tensorOfShape(tensors, "theta", [-1, names.length]);
  const count = stored.shape[0];
  const theta = { names, count, values: Float64Array.from(stored.data, Number) };
  checkFinite(ACTION, theta);
  const observations = readObservations(content, simulator.fields, count);
  const z = tensors.z
    ? Float64Array.from(tensorOfShape(tensors, "z", [count, names.length]).data, Number)
    : prior.toNormal(theta);
  checkPrior(prior, theta, z);
  return { theta, z, observations };
}
