/**
 * A strided convolution over the series, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("convolution", SUMMARIES.convolution, ESTIMATORS.spline);
