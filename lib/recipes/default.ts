/**
 * The recipe to use: the prior's own coordinates, spike-aware statistics, a spline coupling flow.
 *
 * @module
 */
import { rationalQuadraticSpline } from "../bijectors/rational_quadratic_spline.ts";
import { whitened } from "../coordinates.ts";
import { couplingFlow } from "../estimators/coupling_flow.ts";
import { type TrainConfig, trainConfig } from "../inference/train_config.ts";
import { mlpSummary } from "../networks/mlp.ts";
import { priorConfig } from "../priors/lif.ts";
import { simConfig } from "../simulators/lif.ts";
import { lifStatistics } from "../statistics/lif.ts";
import type { Overrides, Recipe } from "./recipe.ts";

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
  patience: 0,
  refresh: 0,
});

/**
 * The default recipe.
 *
 * @throws {TypeError | RangeError} If an override is not a valid configuration.
 */
export function defaultRecipe({ sim, prior, train }: Overrides = {}): Recipe {
  return {
    name: "default",
    configuration: {
      sim: simConfig(sim),
      prior: priorConfig(prior),
      train: trainConfig(train, TRAIN),
    },
    variables: lifStatistics,
    coordinates: whitened,
    architecture: {
      summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 64, widths: [256, 256] }),
      estimator: couplingFlow({
        depth: 3,
        family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
        widths: [128, 128],
      }),
    },
  };
}
