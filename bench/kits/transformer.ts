/**
 * A patch transformer over the series, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("transformer", SUMMARIES.transformer, ESTIMATORS.spline);
