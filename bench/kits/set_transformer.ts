/**
 * A set transformer over the segments between spikes, a spline flow.
 *
 * @module
 */
import { ESTIMATORS, kitOfParts, SUMMARIES } from "./parts.ts";

export default kitOfParts("set_transformer", SUMMARIES.setTransformer, ESTIMATORS.spline);
