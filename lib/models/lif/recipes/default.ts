/**
 * The recipe to use: the mode and width of an approximate posterior as statistics, the coordinates of
 * a law made of them, and a small spline coupling flow for what that law misses.
 *
 * @module
 */
import { lifRecipe } from "./lif_recipe.ts";
import type { Overrides, Recipe } from "../../../workflow/recipe.ts";

/**
 * The default recipe.
 *
 * @throws {TypeError | RangeError} If an override is not a valid configuration.
 */
export function defaultRecipe(overrides?: Overrides): Recipe {
  return lifRecipe({ name: "default", summary: "mode", estimator: "slim" }, overrides);
}
