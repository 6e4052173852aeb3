/**
 * One neuron given its population and its own recording: what a population's neurons are drawn from
 * after the population.
 *
 * @module
 */
import { elements } from "../../../core/arrays.ts";
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { memberGuide } from "../../../model/population_guide.ts";
import type { MemberFields } from "../../../model/population_models.ts";
import { mlpSummary } from "../../../networks/mlp.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { numbersPart } from "../../../workflow/standard_parts.ts";
import { experimentOf, LIF_NUMBERS } from "../kit.ts";
import { lifPopulation } from "../population.ts";
import type { LifParameter } from "../simulator/lif.ts";
import { SPLINE_TRAIN } from "./train.ts";

/** The deviations of a neuron from its population's mean, in its sds. */
const memberKit: KitFamily<LifParameter, MemberFields> = {
  numbers: LIF_NUMBERS,
  kit(numbers) {
    const { prior, models: { member: model } } = lifPopulation(experimentOf(numbers));
    return {
      name: model.name,
      model,
      summaries: numbersPart(model.simulator.fields, ["own"]).summaries,
      guide: memberGuide(prior.hyper.names),
      architecture: {
        summary: (scope, shape) =>
          mlpSummary(scope, { inputs: elements(shape), dim: 64, widths: [128, 128] }),
        estimator: couplingFlow({
          depth: 4,
          family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
          widths: [96, 96],
        }),
      },
      train: {
        ...SPLINE_TRAIN,
        n_train: 40_000,
        epochs: 12,
        muon: 1,
        learning_rate: 5e-3,
        weight_decay: 0.1,
      },
    };
  },
};
export default memberKit;
