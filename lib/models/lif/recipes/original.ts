/**
 * The original study's shape: standardised parameters, a recurrent network over the raw series, an
 * affine coupling flow, a fixed set of 20,000 simulations.
 *
 * @module
 */
import { affineFamily } from "../../../flows/affine_family.ts";
import { standardised } from "../../../model/coordinates.ts";
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { TRAIN_DEFAULTS, type TrainConfig, trainConfig } from "../../../training/train_config.ts";
import { hardSilu } from "../../../networks/activations.ts";
import { timeSeries } from "../../../networks/time_series.ts";
import { priorConfig } from "../prior/lif.ts";
import { type LifFields, simConfig, stepCount } from "../simulator/lif.ts";
import { timeSeriesOf } from "../../../model/summary_variables.ts";
import { checkRooms, type Overrides, type Recipe } from "../../../workflow/recipe.ts";

const SERIES: readonly (keyof LifFields)[] = ["voltage", "spikes"];

/** The first convolution's stride, with a kernel of 6 points. The original's is 1, of 3 points. */
const STRIDE = 4;

/** Of the recurrent layers' inputs, as in the original. */
const DROPOUT = 0.05;

/** The original's budget and optimiser. */
const TRAIN: TrainConfig = Object.freeze({ ...TRAIN_DEFAULTS, clip_per_variable: 1 });

/**
 * The original study's recipe.
 *
 * @throws {TypeError | RangeError} If an override is not a valid configuration.
 */
export function originalRecipe(overrides: Overrides = {}): Recipe {
  checkRooms(overrides);
  const { sim, prior, train } = overrides;
  return {
    name: "original",
    guided: false,
    configuration: {
      sim: simConfig(sim),
      prior: priorConfig(prior),
      train: trainConfig(train, TRAIN),
    },
    variables: ({ sim }) => timeSeriesOf(SERIES, stepCount(sim)),
    coordinates: ({ names }, moments) => standardised(names, moments),
    architecture: {
      summary: (scope, [, channels]) =>
        timeSeries(scope, { channels, dim: 32, stride: STRIDE, dropout: DROPOUT }),
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
