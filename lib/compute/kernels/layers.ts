/**
 * A perceptron on addresses: products of matrices, biases and nonlinearities, and their gradients,
 * by chunks of rows that stay in the cache.
 *
 * @module
 */
import { type Address, after, type Heap } from "./heap.ts";

/** A layer [inputs, outputs]. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Address;
  readonly bias: Address;
}

/** Rows that are computed at a time. */
const CHUNK = 480;

/** The numbers that {@linkcode Heap.kernels}' gemm needs for its panels, for n columns. */
export function gemmRoom(n: number): number {
  return 8 + 256 * (6 + 8 * Math.ceil(n / 8));
}

/** Numbers that are kept for the gradient, per row: what hidden layers are before the activation. */
export function keptPerRow(layers: readonly Layer[]): number {
  return layers.slice(0, -1).reduce((sum, { outputs }) => sum + outputs, 0);
}

function widest(layers: readonly Layer[]): number {
  return Math.max(...layers.flatMap(({ inputs, outputs }) => [inputs, outputs]));
}

/** The numbers that both directions need to work. */
export function layersRoom(layers: readonly Layer[]): number {
  return gemmRoom(widest(layers)) + 3 * CHUNK * widest(layers);
}

/** The first row of each chunk, and their number. */
function chunks(rows: number): (readonly [number, number])[] {
  return Array.from(
    { length: Math.ceil(rows / CHUNK) },
    (_, i) => [i * CHUNK, Math.min(CHUNK, rows - i * CHUNK)],
  );
}

/** y [rows, outputs] of x [rows, inputs], and `kept`. */
export function layersForward(
  { kernels }: Heap,
  layers: readonly Layer[],
  kind: number,
  rows: number,
  { x, y, kept, work }: Readonly<Record<"x" | "y" | "kept" | "work", Address>>,
): void {
  const panels = work, hidden = after(work, gemmRoom(widest(layers)));
  for (const [first, count] of chunks(rows)) {
    let from = after(x, first * layers[0].inputs), behind = kept;
    layers.forEach(({ inputs, outputs, weights, bias }, i) => {
      const last = i === layers.length - 1;
      const to = after(last ? y : behind, first * outputs);
      kernels.gemm(
        ...[0, 0, count, outputs, inputs, from, inputs, weights, outputs, to, outputs, 0],
        ...[bias, panels],
      );
      if (last) return;
      kernels.activation(kind, count * outputs, to, hidden);
      from = hidden;
      behind = after(behind, rows * outputs);
    });
  }
}

/** Where the gradients of a layer go. */
export interface LayerGradient {
  readonly weights: Address;
  readonly bias: Address;
}

/**
 * The gradients for all weights, and for x [rows, inputs] if `dx` is not 0. With `d0`, that of what
 * the first layer gives, [rows, outputs] of it, is left there.
 */
export function layersBackward(
  { kernels }: Heap,
  layers: readonly Layer[],
  kind: number,
  rows: number,
  { x, dy, kept, dx, d0, work }: Readonly<
    Record<"x" | "dy" | "kept" | "dx" | "d0" | "work", Address>
  >,
  gradients: readonly LayerGradient[],
): void {
  const panels = work, size = CHUNK * widest(layers);
  const hidden = after(work, gemmRoom(widest(layers)));
  const buffers = [after(hidden, size), after(hidden, 2 * size)];
  for (const [first, count] of chunks(rows)) {
    const add = Number(first > 0);
    let d = after(dy, first * layers[layers.length - 1].outputs);
    let behind = after(kept, rows * keptPerRow(layers));
    for (let i = layers.length - 1; i >= 0; i--) {
      const { inputs, outputs, weights } = layers[i];
      let from = after(x, first * inputs), before = dx === 0 ? 0 : after(dx, first * inputs);
      if (i > 0) {
        behind = after(behind, -rows * inputs);
        before = i === 1 && d0 !== 0 ? after(d0, first * inputs) : buffers[i % 2];
        from = hidden;
      }
      if (before !== 0) {
        kernels.gemm(
          ...[0, 1, count, inputs, outputs, d, outputs, weights, outputs, before, inputs, 0],
          ...[0, panels],
        );
      }
      if (i > 0) {
        const z = after(behind, first * inputs), n = count * inputs;
        kernels.activationGradient(kind, n, z, before, before, hidden);
      }
      kernels.gemm(
        ...[1, 0, inputs, outputs, count, from, inputs, d, outputs, gradients[i].weights, outputs],
        ...[add, 0, panels],
      );
      kernels.columnSums(count, outputs, d, gradients[i].bias, add);
      d = before;
    }
  }
}
