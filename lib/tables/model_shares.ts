/**
 * The probabilities of models as a table.
 *
 * @module
 */
import { column, type Draws } from "../core/draws.ts";
import { type Table, table } from "./table.ts";

/**
 * The share of draws of each model, by name.
 *
 * @param draws Of the number of the model.
 * @param labels The names of the models, in the order of their numbers.
 *
 * @example Usage
 * ```ts
 * import { modelShares } from "./model_shares.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draws = { names: ["model"] as const, count: 4, values: Float64Array.of(0, 1, 1, 1) };
 * assertEquals(modelShares(draws, ["LIF", "GIF"]), { LIF: 0.25, GIF: 0.75 });
 * ```
 */
export function modelShares(draws: Draws, labels: readonly string[]): Record<string, number> {
  const models = column(draws, "model");
  return Object.fromEntries(labels.map((label, k) => [
    label,
    models.filter((model) => model === k).length / draws.count,
  ]));
}

/** {@linkcode modelShares} as a table, a row a model. */
export function modelTable(draws: Draws, labels: readonly string[]): Table {
  return table(["model", "probability"], Object.entries(modelShares(draws, labels)));
}
