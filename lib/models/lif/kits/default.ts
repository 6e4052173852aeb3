/**
 * The kit to use: the guide of an approximate likelihood, and a small spline coupling flow for what it
 * misses.
 *
 * @module
 */
import type { KitFamily } from "../../../workflow/kit.ts";
import { lifGuide } from "../guide/guide.ts";
import { lifFamily } from "../kit.ts";
import type { LifFields, LifParameter } from "../simulator/lif.ts";
import { GUIDED_NETWORKS } from "./guided.ts";
import { SPLINE_TRAIN } from "./train.ts";

/**
 * The kit to use: the features of {@linkcode lifGuide}, in whose transform a spline coupling flow
 * learns.
 */
const defaultKit: KitFamily<LifParameter, LifFields> = lifFamily({
  name: "default",
  guide: ({ sim, prior }) => lifGuide(sim, prior),
  ...GUIDED_NETWORKS,
  // The set is renewed before it is known.
  train: { ...SPLINE_TRAIN, n_train: 100_000, epochs: 24, refresh: 3 },
});
export default defaultKit;
