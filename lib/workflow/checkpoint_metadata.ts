/**
 * The metadata of a checkpoint, read and checked field by field.
 *
 * @module
 */
import { isRecord } from "../core/check.ts";
import type { EpochReport } from "../core/history.ts";
import { type TrainConfig, trainConfig } from "../training/train_config.ts";
import type { Layout } from "../training/weights.ts";
import type { Numbers } from "./kit.ts";

/** How to refuse, in the words of an action: "Cannot read checkpoint as …". */
export type Refuse = (wish: string, state: unknown) => never;

/** A refusal of what is being done. */
export function refusing(action: string): Refuse {
  return (wish, state) => {
    throw new SyntaxError(`Cannot ${action} as ${wish}: ${state}`);
  };
}

type Metadata = Readonly<Record<string, string>>;

/** The text of that name. */
export function textOf(refuse: Refuse, metadata: Metadata, name: string): string {
  if (!Object.hasOwn(metadata, name)) {
    return refuse(`its metadata must have "${name}"`, `they are ${Object.keys(metadata)}`);
  }
  return metadata[name];
}

function jsonOf(refuse: Refuse, metadata: Metadata, name: string): unknown {
  const text = textOf(refuse, metadata, name);
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(`its ${name} must be JSON`, (error as Error).message);
  }
}

/** An object with these keys, all of them and no other. */
function recordOf(refuse: Refuse, what: string, value: unknown, keys: readonly string[]) {
  if (!isRecord(value)) return refuse(`${what} must be an object`, JSON.stringify(value));
  for (const key of keys) {
    if (!Object.hasOwn(value, key)) refuse(`${what} must have "${key}"`, "it has not");
  }
  const other = Object.keys(value).find((key) => !keys.includes(key));
  if (other !== undefined) refuse(`${what} must have ${keys.join(", ")}`, `it has "${other}"`);
  return value;
}

/** The numbers of a kit, each of them finite. */
export function readNumbers(refuse: Refuse, metadata: Metadata): Numbers {
  const numbers = jsonOf(refuse, metadata, "numbers");
  if (!isRecord(numbers)) return refuse("its numbers must be an object", JSON.stringify(numbers));
  for (const [name, value] of Object.entries(numbers)) {
    if (!(typeof value === "number" && Number.isFinite(value))) {
      refuse(`its numbers.${name} must be a finite number`, JSON.stringify(value));
    }
  }
  return numbers as Numbers;
}

/** The fingerprint of a kit, 64 hexadecimal digits. */
export function readFingerprint(refuse: Refuse, metadata: Metadata): string {
  const found = textOf(refuse, metadata, "fingerprint");
  if (/^[0-9a-f]{64}$/.test(found)) return found;
  return refuse("its fingerprint must be 64 hexadecimal digits", JSON.stringify(found));
}

/** The names of the parameters, each a text of its own. */
export function readParameters(refuse: Refuse, metadata: Metadata): readonly string[] {
  const names = jsonOf(refuse, metadata, "parameters");
  if (!Array.isArray(names) || names.length === 0) {
    return refuse("its parameters must be a list of names", JSON.stringify(names));
  }
  names.forEach((name: unknown, i) => {
    if (typeof name !== "string" || names.indexOf(name) !== i) {
      refuse(`its parameters[${i}] must be a name of its own`, JSON.stringify(name));
    }
  });
  return names;
}

/** Numbers of the training that older checkpoints lack, as they were then. */
const ADDED: Partial<TrainConfig> = { muon: 0 };

/** The numbers of the training, each of them written down. */
export function readTrain(refuse: Refuse, metadata: Metadata): TrainConfig {
  const fields = jsonOf(refuse, metadata, "train");
  if (!isRecord(fields)) return refuse("its train must be an object", JSON.stringify(fields));
  let made: TrainConfig;
  try {
    made = trainConfig({ ...ADDED, ...fields as Partial<TrainConfig> });
  } catch (error) {
    return refuse("its train must be valid", (error as Error).message);
  }
  recordOf(refuse, "its train", { ...ADDED, ...fields }, Object.keys(made));
  return made;
}

/** The least that each number of an epoch can be. */
const EPOCH: Readonly<Record<keyof EpochReport, number>> = {
  epoch: 1,
  trainingLoss: -Infinity,
  validationLoss: -Infinity,
  learningRate: 0,
  gradientNorm: 0,
  summaryRank: 0,
  skipped: 0,
  rollbacks: 0,
  seconds: 0,
};
const FIELDS = Object.keys(EPOCH) as (keyof EpochReport)[];

/** The epochs of a run, numbered from 1, no more than it has. */
export function readHistory(
  refuse: Refuse,
  metadata: Metadata,
  { epochs, n_train, batch_size }: TrainConfig,
): readonly EpochReport[] {
  const history = jsonOf(refuse, metadata, "history");
  if (!Array.isArray(history) || history.length < 1 || history.length > epochs) {
    const found = Array.isArray(history) ? `it has ${history.length}` : JSON.stringify(history);
    return refuse(`its history must have 1 to ${epochs} epochs`, found);
  }
  history.forEach((report: unknown, i) => {
    const what = `its history[${i}]`;
    const fields = recordOf(refuse, what, report, FIELDS);
    for (const name of FIELDS) {
      const value = fields[name];
      if (!(typeof value === "number" && Number.isFinite(value) && value >= EPOCH[name])) {
        refuse(`${what}.${name} must be a number >= ${EPOCH[name]}`, JSON.stringify(value));
      }
    }
    const { epoch, skipped, rollbacks } = fields;
    if (epoch !== i + 1) refuse(`${what}.epoch must be ${i + 1}`, epoch);
    const batches = Math.floor(n_train / batch_size);
    for (const [name, value] of Object.entries({ skipped, rollbacks })) {
      if (!(Number.isInteger(value) && Number(value) <= batches)) {
        refuse(`${what}.${name} must be an integer from 0 to ${batches}`, value);
      }
    }
  });
  return history;
}

/** The names and shapes of the weights. */
export function readLayout(refuse: Refuse, metadata: Metadata): Layout {
  const layout = jsonOf(refuse, metadata, "layout");
  if (!Array.isArray(layout)) {
    return refuse("its layout must be a list", JSON.stringify(layout));
  }
  const paths = new Set<unknown>();
  layout.forEach((entry: unknown, i) => {
    const what = `its layout[${i}]`;
    const { path, shape } = recordOf(refuse, what, entry, ["path", "shape"]);
    if (typeof path !== "string" || paths.has(path)) {
      refuse(`${what}.path must be a text of its own`, JSON.stringify(path));
    }
    if (!(Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n > 0))) {
      refuse(`${what}.shape must be a list of integers > 0`, JSON.stringify(shape));
    }
    paths.add(path);
  });
  return layout;
}

/** A number written as such. */
export function readNumber(refuse: Refuse, metadata: Metadata, name: string): number {
  const text = textOf(refuse, metadata, name);
  const value = text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : refuse(`its ${name} must be a finite number`, text);
}
