/**
 * The Ornstein–Uhlenbeck process from sample to sample, exactly (Gillespie 1996, Phys. Rev. E 54,
 * 2084): x′ = kept x + fresh ε of a process with variance 1, where ε is standard normal.
 *
 * @module
 */

/** What of a process is kept from one sample to the next, and what is new, in its sds. */
export interface OrnsteinUhlenbeck {
  readonly kept: number;
  readonly fresh: number;
}

/**
 * The recursion of a process.
 *
 * @param correlation Its correlation time, in the unit of `step`; 0 is white.
 *
 * @example Usage
 * ```ts
 * import { ornsteinUhlenbeck } from "./ornstein_uhlenbeck.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const { kept, fresh } = ornsteinUhlenbeck(2, 0.5);
 * assertAlmostEquals(kept ** 2 + fresh ** 2, 1);
 * assertEquals(ornsteinUhlenbeck(0, 0.5), { kept: 0, fresh: 1 });
 * ```
 */
export function ornsteinUhlenbeck(correlation: number, step: number): OrnsteinUhlenbeck {
  const kept = correlation === 0 ? 0 : Math.exp(-step / correlation);
  return { kept, fresh: Math.sqrt(1 - kept * kept) };
}
