/**
 * A population of neurons given the recordings of all: a deep set over the features of each, and a
 * spline coupling flow.
 *
 * @module
 */
import { elements } from "../../../core/arrays.ts";
import type { HyperName } from "../../../distributions/population_prior.ts";
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import type { PopulationFields } from "../../../model/population_models.ts";
import { deepSet } from "../../../networks/deep_set.ts";
import { mlpSummary } from "../../../networks/mlp.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { setPart } from "../../../workflow/standard_parts.ts";
import { experimentOf, LIF_NUMBERS } from "../kit.ts";
import { lifPopulation } from "../population.ts";
import type { LifParameter } from "../simulator/lif.ts";
import { SET_TRAIN } from "./train.ts";

/** The population, whose z are those of the neuron's prior. */
const populationKit: KitFamily<HyperName<LifParameter>, PopulationFields> = {
  numbers: LIF_NUMBERS,
  kit(numbers) {
    const { models: { population: model } } = lifPopulation(experimentOf(numbers));
    return {
      name: model.name,
      model,
      summaries: setPart<PopulationFields>("members", model.simulator.fields.members).summaries,
      architecture: {
        summary: (scope, shape) =>
          deepSet(scope, {
            shape,
            element: mlpSummary(scope.child("element"), {
              inputs: elements(shape.slice(1)),
              dim: 64,
              widths: [128, 128],
            }),
            dim: 64,
          }),
        estimator: couplingFlow({
          depth: 6,
          family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
          widths: [96, 96],
        }),
      },
      train: { ...SET_TRAIN, n_train: 20_000, epochs: 20 },
    };
  },
};
export default populationKit;
