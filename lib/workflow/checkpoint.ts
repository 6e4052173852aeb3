/**
 * Checkpoints: a trained workflow in one safetensors file, with all that made it. The same format
 * holds a run that is under way. What is written and what is read is checked number by number.
 *
 * @module
 */
import { concatenate, elements } from "../core/arrays.ts";
import { ofLength } from "../core/check.ts";
import {
  readFingerprint,
  readHistory,
  readLayout,
  readNumber,
  readNumbers,
  readParameters,
  readTrain,
  type Refuse,
  refusing,
  textOf,
} from "./checkpoint_metadata.ts";
import { checkTensors, weightsName } from "./checkpoint_tensors.ts";
import { CHECKSUM, verifyChecksum, withChecksum } from "../core/checksum.ts";
import type { EpochReport } from "../core/history.ts";
import type { TrainingState } from "../training/training_task.ts";
import { type Layout, weightsIn } from "../training/weights.ts";
import type { TrainConfig } from "../training/train_config.ts";
import type { Numbers } from "./kit.ts";
import type { WarmUp } from "./workflow.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type StoredTensor,
  tensorOf,
} from "../core/safetensors.ts";
import { VERSION } from "../core/version.ts";

/** What the metadata of every checkpoint calls it. */
export const KIND = "lif-sbi checkpoint";
/** Counts up when a file means something else than before: a file of another format is refused. */
const FORMAT = "3";
/** The texts of every checkpoint, and those of a run under way. */
const METADATA = [
  "kind",
  "format",
  "version",
  "name",
  "module",
  "parameters",
  "fingerprint",
  "numbers",
  "train",
  "history",
  "layout",
];
const RUNNING_METADATA = ["steps", "untrainedLoss"];

/** A trained workflow: all of it but the kit, which the caller must give to restore it. */
export interface Checkpoint {
  /** Of the kit. */
  readonly name: string;
  /** The specifier of the kit's module in training; empty if it had none. Never imported. */
  readonly module: string;
  /** Of the model, in the order of the columns of theta. */
  readonly parameters: readonly string[];
  /** Of the kit, as `fingerprint` gives it. */
  readonly fingerprint: string;
  /** Those of the kit. */
  readonly numbers: Numbers;
  /** How it was trained. */
  readonly train: TrainConfig;
  /** The units in which the networks see things. */
  readonly warmUp: WarmUp;
  /** What each epoch did. */
  readonly history: readonly EpochReport[];
  /** What the weights mean. */
  readonly layout: Layout;
  /** All weights in the order of the layout. */
  readonly weights: Float32Array;
}

/** A run under way: a checkpoint of its best weights, and the state to go on from. */
export interface RunningCheckpoint extends Checkpoint {
  /** All that is needed to go on. */
  readonly state: TrainingState;
}

const vector = (data: Float32Array | Float64Array) => ({ data, shape: [data.length] });

/** Each variable's weights as a tensor of its own. */
function split({ layout, weights }: Checkpoint): Record<string, StoredTensor> {
  ofLength("write checkpoint", "weights", weights, weightsIn(layout));
  let offset = 0;
  return Object.fromEntries(layout.map(({ path, shape }) => {
    const size = elements(shape);
    offset += size;
    return [weightsName(path), { data: weights.subarray(offset - size, offset), shape }];
  }));
}

function contentOf(checkpoint: Checkpoint | RunningCheckpoint): Safetensors {
  const { warmUp: { moments, standardisation } } = checkpoint;
  const state = "state" in checkpoint ? checkpoint.state : undefined;
  return {
    tensors: {
      ...split(checkpoint),
      "theta.mean": vector(Float64Array.from(moments.mean)),
      "theta.sd": vector(Float64Array.from(moments.sd)),
      "summary.mean": vector(standardisation.mean),
      "summary.sd": vector(standardisation.sd),
      ...(state && {
        "state.weights": vector(state.weights),
        "state.adam.mean": vector(state.adam.mean),
        "state.adam.square": vector(state.adam.square),
      }),
    },
    metadata: {
      kind: KIND,
      format: FORMAT,
      version: VERSION,
      name: checkpoint.name,
      module: checkpoint.module,
      parameters: JSON.stringify(checkpoint.parameters),
      fingerprint: checkpoint.fingerprint,
      numbers: JSON.stringify(checkpoint.numbers),
      train: JSON.stringify(checkpoint.train),
      history: JSON.stringify(checkpoint.history),
      layout: JSON.stringify(checkpoint.layout),
      ...(state && {
        steps: String(state.adam.step),
        untrainedLoss: String(state.untrainedLoss),
      }),
    },
  };
}

/**
 * The bytes of a checkpoint; with a state, of a run under way.
 *
 * @throws {RangeError | SyntaxError} If it is one that could not be read again: weights that are
 * not numbers, another number of them than the layout says, a history that is not the run's.
 */
export function encodeCheckpoint(checkpoint: Checkpoint | RunningCheckpoint): Uint8Array {
  const content = contentOf(checkpoint);
  readContent(refusing("write checkpoint"), content);
  return encodeSafetensors(withChecksum(content));
}

/** AdamW has taken one step for each batch that was not skipped. */
function readSteps(
  refuse: Refuse,
  metadata: Safetensors["metadata"],
  { history, train: { n_train, batch_size } }: Checkpoint,
): number {
  const steps = readNumber(refuse, metadata, "steps");
  const batches = Math.floor(n_train / batch_size);
  const taken = history.reduce((sum, { skipped }) => sum + batches - skipped, 0);
  if (steps !== taken) refuse(`its steps must be those of its history, ${taken}`, steps);
  return steps;
}

/** A checkpoint or, if there are the steps of one, a run under way. */
function readContent(refuse: Refuse, content: Safetensors): Checkpoint | RunningCheckpoint {
  const { metadata } = content;
  const underWay = RUNNING_METADATA.some((name) => Object.hasOwn(metadata, name));
  const known = [...METADATA, ...(underWay ? RUNNING_METADATA : []), CHECKSUM];
  const other = Object.keys(metadata).find((name) => !known.includes(name));
  if (other !== undefined) refuse("it may have no other metadata", `it has "${other}"`);
  const layout = readLayout(refuse, metadata);
  const parameters = readParameters(refuse, metadata);
  checkTensors(refuse, content, { layout, underWay, parameters: parameters.length });
  const train = readTrain(refuse, metadata);
  const doubles = (name: string) => tensorOf(content, name, "F64").data;
  const floats = (name: string) => tensorOf(content, name, "F32").data;
  const checkpoint: Checkpoint = {
    name: textOf(refuse, metadata, "name"),
    module: textOf(refuse, metadata, "module"),
    parameters,
    fingerprint: readFingerprint(refuse, metadata),
    numbers: readNumbers(refuse, metadata),
    train,
    history: readHistory(refuse, metadata, train),
    warmUp: {
      moments: { mean: [...doubles("theta.mean")], sd: [...doubles("theta.sd")] },
      standardisation: { mean: doubles("summary.mean"), sd: doubles("summary.sd") },
    },
    layout,
    weights: concatenate(Float32Array, layout.map(({ path }) => floats(weightsName(path)))),
  };
  if (!underWay) return checkpoint;
  const state: TrainingState = {
    weights: floats("state.weights"),
    adam: {
      step: readSteps(refuse, metadata, checkpoint),
      mean: floats("state.adam.mean"),
      square: floats("state.adam.square"),
    },
    best: checkpoint.weights,
    history: checkpoint.history,
    untrainedLoss: readNumber(refuse, metadata, "untrainedLoss"),
  };
  return { ...checkpoint, state };
}

function decode(bytes: Uint8Array): Checkpoint | RunningCheckpoint {
  const action = "read checkpoint";
  const refuse = refusing(action);
  const content = decodeSafetensors(bytes);
  const { kind, format, version } = content.metadata;
  if (kind !== KIND) {
    refuse(`its kind must be "${KIND}"`, kind === undefined ? "it has none" : `it is "${kind}"`);
  }
  if (format !== FORMAT) {
    refuse(
      `its format must be ${FORMAT}, which version ${VERSION} writes`,
      `it is ${format ?? "older"}, written by version ${version}; train anew, or use that version`,
    );
  }
  verifyChecksum(action, content);
  return readContent(refuse, content);
}

/**
 * Reads a checkpoint; of a run under way, its best weights so far.
 *
 * @throws {SyntaxError} If the bytes are none, are damaged, or are of another format.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const read = decode(bytes);
  if (!("state" in read)) return read;
  const { state: _, ...checkpoint } = read;
  return checkpoint;
}

/**
 * Reads a run that is under way.
 *
 * @throws {SyntaxError} If the bytes are none, are damaged, or are of another format.
 */
export function decodeRunningCheckpoint(bytes: Uint8Array): RunningCheckpoint {
  const read = decode(bytes);
  if ("state" in read) return read;
  return refusing("read checkpoint")("it must be of a run under way", "it is a finished one");
}
