/**
 * Statistics made by hand, a spline flow behind a conditional affine map.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("whitened", SUMMARIES.statistics, ESTIMATORS.whitened);
