/**
 * Statistics made by hand, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("statistics", SUMMARIES.statistics, ESTIMATORS.spline);
