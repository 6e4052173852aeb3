/** A small checkpoint, finished and of a run under way, that no training made. @module */
import { assert, assertMatch } from "@std/assert";
import {
  type Checkpoint,
  decodeCheckpoint,
  type RunningCheckpoint,
} from "../../lib/workflow/checkpoint.ts";
import { withChecksum } from "../../lib/core/checksum.ts";
import { weightsIn } from "../../lib/training/weights.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import { fingerprint } from "../../lib/workflow/fingerprint.ts";
import { setup } from "../../lib/workflow/setup.ts";
import type { WarmUp } from "../../lib/workflow/workflow.ts";
import { encodeSafetensors, type Safetensors } from "../../lib/core/safetensors.ts";

export const small = setup(defaultKit, {
  numbers: { T: 20 },
  train: { n_train: 64, n_val: 32, epochs: 3, batch_size: 32, refresh: 0 },
});
export const layout = [
  { path: "a/weights", shape: [3, 4] },
  { path: "b/weights", shape: [4, 3] },
  { path: "b/bias", shape: [3] },
];
export const numbers = (from: number) =>
  Float32Array.from({ length: weightsIn(layout) }, (_, i) => from + i / 8);
export const report = {
  epoch: 1,
  trainingLoss: 3,
  validationLoss: 2.5,
  learningRate: 1e-3,
  gradientNorm: 2,
  summaryRank: 3,
  skipped: 0,
  rollbacks: 0,
  seconds: 1,
};
export const warmUp: WarmUp = {
  moments: { mean: [1, 2, 3, 4, 5, 6], sd: [1, 1, 1, 1, 1, 2] },
  standardisation: { mean: Float64Array.of(1, 2), sd: Float64Array.of(1, 1) },
};
export const finished: Checkpoint = {
  name: "default",
  module: "default",
  parameters: small.kit.model.prior.names,
  fingerprint: fingerprint(small.kit),
  numbers: small.numbers,
  train: small.train,
  warmUp,
  history: [report, { ...report, epoch: 2, skipped: 1 }],
  layout,
  weights: numbers(1),
};
export const running: RunningCheckpoint = {
  ...finished,
  state: {
    weights: numbers(2),
    adam: { step: 3, mean: numbers(-1), square: numbers(0) },
    best: finished.weights,
    history: finished.history,
    untrainedLoss: 8.5,
  },
};

/** How bytes are refused, in our words; undefined if they are read. */
export function refusalOf(bytes: Uint8Array): SyntaxError | undefined {
  try {
    decodeCheckpoint(bytes);
    return undefined;
  } catch (error) {
    assert(error instanceof SyntaxError, `${error}`);
    assertMatch(error.message, /^Cannot (read checkpoint|decode safetensors) as .+: /s);
    return error;
  }
}

/** Fails if the bytes are read. */
export function assertRefused(bytes: Uint8Array, what: string): void {
  assert(refusalOf(bytes) !== undefined, `${what} is read`);
}

/** The bytes of changed content with the right checksum: as by a faulty program, not by a fault. */
export function signed(content: Safetensors): Uint8Array {
  return encodeSafetensors(withChecksum(content));
}
