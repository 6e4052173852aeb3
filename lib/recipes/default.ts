/**
 * The recipe to use: the prior's own coordinates, spike-aware statistics, a spline coupling flow.
 *
 * @module
 */
import { lifRecipe } from "./lif_recipe.ts";
import type { Overrides, Recipe } from "./recipe.ts";

/**
 * The default recipe.
 *
 * @throws {TypeError | RangeError} If an override is not a valid configuration.
 */
export function defaultRecipe(overrides?: Overrides): Recipe {
  return lifRecipe({ name: "default", summary: "statistics", estimator: "spline" }, overrides);
}
