/**
 * A model's weights as one flat array: what an optimiser changes and a checkpoint keeps.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import { ofLength } from "../core/check.ts";
import { copyIn, copyOut } from "../compute/tensors.ts";
import type { Variable } from "../compute/tfjs.ts";

/** Variables by path, in a fixed order. */
export type Variables = ReadonlyMap<string, Variable>;

/** The path and the shape of each variable, in order: what a flat array of weights means. */
export type Layout = readonly { readonly path: string; readonly shape: readonly number[] }[];

/** The layout of a model's weights. */
export function layoutOf(variables: Variables): Layout {
  return [...variables].map(([path, { shape }]) => ({ path, shape }));
}

/** The number of weights in a layout. */
export function weightsIn(layout: Layout): number {
  return layout.reduce((sum, { shape }) => sum + elements(shape), 0);
}

/**
 * The number of weights.
 *
 * @example Usage
 * ```ts
 * import { weightCount } from "./weights.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { scope } from "../compute/scope.ts";
 * import { key } from "../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * using root = scope(key(45));
 * root.variable("weights", [3, 4], () => 0);
 * assertEquals(weightCount(root.variables), 12);
 * ```
 */
export function weightCount(variables: Variables): number {
  return [...variables.values()].reduce((sum, variable) => sum + variable.size, 0);
}

/** All weights, copied. */
export async function readWeights(variables: Variables): Promise<Float32Array> {
  const out = new Float32Array(weightCount(variables));
  await copyOut([...variables.values()], out);
  return out;
}

/**
 * Sets all weights.
 *
 * @throws {RangeError} If there are not as many values as weights.
 */
export function writeWeights(variables: Variables, values: Float32Array): void {
  ofLength("set weights", "values", values, weightCount(variables));
  copyIn(values, [...variables.values()]);
}
