/**
 * The kit `learned`, trained by AdamW alone: what Muon is worth.
 *
 * @module
 */
import { learnedWith } from "./learned_with.ts";

export default learnedWith("learned_adamw", {
  muon: 0,
  learning_rate: 3e-3,
  weight_decay: 1e-4,
});
