/**
 * The kit of several sweeps under known currents: the guide of their approximate likelihood, and a
 * small spline coupling flow for what it misses.
 *
 * @module
 */
import type { KitFamily } from "../../../workflow/kit.ts";
import type { LifParameter } from "../simulator/lif.ts";
import type { SweepFields } from "../sweeps/config.ts";
import { sweepsGuide } from "../sweeps/guide.ts";
import { GUIDED_NETWORKS } from "./guided.ts";
import { sweepsFamily } from "./sweeps_family.ts";
import { SPLINE_TRAIN } from "./train.ts";

/** The kit of 1 to 30 sweeps: a flow learns in the transform of {@linkcode sweepsGuide}. */
const sweepsKit: KitFamily<LifParameter, SweepFields> = sweepsFamily({
  name: "sweeps",
  guide: ({ sim, prior }) => sweepsGuide(sim, prior),
  ...GUIDED_NETWORKS,
  // To simulate some seven sweeps takes longer than to learn from them, and little is left to learn.
  train: { ...SPLINE_TRAIN, n_train: 30_000, n_val: 2_000, epochs: 12 },
});
export default sweepsKit;
