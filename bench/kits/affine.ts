/**
 * Statistics made by hand, an affine flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("affine", SUMMARIES.statistics, ESTIMATORS.affine);
