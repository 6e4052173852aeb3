/**
 * The matrices among a model's weights, and who steps them.
 *
 * @module
 */
import { SHARDS } from "./memory.ts";
import { muonCost } from "./muon.ts";
import type { Variables } from "./weights.ts";

/** A matrix of weights in the flat array of all. */
export interface Matrix {
  /** Its place among the variables. */
  readonly variable: number;
  /** [rows, columns] */
  readonly shape: readonly number[];
  /** It has the weights `from` … `to` − 1. */
  readonly from: number;
  readonly to: number;
}

/** The matrices of layers: the variables of two axes that are named weights. */
function matricesOf(variables: Variables): Matrix[] {
  let end = 0;
  return [...variables].flatMap(([path, { shape, size }], variable) => {
    end += size;
    const named = path.slice(path.lastIndexOf("/") + 1) === "weights";
    return named && shape.length === 2 ? [{ variable, shape, from: end - size, to: end }] : [];
  });
}

/**
 * The matrices in as many parts as a batch has shards, each of about the same cost.
 *
 * @example Usage
 * ```ts
 * import { matrixParts } from "./matrices.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { scope } from "../compute/scope.ts";
 * import { key } from "../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * using root = scope(key(45));
 * root.variable("bias", [4], () => 0);
 * root.variable("weights", [3, 4], () => 0);
 * assertEquals(matrixParts(root.variables).flat(), [{
 *   variable: 1,
 *   shape: [3, 4],
 *   from: 4,
 *   to: 16,
 * }]);
 * ```
 */
export function matrixParts(variables: Variables): readonly (readonly Matrix[])[] {
  const parts = Array.from({ length: SHARDS }, () => ({ cost: 0, matrices: [] as Matrix[] }));
  const all = matricesOf(variables).sort((a, b) => muonCost(b.shape) - muonCost(a.shape));
  for (const matrix of all) {
    const least = parts.reduce((least, part) => part.cost < least.cost ? part : least);
    least.cost += muonCost(matrix.shape);
    least.matrices.push(matrix);
  }
  return parts.map(({ matrices }) => matrices);
}
