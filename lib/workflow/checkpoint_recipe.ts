/**
 * Whether a checkpoint is of a recipe: of its name, its numbers and its summary variables.
 *
 * @module
 */
import { allFinite, ofLength } from "../core/check.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { differences, type Recipe } from "./recipe.ts";
import { LIF_PARAMETERS } from "../models/lif/simulator/lif.ts";

/** In what a checkpoint is not of a recipe, as "train.epochs: 50, not 10": wanted, found. */
export function unlike(
  recipe: Recipe,
  { recipe: name, configuration }: Pick<Checkpoint, "recipe" | "configuration">,
): string[] {
  const other = name === recipe.name ? [] : [`recipe: ${recipe.name}, not ${name}`];
  return [...other, ...differences(recipe.configuration, configuration)];
}

/**
 * Refuses a checkpoint that was made with another recipe or other numbers, whose units are not those
 * of the recipe's parameters and summary variables, or whose weights are not numbers.
 *
 * @throws {SyntaxError} If it is of another recipe, or other numbers.
 * @throws {RangeError} If its units or weights are wrong.
 */
export function checkRecipe(recipe: Recipe, checkpoint: Checkpoint): void {
  const action = `restore checkpoint of recipe ${checkpoint.recipe}`;
  const different = unlike(recipe, checkpoint);
  if (different.length > 0) {
    throw new SyntaxError(
      `Cannot ${action} as it must be of the recipe's numbers: ${different.join("; ")}`,
    );
  }
  const { moments, standardisation } = checkpoint.pilot;
  const { names } = recipe.variables(recipe.configuration);
  for (const part of ["mean", "sd"] as const) {
    ofLength(action, `theta.${part}`, moments[part], LIF_PARAMETERS.length);
    allFinite(action, `theta.${part}`, moments[part]);
    ofLength(action, `summary.${part}`, standardisation[part], names.length);
    allFinite(action, `summary.${part}`, standardisation[part]);
  }
  allFinite(action, "weights", checkpoint.weights);
}
