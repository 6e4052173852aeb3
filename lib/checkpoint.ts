/**
 * Checkpoints: a trained study in one safetensors file, with all that made it. The same format
 * holds a run that is under way.
 *
 * @module
 */
import { concatenate } from "./arrays.ts";
import type { Moments } from "./coordinates.ts";
import type { EpochReport } from "./history.ts";
import { trainConfig } from "./inference/train_config.ts";
import type { TrainingState } from "./inference/trainee.ts";
import type { Layout } from "./inference/weights.ts";
import type { Configuration } from "./recipes/recipe.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type StoredTensor,
  tensorOf,
} from "./safetensors.ts";
import type { Standardisation } from "./standardisation.ts";
import { VERSION } from "./version.ts";

/** What a pilot simulation told about the joint law, before training. */
export interface Pilot {
  /** Of theta, in physical units. */
  readonly moments: Moments;
  /** Of the summary variables. */
  readonly standardisation: Standardisation;
}

/** A trained study. */
export interface Checkpoint {
  readonly recipe: string;
  readonly configuration: Configuration;
  readonly pilot: Pilot;
  readonly history: readonly EpochReport[];
  /** What the weights mean. */
  readonly layout: Layout;
  /** All weights, one behind the other. */
  readonly weights: Float32Array;
}

/** A run under way: a checkpoint of its best weights, and the state to go on from. */
export interface RunningCheckpoint extends Checkpoint {
  readonly state: TrainingState;
}

const vector = (data: Float32Array | Float64Array) => ({ data, shape: [data.length] });

/** Each variable's weights as a tensor of its own. */
function split({ layout, weights }: Checkpoint): Record<string, StoredTensor> {
  let offset = 0;
  return Object.fromEntries(layout.map(({ path, shape }) => {
    const size = shape.reduce((product, n) => product * n, 1);
    offset += size;
    return [`weights/${path}`, { data: weights.subarray(offset - size, offset), shape }];
  }));
}

/** The bytes of a checkpoint; with a state, of a run under way. */
export function encodeCheckpoint(checkpoint: Checkpoint | RunningCheckpoint): Uint8Array {
  const { pilot } = checkpoint;
  const state = "state" in checkpoint ? checkpoint.state : undefined;
  return encodeSafetensors({
    tensors: {
      ...split(checkpoint),
      "theta.mean": vector(Float64Array.from(pilot.moments.mean)),
      "theta.sd": vector(Float64Array.from(pilot.moments.sd)),
      "summary.mean": vector(pilot.standardisation.mean),
      "summary.sd": vector(pilot.standardisation.sd),
      ...(state && {
        "state.weights": vector(state.weights),
        "state.adam.mean": vector(state.adam.mean),
        "state.adam.square": vector(state.adam.square),
      }),
    },
    metadata: {
      kind: "lif-sbi checkpoint",
      version: VERSION,
      recipe: checkpoint.recipe,
      configuration: JSON.stringify(checkpoint.configuration),
      history: JSON.stringify(checkpoint.history),
      layout: JSON.stringify(checkpoint.layout),
      ...(state && { steps: String(state.adam.step) }),
    },
  });
}

function readCheckpoint(content: Safetensors): Checkpoint {
  const { metadata } = content;
  if (metadata.kind !== "lif-sbi checkpoint") {
    throw new SyntaxError(
      `Cannot read checkpoint as its kind must be "lif-sbi checkpoint": it is "${metadata.kind}"`,
    );
  }
  const layout: Layout = JSON.parse(metadata.layout);
  const configuration: Configuration = JSON.parse(metadata.configuration);
  const doubles = (name: string) => tensorOf(content, name, "F64").data;
  return {
    recipe: metadata.recipe,
    // A field younger than the file has its default.
    configuration: { ...configuration, train: trainConfig(configuration.train) },
    history: JSON.parse(metadata.history),
    pilot: {
      moments: { mean: [...doubles("theta.mean")], sd: [...doubles("theta.sd")] },
      standardisation: { mean: doubles("summary.mean"), sd: doubles("summary.sd") },
    },
    layout,
    weights: concatenate(
      Float32Array,
      layout.map(({ path }) => tensorOf(content, `weights/${path}`, "F32").data),
    ),
  };
}

/**
 * Reads a checkpoint.
 *
 * @throws {SyntaxError} If the bytes are none.
 * @throws {RangeError} If a part is missing.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  return readCheckpoint(decodeSafetensors(bytes));
}

/**
 * Reads a run that is under way.
 *
 * @throws {SyntaxError} If the bytes are none.
 * @throws {RangeError} If a part is missing.
 */
export function decodeRunningCheckpoint(bytes: Uint8Array): RunningCheckpoint {
  const content = decodeSafetensors(bytes);
  const checkpoint = readCheckpoint(content);
  const floats = (name: string) => tensorOf(content, name, "F32").data;
  return {
    ...checkpoint,
    state: {
      weights: floats("state.weights"),
      adam: {
        step: Number(content.metadata.steps),
        mean: floats("state.adam.mean"),
        square: floats("state.adam.square"),
      },
      best: checkpoint.weights,
      history: checkpoint.history,
    },
  };
}
