/**
 * The kit to use: the guide of an approximate likelihood, and a small spline coupling flow for what it
 * misses.
 *
 * @module
 */
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { mlpSummary } from "../../../networks/mlp.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { lifGuide } from "../guide/guide.ts";
import { lifFamily } from "../kit.ts";
import type { LifFields, LifParameter } from "../simulator/lif.ts";
import { SPLINE_TRAIN } from "./train.ts";

/**
 * The kit to use: the features of {@linkcode lifGuide}, in whose transform a spline coupling flow
 * learns.
 */
const defaultKit: KitFamily<LifParameter, LifFields> = lifFamily({
  name: "default",
  guide: ({ sim, prior }) => lifGuide(sim, prior),
  // Little is left to learn, so the networks are small, and the set is renewed before it is known.
  network: () => (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 32, widths: [128, 128] }),
  architecture: (summary) => ({
    summary,
    estimator: couplingFlow({
      depth: 3,
      family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
      widths: [64, 64],
    }),
  }),
  train: { ...SPLINE_TRAIN, n_train: 100_000, epochs: 24, refresh: 3 },
});
export default defaultKit;
