/**
 * Data sets from the joint law p(theta, x): parameters drawn from the prior, and a recording
 * simulated with each. Row i depends on the key and i only, whatever is drawn before or beside it.
 *
 * @module
 */
import { integer, ofLength } from "./check.ts";
import { type Draws, inOrder, row } from "./draws.ts";
import type { Prior } from "./priors/prior.ts";
import { fold, type Key, normalRows, stream } from "./random.ts";
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "./safetensors.ts";
import type { Recordings, Simulator } from "./simulators/simulator.ts";
import { VERSION } from "./version.ts";

/** A prior and a simulator of the same parameters. */
export interface JointModel<Name extends string = string, Channel extends string = string> {
  readonly prior: Prior<Name>;
  readonly simulator: Simulator<Name, Channel>;
}

/** Parameters and the recordings made with them, row by row. */
export interface Dataset<Name extends string = string, Channel extends string = string> {
  readonly theta: Draws<Name>;
  /** The prior's standard normal coordinates of theta, [count, dim]; they tell an atom's rows apart. */
  readonly z: Float64Array;
  readonly recordings: Recordings<Channel>;
}

/** Empty recordings with the channels and times of a simulator. */
export function blankRecordings<Channel extends string>(
  { channels, times }: Simulator<string, Channel>,
  count: number,
): Recordings<Channel> {
  const arrays = channels.map((name) => [name, new Float32Array(count * times.length)]);
  return { count, times, channels: Object.fromEntries(arrays) };
}

/** How a run may be cut, and where it goes. */
export interface SimulateOptions<Channel extends string> {
  /** The number of the first row, so that a long run can be cut. */
  readonly from?: number;
  /** Recordings that are written over, instead of new ones. */
  readonly into?: Recordings<Channel>;
}

/**
 * One recording for each row of theta.
 *
 * @throws {RangeError} If theta has not the simulator's parameters, the simulator refuses a row, or
 * `into` has another count.
 */
export function simulate<Name extends string, Channel extends string>(
  key: Key,
  simulator: Simulator<Name, Channel>,
  draws: Draws<Name>,
  { from = 0, into = blankRecordings(simulator, draws.count) }: SimulateOptions<Channel> = {},
): Recordings<Channel> {
  const theta = inOrder("simulate", draws, simulator.parameters);
  const steps = simulator.times.length;
  for (const name of simulator.channels) {
    ofLength("simulate", `into.channels.${name}`, into.channels[name], theta.count * steps);
  }
  if (simulator.simulateRows) {
    simulator.simulateRows(key, from, theta, into);
    return into;
  }
  for (let i = 0; i < theta.count; i++) {
    const out = Object.fromEntries(
      simulator.channels.map((name) => [
        name,
        into.channels[name].subarray(i * steps, (i + 1) * steps),
      ]),
    ) as Record<Channel, Float32Array>;
    simulator.simulate(stream(fold(key, from + i)), row(theta, i), out);
  }
  return into;
}

/**
 * Draws `count` rows of the joint law, numbered from `from` on.
 *
 * @throws {RangeError} If count or from are not whole numbers.
 *
 * @example Usage
 * ```ts
 * import { simulateJoint } from "./dataset.ts";
 * import { lifPrior } from "./priors/lif.ts";
 * import { key } from "./random.ts";
 * import { lif } from "./simulators/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const all = simulateJoint(key(45), model, 10);
 * const last = simulateJoint(key(45), model, 2, { from: 8 });
 * assertEquals(last.theta.values, all.theta.values.slice(8 * 6));
 * ```
 */
export function simulateJoint<Name extends string, Channel extends string>(
  key: Key,
  { prior, simulator }: JointModel<Name, Channel>,
  count: number,
  { from = 0, into }: SimulateOptions<Channel> = {},
): Dataset<Name, Channel> {
  integer("simulate data set", "count", count, 1);
  integer("simulate data set", "from", from, 0);
  const z = normalRows(fold(key, "prior"), prior.names.length, { from, to: from + count });
  const theta = prior.unwhiten(z);
  const options = into ? { from, into } : { from };
  return { theta, z, recordings: simulate(fold(key, "simulator"), simulator, theta, options) };
}

/** Where a data set came from: written into its file. */
export interface Provenance {
  readonly seed: number;
  /** Every number it was made with, by room. */
  readonly configuration: Readonly<Record<string, object>>;
}

/** The bytes of a data set in the safetensors format, with its provenance and our version. */
export function encodeDataset<Name extends string, Channel extends string>(
  { theta, z, recordings }: Dataset<Name, Channel>,
  { seed, configuration }: Provenance,
): Uint8Array {
  const { names, count } = theta;
  const steps = recordings.times.length;
  const channels: Record<string, StoredTensor> = {};
  for (const [name, data] of Object.entries<Float32Array>(recordings.channels)) {
    channels[name] = { data, shape: [count, steps] };
  }
  return encodeSafetensors({
    tensors: {
      theta: { data: theta.values, shape: [count, names.length] },
      z: { data: z, shape: [count, names.length] },
      times: { data: recordings.times, shape: [steps] },
      ...channels,
    },
    metadata: {
      parameters: names.join(","),
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

/**
 * Reads a data set of a given model, however its numbers were stored.
 *
 * @throws {SyntaxError} If the bytes are no safetensors, a tensor is missing, or a shape is not the
 * model's.
 */
export function decodeDataset<Name extends string, Channel extends string>(
  bytes: Uint8Array,
  { prior, simulator }: JointModel<Name, Channel>,
): Dataset<Name, Channel> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { names } = prior;
  if (metadata.parameters !== undefined && metadata.parameters !== names.join(",")) {
    throw new SyntaxError(
      `Cannot read data set as its parameters must be ${names}: they are ${metadata.parameters}`,
    );
  }
  const stored = tensorOfShape(tensors, "theta", [-1, names.length]);
  const count = stored.shape[0];
  const steps = simulator.times.length;
  const theta = { names, count, values: Float64Array.from(stored.data, Number) };
  const channels = simulator.channels.map((name) => {
    const { data } = tensorOfShape(tensors, name, [count, steps]);
    return [name, Float32Array.from(data, Number)];
  });
  return {
    theta,
    z: tensors.z
      ? Float64Array.from(tensorOfShape(tensors, "z", [count, names.length]).data, Number)
      : prior.whiten(theta),
    recordings: { count, times: simulator.times, channels: Object.fromEntries(channels) },
  };
}
