/**
 * A study made again in a worker, to be trained there.
 *
 * @module
 */
import type { Trainee } from "../training/trainee.ts";
import { recipeNamed } from "../models/lif/recipes/mod.ts";
import { type StudyArgument, studyOf, traineeOf } from "./study.ts";

/**
 * The study of a recipe, as something to be trained.
 *
 * @throws {RangeError} If there is no recipe of that name.
 */
export function trainee({ recipe, configuration, pilot }: StudyArgument): Trainee {
  return traineeOf(studyOf(recipeNamed(recipe, configuration), pilot));
}
