/**
 * The kit `learned`, trained otherwise.
 *
 * @module
 */
import learnedKit from "../../lib/models/lif/kits/learned.ts";
import type { LifFields, LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import type { TrainConfig } from "../../lib/training/train_config.ts";
import type { KitFamily } from "../../lib/workflow/kit.ts";

/** The kit under another name, with these numbers of training in place of its own. */
export function learnedWith(
  name: string,
  train: Partial<TrainConfig>,
): KitFamily<LifParameter, LifFields> {
  return {
    ...learnedKit,
    kit(numbers) {
      const kit = learnedKit.kit(numbers);
      return { ...kit, name, train: { ...kit.train, ...train } };
    },
  };
}
