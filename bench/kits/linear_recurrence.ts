/**
 * Linear recurrences over the series with clocks of spikes, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("linear_recurrence", SUMMARIES.linearRecurrence, ESTIMATORS.spline);
