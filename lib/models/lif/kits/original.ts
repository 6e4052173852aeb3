/**
 * The original study's shape: standardised parameters, a recurrent network over the raw series, an
 * affine coupling flow, a fixed set of 20,000 simulations.
 *
 * @module
 */
import { affineFamily } from "../../../flows/affine_family.ts";
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { standardised } from "../../../model/transform.ts";
import { timeSeriesOf } from "../../../model/summary_variables.ts";
import { hardSilu } from "../../../networks/activations.ts";
import { timeSeries } from "../../../networks/time_series.ts";
import { TRAIN_DEFAULTS } from "../../../training/train_config.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { lifFamily } from "../kit.ts";
import { type LifFields, type LifParameter, stepCount } from "../simulator/lif.ts";

/** The first convolution's stride, with a kernel of 6 points. The original's is 1, of 3 points. */
const STRIDE = 4;

/** Of the recurrent layers' inputs, as in the original. */
const DROPOUT = 0.05;

/** The original study's kit: a recurrent network over the raw series, and an affine coupling flow. */
const originalKit: KitFamily<LifParameter, LifFields> = lifFamily({
  name: "original",
  summaries: ({ sim }) => timeSeriesOf(["voltage", "spikes"], stepCount(sim)),
  transform: standardised,
  network: () => (scope, [, channels]) =>
    timeSeries(scope, { channels, dim: 32, stride: STRIDE, dropout: DROPOUT }),
  architecture: (summary) => ({
    summary,
    estimator: couplingFlow({
      depth: 6,
      family: affineFamily(),
      widths: [128, 128],
      activation: hardSilu,
      actNorm: true,
    }),
  }),
  train: { ...TRAIN_DEFAULTS, clip_per_variable: 1 },
});
export default originalKit;
