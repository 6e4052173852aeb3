/**
 * A perceptron on addresses: products of matrices, biases and nonlinearities, and their gradients,
 * by chunks of rows that stay in the cache.
 *
 * @module
 */
import { type Address, after, type Heap } from "./heap.ts";
import { multiply, productRoom } from "./product.ts";

/** A layer [inputs, outputs]. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Address;
  readonly bias: Address;
}

/** Rows that are computed at a time. */
const CHUNK = 480;

/** Numbers that are kept for the gradient, per row: what hidden layers are before the activation. */
export function keptPerRow(layers: readonly Layer[]): number {
  return layers.slice(0, -1).reduce((sum, { outputs }) => sum + outputs, 0);
}

function widest(layers: readonly Layer[]): number {
  return Math.max(...layers.flatMap(({ inputs, outputs }) => [inputs, outputs]));
}

/** The numbers that both directions need to work. */
export function layersRoom(layers: readonly Layer[]): number {
  return productRoom(widest(layers)) + 3 * CHUNK * widest(layers);
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
  heap: Heap,
  layers: readonly Layer[],
  kind: number,
  rows: number,
  { x, y, kept, work }: Readonly<Record<"x" | "y" | "kept" | "work", Address>>,
): void {
  const panels = work, hidden = after(work, productRoom(widest(layers)));
  for (const [first, count] of chunks(rows)) {
    let from = after(x, first * layers[0].inputs), behind = kept;
    layers.forEach(({ inputs, outputs, weights, bias }, i) => {
      const last = i === layers.length - 1;
      const to = after(last ? y : behind, first * outputs);
      multiply(heap, {
        m: count,
        n: outputs,
        k: inputs,
        a: from,
        b: weights,
        c: to,
        bias,
        work: panels,
      });
      if (last) return;
      heap.kernels.activation({ kind, count: count * outputs, x: to, y: hidden });
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
  heap: Heap,
  layers: readonly Layer[],
  kind: number,
  rows: number,
  { x, dy, kept, dx, d0, work }: Readonly<
    Record<"x" | "dy" | "kept" | "dx" | "d0" | "work", Address>
  >,
  gradients: readonly LayerGradient[],
): void {
  const panels = work, size = CHUNK * widest(layers);
  const hidden = after(work, productRoom(widest(layers)));
  const buffers = [after(hidden, size), after(hidden, 2 * size)];
  for (const [first, count] of chunks(rows)) {
    const add = first > 0;
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
        multiply(heap, {
          m: count,
          n: inputs,
          k: outputs,
          a: d,
          b: weights,
          transposeB: true,
          c: before,
          work: panels,
        });
      }
      if (i > 0) {
        heap.kernels.activationGradient({
          kind,
          count: count * inputs,
          x: after(behind, first * inputs),
          dy: before,
          dx: before,
          y: hidden,
        });
      }
      const gradient = gradients[i];
      multiply(heap, {
        m: inputs,
        n: outputs,
        k: count,
        a: from,
        transposeA: true,
        b: d,
        c: gradient.weights,
        add,
        work: panels,
      });
      heap.kernels.columnSums({ m: count, n: outputs, x: d, sums: gradient.bias, add });
      d = before;
    }
  }
}
