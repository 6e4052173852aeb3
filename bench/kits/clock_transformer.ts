/**
 * A patch transformer over the series with clocks of spikes, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("clock_transformer", SUMMARIES.clockTransformer, ESTIMATORS.spline);
