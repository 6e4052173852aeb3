/**
 * Statistics and a strided convolution side by side, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("hybrid", SUMMARIES.hybrid, ESTIMATORS.spline);
