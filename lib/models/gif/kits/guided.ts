/**
 * A guided kit: Laplace's approximation of the exact posterior, and a small spline coupling flow for
 * what it misses.
 *
 * @module
 */
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { mlpSummary } from "../../../networks/mlp.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { gifGuide } from "../guide/guide.ts";
import { gifFamily } from "../kit.ts";
import type { GifParameter } from "../parameters.ts";
import type { GifFields } from "../simulator/gif.ts";

/** The kit with the guide {@linkcode gifGuide}. */
const guidedGifKit: KitFamily<GifParameter, GifFields> = gifFamily({
  name: "gif",
  guide: gifGuide,
  architecture: () => ({
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 48, widths: [128, 128] }),
    estimator: couplingFlow({
      depth: 4,
      family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
      widths: [64, 64],
    }),
  }),
  train: {
    n_train: 40_000,
    n_val: 2_000,
    epochs: 30,
    batch_size: 256,
    seed: 45,
    learning_rate: 1e-3,
    weight_decay: 1e-2,
    warmup: 0.05,
    clip_norm: 1.5,
  },
});
export default guidedGifKit;
