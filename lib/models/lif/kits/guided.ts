/**
 * The networks of kits with a guide: little is left to learn, so that they are small.
 *
 * @module
 */
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import type { Architecture, BuildSummary } from "../../../flows/npe.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { mlpSummary } from "../../../networks/mlp.ts";

/** The networks, as a kit chooses them. */
export const GUIDED_NETWORKS: {
  network(): BuildSummary;
  architecture(summary: BuildSummary): Architecture;
} = Object.freeze({
  network: (): BuildSummary => (scope, [inputs]) =>
    mlpSummary(scope, { inputs, dim: 32, widths: [128, 128] }),
  architecture: (summary: BuildSummary): Architecture => ({
    summary,
    estimator: couplingFlow({
      depth: 3,
      family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
      widths: [64, 64],
    }),
  }),
});
