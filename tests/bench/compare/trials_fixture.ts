/** Trials that nobody ran. */
import type { Mode, TrialResult } from "../../../bench/compare/trials.ts";

/** A result whose KL is halved by each power of two of epochs, down to `kl`. */
export function resultWith(
  recipe: string,
  mode: Mode,
  { seed = 1, kl, minutes }: { seed?: number; kl: number; minutes: number },
): TrialResult {
  const milestones = [1, 2, 4].map((epoch) => ({
    epoch,
    seconds: 15 * minutes * epoch,
    kl: 4 * kl / epoch,
  }));
  return {
    trial: { recipe, mode, seed, simulations: 1000, budget: { epochs: 4 } },
    guided: false,
    weights: 5000,
    epochs: 4,
    simulated: 4000,
    milestones,
    kl: { mean: kl, se: 0.01, worst: 3 * kl },
    klOffAtoms: 0.9 * kl,
    byKind: [{ label: "none", mean: kl }, { label: "more", mean: 2 * kl }],
  };
}
