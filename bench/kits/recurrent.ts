/**
 * A recurrent network over the series, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("recurrent", SUMMARIES.recurrent, ESTIMATORS.spline);
