/**
 * Statistics made by hand, flow matching.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("matching", SUMMARIES.statistics, ESTIMATORS.matching);
