/**
 * The learning rate over a run: linear warm-up, then half a cosine down to zero
 * (Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5 without restarts).
 *
 * @module
 */

/** The shape of a schedule. */
export interface ScheduleOptions {
  readonly peak: number;
  /** The share of all steps spent warming up. */
  readonly warmup: number;
  readonly steps: number;
}

/**
 * The learning rate of step 0 … steps − 1.
 *
 * @example Usage
 * ```ts
 * import { warmupCosine } from "./schedule.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const rate = warmupCosine({ peak: 1e-3, warmup: 0.1, steps: 100 });
 * assertEquals(rate(9), 1e-3);
 * assertAlmostEquals(rate(99), 0, 1e-6);
 * ```
 */
export function warmupCosine({ peak, warmup, steps }: ScheduleOptions): (step: number) => number {
  const rising = Math.round(warmup * steps);
  return (step) => {
    if (step < rising) return peak * (step + 1) / rising;
    const progress = (step + 1 - rising) / (steps - rising);
    return peak * 0.5 * (1 + Math.cos(Math.PI * progress));
  };
}
