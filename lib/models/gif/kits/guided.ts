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
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 32, widths: [96, 96] }),
    estimator: couplingFlow({
      depth: 3,
      family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
      widths: [48, 48],
    }),
  }),
  // Little is left to learn, and the guide takes most of the time: small networks, a set that stays.
  train: {
    n_train: 60_000,
    n_val: 2_000,
    epochs: 24,
    batch_size: 256,
    seed: 45,
    learning_rate: 1e-3,
    weight_decay: 5e-2,
    warmup: 0.05,
    clip_norm: 1.5,
  },
});
export default guidedGifKit;
