/**
 * The kit to use: the mode and width of an approximate posterior as statistics, the coordinates of a
 * law made of them, and a small spline coupling flow for what that law misses.
 *
 * @module
 */
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { mlpSummary } from "../../../networks/mlp.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { lifFamily } from "../kit.ts";
import { lifLocalCoordinates } from "../prior/local_coordinates.ts";
import type { LifFields, LifParameter } from "../simulator/lif.ts";
import { lifMode } from "../statistics/lif_mode.ts";
import { SPLINE_TRAIN } from "./train.ts";

const defaultKit: KitFamily<LifParameter, LifFields> = lifFamily({
  name: "default",
  guided: true,
  summaries: ({ sim, prior }) => lifMode(sim, prior),
  coordinates: (prior, _, experiment) => lifLocalCoordinates(prior, experiment),
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
