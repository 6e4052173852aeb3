/**
 * A recipe put together from named parts.
 *
 * @module
 */
import { whitened } from "../../../model/coordinates.ts";
import { type TrainConfig, trainConfig } from "../../../training/train_config.ts";
import { priorConfig } from "../prior/lif.ts";
import { simConfig } from "../simulator/lif.ts";
import { ESTIMATORS, SUMMARIES } from "./parts.ts";
import { checkRooms, type Overrides, type Recipe } from "../../../workflow/recipe.ts";

/** The names that make a recipe. */
export interface RecipeChoices {
  readonly name: string;
  /** One of {@linkcode SUMMARIES}. */
  readonly summary: string;
  /** One of {@linkcode ESTIMATORS}. */
  readonly estimator: string;
}

/** The optimiser of all recipes put together here; the budget is the summary's. */
const TRAIN: TrainConfig = Object.freeze({
  n_train: 400_000,
  n_val: 4_000,
  epochs: 10,
  batch_size: 256,
  seed: 45,
  learning_rate: 1e-3,
  weight_decay: 1e-4,
  warmup: 0.05,
  clip_norm: 1.5,
  clip_per_variable: 0,
  patience: 0,
  refresh: 0,
});

/**
 * The recipe of these parts.
 *
 * @throws {TypeError | RangeError} If an override is not a valid configuration.
 */
export function lifRecipe(
  { name, summary, estimator }: RecipeChoices,
  overrides: Overrides = {},
): Recipe {
  checkRooms(overrides);
  const { sim, prior, train } = overrides;
  const { variables, network, coordinates = whitened, train: budget, guided = false } =
    SUMMARIES[summary];
  const { build, train: optimiser } = ESTIMATORS[estimator];
  const configuration = {
    sim: simConfig(sim),
    prior: priorConfig(prior),
    train: trainConfig(train, { ...TRAIN, ...budget, ...optimiser }),
  };
  return {
    name,
    guided,
    configuration,
    variables,
    coordinates,
    architecture: build(network(configuration)),
  };
}
