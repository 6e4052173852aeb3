/**
 * One neuron given its population and its own recording: what a population's neurons are drawn from
 * after the population.
 *
 * @module
 */
import { elements } from "../../../core/arrays.ts";
import { memberGuide } from "../../../model/population_guide.ts";
import type { MemberFields } from "../../../model/population_models.ts";
import { mlpSummary } from "../../../networks/mlp.ts";
import { eventEstimator } from "../../../workflow/event_network.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { numbersPart } from "../../../workflow/standard_parts.ts";
import { experimentOf, LIF_NUMBERS } from "../kit.ts";
import { lifPopulation } from "../population.ts";
import type { LifParameter } from "../simulator/lif.ts";
import { SET_TRAIN } from "./train.ts";

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
        estimator: eventEstimator,
      },
      train: { ...SET_TRAIN, n_train: 40_000, n_val: 4_000, epochs: 12 },
    };
  },
};
export default memberKit;
