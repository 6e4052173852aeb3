/**
 * One step of the weights, which a group takes together: each worker changes its own ranges of them.
 * A barrier must separate one function from the next.
 *
 * @module
 */
import { ownParts, partRange, type WorkerGroup } from "../compute/parallel/worker_group.ts";
import { type AdamOptions, adamStep, clip } from "./adamw.ts";
import type { Matrix } from "./matrices.ts";
import { muonStep } from "./muon.ts";
import { rangeOf, SHARDS, type TrainingMemory } from "./memory.ts";

/**
 * Adds this worker's ranges of all shards' gradients up, in the order of the shards, each weighed by
 * its share of a batch of so many rows; the sum is then in the first.
 */
export function sumGradients(
  group: WorkerGroup,
  { gradients, squares }: TrainingMemory,
  batch: number,
): void {
  const shares = gradients.map((_, shard) => {
    const [from, to] = partRange(batch, shard, SHARDS);
    return (to - from) / batch;
  });
  for (const range of ownParts(group, SHARDS)) {
    const [a, b, c, d] = gradients.map((gradient) => rangeOf(gradient, range));
    let sum = 0;
    for (let i = 0; i < a.length; i++) {
      a[i] = shares[0] * a[i] + shares[1] * b[i] + shares[2] * c[i] + shares[3] * d[i];
      sum += a[i] * a[i];
    }
    squares[range] = sum;
  }
}

/** The parts [from, to) of each variable that lie in a range of all weights; empty ones left out. */
function variableParts({ weights, variables }: TrainingMemory, range: number) {
  const [first, last] = partRange(weights.length, range, SHARDS);
  let end = 0;
  return variables.flatMap((size, variable) => {
    end += size;
    const from = Math.max(first, end - size), to = Math.min(last, end);
    return from < to ? [{ variable, from, to }] : [];
  });
}

/** Notes the squared norms of this worker's parts of each variable's summed gradient. */
export function measureVariables(group: WorkerGroup, memory: TrainingMemory): void {
  const { gradients: [gradient], variables, variableSquares } = memory;
  for (const range of ownParts(group, SHARDS)) {
    for (const { variable, from, to } of variableParts(memory, range)) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += gradient[i] * gradient[i];
      variableSquares[range * variables.length + variable] = sum;
    }
  }
}

/** The norm of each variable's summed gradient. */
function variableNorms({ variables, variableSquares }: TrainingMemory): number[] {
  return variables.map((_, variable) => {
    let sum = 0;
    for (let i = variable; i < variableSquares.length; i += variables.length) {
      sum += variableSquares[i];
    }
    return Math.sqrt(sum);
  });
}

/** The norm of the summed gradient. */
export function gradientNorm({ squares }: TrainingMemory): number {
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

/** The options of a step, beside those of AdamW. */
export interface StepOptions extends AdamOptions {
  /** Steps taken before. */
  readonly steps: number;
  /** The largest norm of the gradient or, per variable, of each variable's. */
  readonly limit: number;
  /** Needs {@linkcode measureVariables} before. */
  readonly perVariable: boolean;
  /** The weights that step by Muon, in the parts of {@linkcode matrixParts}; none if there are none. */
  readonly matrices: readonly (readonly Matrix[])[];
}

/**
 * Takes step number `steps` + 1 along the summed gradient, cut to the norm `limit`: Muon's of the
 * matrices, AdamW's of all other weights.
 */
export async function stepWeights(
  group: WorkerGroup,
  memory: TrainingMemory,
  { steps, limit, perVariable, matrices, ...options }: StepOptions,
): Promise<void> {
  const norm = gradientNorm(memory);
  const norms = perVariable ? variableNorms(memory) : [];
  // Beside Muon, AdamW has biases and scales, which must not decay to 0.
  const vectors = matrices.length > 0 ? { ...options, weightDecay: 0 } : options;
  const others = new Set(matrices.flat().map(({ variable }) => variable));
  const { weights, mean, square, gradients: [gradient] } = memory;
  const clipped = (variable: number, from: number, to: number) => {
    const part = gradient.subarray(from, to);
    clip(part, perVariable ? norms[variable] : norm, limit);
    return part;
  };
  for (const range of ownParts(group, SHARDS)) {
    for (const { variable, from, to } of variableParts(memory, range)) {
      if (others.has(variable)) continue;
      const moments = { mean: mean.subarray(from, to), square: square.subarray(from, to) };
      const part = clipped(variable, from, to);
      adamStep(weights.subarray(from, to), part, { step: steps, ...moments }, vectors);
    }
  }
  for (const part of ownParts(group, matrices.length)) {
    for (const { variable, shape, from, to } of matrices[part]) {
      const [own, momentum] = [weights, mean].map((values) => values.subarray(from, to));
      await muonStep(shape, own, clipped(variable, from, to), momentum, options);
    }
  }
}

/** Keeps this worker's ranges of the weights as the best ones. */
export function keepBest(group: WorkerGroup, { weights, best }: TrainingMemory): void {
  for (const range of ownParts(group, SHARDS)) rangeOf(best, range).set(rangeOf(weights, range));
}

/** Copies this worker's ranges of weights and moments to the snapshot, or back. */
export function snapshot(
  group: WorkerGroup,
  memory: TrainingMemory,
  way: "keep" | "restore",
): void {
  const { weights, mean, square } = memory;
  [weights, mean, square].forEach((values, i) => {
    const kept = memory.snapshot.subarray(i * values.length, (i + 1) * values.length);
    for (const range of ownParts(group, SHARDS)) {
      if (way === "keep") rangeOf(kept, range).set(rangeOf(values, range));
      else rangeOf(values, range).set(rangeOf(kept, range));
    }
  });
}
