/**
 * A convolution over the series whose local squares are averaged, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("squared_convolution", SUMMARIES.squaredConvolution, ESTIMATORS.spline);
