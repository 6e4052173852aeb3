/**
 * Statistics made by hand, three spline flows.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("ensemble", SUMMARIES.statistics, ESTIMATORS.ensemble);
