/**
 * The original study's shape: standardised parameters, a recurrent network over the raw channels, an
 * affine coupling flow, a fixed set of 20,000 simulations.
 *
 * @module
 */
import { affineFamily } from "../bijectors/affine_family.ts";
import { standardised } from "../coordinates.ts";
import { couplingFlow } from "../estimators/coupling_flow.ts";
import { trainConfig } from "../inference/train_config.ts";
import { hardSilu } from "../networks/activations.ts";
import { timeSeries } from "../networks/time_series.ts";
import { priorConfig } from "../priors/lif.ts";
import { type LifChannel, simConfig, stepCount } from "../simulators/lif.ts";
import { timeSeriesOf } from "../statistics/summary_variables.ts";
import type { Overrides, Recipe } from "./recipe.ts";

const CHANNELS: readonly LifChannel[] = ["voltage", "spikes"];

/** The first convolution's stride. The original's is 1, and about six times as slow. */
const STRIDE = 10;

/**
 * The original study's recipe.
 *
 * @throws {TypeError | RangeError} If an override is not a valid configuration.
 */
export function originalRecipe({ sim, prior, train }: Overrides = {}): Recipe {
  return {
    name: "original",
    configuration: {
      sim: simConfig(sim),
      prior: priorConfig(prior),
      train: trainConfig(train),
    },
    variables: ({ sim }) => timeSeriesOf(CHANNELS, stepCount(sim)),
    coordinates: ({ names }, moments) => standardised(names, moments),
    architecture: {
      summary: (scope, [, channels]) => timeSeries(scope, { channels, dim: 32, stride: STRIDE }),
      estimator: couplingFlow({
        depth: 6,
        family: affineFamily(),
        widths: [128, 128],
        activation: hardSilu,
        actNorm: true,
      }),
    },
  };
}
