/**
 * How a kit is trained that has no settings of its own: good for models of a few parameters and
 * 10,000 simulations.
 *
 * @module
 */
import { couplingFlow } from "../flows/coupling_flow.ts";
import type { BuildEstimator } from "../flows/estimator.ts";
import { rationalQuadraticSpline } from "../flows/rational_quadratic_spline.ts";
import { TRAIN_DEFAULTS, type TrainConfig } from "../training/train_config.ts";

/** The numbers of training: 10,000 simulations in all, a tenth of them to validate on. */
export const STANDARD_TRAIN: TrainConfig = Object.freeze({
  ...TRAIN_DEFAULTS,
  n_train: 9_000,
  n_val: 1_000,
  epochs: 60,
  batch_size: 64,
  learning_rate: 3e-3,
  // Of less, flows in ten dimensions overfit more; of more, they can't bend as far as two moons.
  weight_decay: 0.1,
  clip_norm: 5,
});

/** A coupling flow of rational-quadratic splines (Durkan et al. 2019, arXiv:1906.04032). */
export const standardEstimator: BuildEstimator = couplingFlow({
  depth: 5,
  family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
  widths: [64, 64],
});
