/**
 * Data sets in files: the safetensors format, with what made them.
 *
 * @module
 */
import type { Dataset, JointModel } from "./dataset.ts";
import { checkFinite, type Draws } from "../core/draws.ts";
import type { Prior } from "../distributions/prior.ts";
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "../core/safetensors.ts";
import { checkRecordings } from "./check_recordings.ts";
import { VERSION } from "../core/version.ts";

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

const ACTION = "read data set";

/** The times of the samples that the file states, as a tensor or by their step; if it does. */
function timesOf(
  tensors: Readonly<Record<string, StoredTensor>>,
  step: string | undefined,
  steps: number,
): Float64Array | undefined {
  if (tensors.times) return Float64Array.from(tensorOfShape(tensors, "times", [-1]).data, Number);
  return step === undefined
    ? undefined
    : Float64Array.from({ length: steps }, (_, k) => k * Number(step));
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
  const { values } = prior.unwhiten(z);
  const odd = values.findIndex((value, i) => !(Math.abs(value - theta.values[i]) <= TOLERANCE));
  if (odd >= 0) refuse(odd, ` instead of ${values[odd]}`);
}

/**
 * Reads a data set of a given model, however its numbers were stored. The file's times, as a tensor
 * `times` or by the metadata `dt_ms`, must be the model's, and its z those of its theta.
 *
 * @throws {SyntaxError} If the bytes are no safetensors, a tensor is missing, or a shape is not the
 * model's.
 * @throws {RangeError} If the times or the prior are not the model's, or a value is impossible.
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
  checkFinite(ACTION, theta);
  const recordings = { count, times: simulator.times, channels: Object.fromEntries(channels) };
  const times = timesOf(tensors, metadata.dt_ms, steps) ?? simulator.times;
  checkRecordings(ACTION, simulator, { ...recordings, times });
  const z = tensors.z
    ? Float64Array.from(tensorOfShape(tensors, "z", [count, names.length]).data, Number)
    : prior.whiten(theta);
  checkPrior(prior, theta, z);
  return { theta, z, recordings };
}
