/**
 * The kit `learned` for few simulations, which it goes through again and again: smaller batches, and
 * a decay of weights against learning them by heart.
 *
 * @module
 */
import { learnedWith } from "./learned_with.ts";

export default learnedWith("learned_few", {
  batch_size: 128,
  learning_rate: 6e-3,
  weight_decay: 0.3,
});
