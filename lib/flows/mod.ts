/**
 * Conditional densities: flows, flow matching, ensembles of them, and one of them with its summary
 * network.
 *
 * @module
 */
export { affineFamily } from "./affine_family.ts";
export type { ScalarFamily, ScalarMap, Transformed } from "./bijector.ts";
export { classifier } from "./classifier.ts";
export { couplingFlow, type CouplingFlowOptions } from "./coupling_flow.ts";
export { ensemble, type EnsembleOptions } from "./ensemble.ts";
export type { BuildEstimator, PosteriorEstimator } from "./estimator.ts";
export { flowMatching, type FlowMatchingOptions } from "./flow_matching.ts";
export { type Architecture, type BuildSummary, type Npe, npe } from "./npe.ts";
export { rationalQuadraticSpline, type SplineOptions } from "./rational_quadratic_spline.ts";
