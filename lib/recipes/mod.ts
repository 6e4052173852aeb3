/**
 * The recipes by name.
 *
 * @module
 */
import { nearest } from "../check.ts";
import { defaultRecipe } from "./default.ts";
import { originalRecipe } from "./original.ts";
import type { Overrides, Recipe } from "./recipe.ts";

const RECIPES: Readonly<Record<string, (overrides?: Overrides) => Recipe>> = {
  default: defaultRecipe,
  original: originalRecipe,
};

/** The names of all recipes. */
export const RECIPE_NAMES: readonly string[] = Object.keys(RECIPES);

/**
 * The recipe of that name.
 *
 * @throws {RangeError} If there is none.
 *
 * @example Usage
 * ```ts
 * import { recipeNamed } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { configuration } = recipeNamed("default", { train: { epochs: 3 } });
 * assertEquals(configuration.train.epochs, 3);
 * ```
 */
export function recipeNamed(name: string, overrides?: Overrides): Recipe {
  if (!Object.hasOwn(RECIPES, name)) {
    throw new RangeError(
      `Cannot use recipe "${name}" as there is none, did you mean "${
        nearest(name, RECIPE_NAMES)
      }"? The recipes are ${RECIPE_NAMES.join(", ")}`,
    );
  }
  return RECIPES[name](overrides);
}
