/**
 * The kit `learned`, trained by AdamW alone: what Muon is worth.
 *
 * @module
 */
import learnedKit from "../../lib/models/lif/kits/learned.ts";
import type { LifFields, LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import type { KitFamily } from "../../lib/workflow/kit.ts";

const learnedByAdamw: KitFamily<LifParameter, LifFields> = {
  ...learnedKit,
  kit(numbers) {
    const kit = learnedKit.kit(numbers);
    return {
      ...kit,
      name: "learned_adamw",
      train: { ...kit.train, muon: 0, learning_rate: 3e-3, weight_decay: 1e-4 },
    };
  },
};
export default learnedByAdamw;
