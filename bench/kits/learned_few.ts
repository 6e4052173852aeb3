/**
 * The kit `learned` for few simulations, which it goes through again and again: smaller batches, and
 * a decay of weights against learning them by heart.
 *
 * @module
 */
import learnedKit from "../../lib/models/lif/kits/learned.ts";
import type { LifFields, LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import type { KitFamily } from "../../lib/workflow/kit.ts";

const learnedOfFew: KitFamily<LifParameter, LifFields> = {
  ...learnedKit,
  kit(numbers) {
    const kit = learnedKit.kit(numbers);
    return {
      ...kit,
      name: "learned_few",
      train: { ...kit.train, batch_size: 128, learning_rate: 6e-3, weight_decay: 0.3 },
    };
  },
};
export default learnedOfFew;
