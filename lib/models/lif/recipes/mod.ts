/**
 * The recipes by name: some have one of their own, and every pair of parts is "summary+estimator",
 * such as "hybrid+matching".
 *
 * @module
 */
import { nearest } from "../../../core/check.ts";
import { defaultRecipe } from "./default.ts";
import { lifRecipe, type RecipeChoices } from "./lif_recipe.ts";
import { originalRecipe } from "./original.ts";
import { ESTIMATORS, SUMMARIES } from "./parts.ts";
import type { Overrides, Recipe } from "../../../workflow/recipe.ts";

type MakeRecipe = (overrides?: Overrides) => Recipe;

/** What a name stands for, as [summary, estimator]. */
const PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  statistics: ["statistics", "spline"],
  affine: ["statistics", "affine"],
  matching: ["statistics", "matching"],
  ensemble: ["statistics", "ensemble"],
  convolution: ["convolution", "spline"],
  transformer: ["transformer", "spline"],
  recurrent: ["recurrent", "spline"],
  hybrid: ["hybrid", "spline"],
};

const make = (choices: RecipeChoices): MakeRecipe => (overrides) => lifRecipe(choices, overrides);

const RECIPES: Readonly<Record<string, MakeRecipe>> = {
  default: defaultRecipe,
  original: originalRecipe,
  ...Object.fromEntries(
    Object.entries(PAIRS).map(([name, [summary, estimator]]) => [
      name,
      make({ name, summary, estimator }),
    ]),
  ),
};

/** The names of all recipes that have one of their own. */
export const RECIPE_NAMES: readonly string[] = Object.keys(RECIPES);

/** The recipe "summary+estimator", if the name is such a pair. */
function paired(name: string): MakeRecipe | undefined {
  const [summary, estimator, more] = name.split("+");
  if (!Object.hasOwn(SUMMARIES, summary) || more !== undefined) return undefined;
  return Object.hasOwn(ESTIMATORS, estimator) ? make({ name, summary, estimator }) : undefined;
}

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
 * assertEquals(recipeNamed("hybrid+matching").name, "hybrid+matching");
 * ```
 */
export function recipeNamed(name: string, overrides?: Overrides): Recipe {
  const recipe = Object.hasOwn(RECIPES, name) ? RECIPES[name] : paired(name);
  if (!recipe) {
    throw new RangeError(
      `Cannot use recipe "${name}" as there is none, did you mean "${
        nearest(name, RECIPE_NAMES)
      }"? The recipes are ${RECIPE_NAMES.join(", ")}, and any of ` +
        `${Object.keys(SUMMARIES).join(", ")} + any of ${Object.keys(ESTIMATORS).join(", ")}`,
    );
  }
  return recipe(overrides);
}
