/**
 * Does the test for misspecification keep its level? Recordings of the simulator itself should be
 * rejected at the rate that the level says.
 *
 * The level α holds on average over the n simulations that calibrate. Given them, the chance of a
 * rejection is that of falling beyond the k-th strangest of them, k = ⌊α (n + 1)⌋, which is
 * Beta(k, n + 1 − k); the rejections among N recordings are beta-binomial,
 *
 *     P(X = x) = (N choose x) B(x + k, N − x + n + 1 − k) / B(k, n + 1 − k).
 *
 * Kinds of recordings that calibrate apart are taken as one; ties make rejections rarer.
 *
 * @module
 */
import { between, integer } from "../core/check.ts";
import { logFactorials } from "../core/special.ts";
import { type Finding, LEVEL } from "./verdict.ts";

/**
 * The share of recordings rejected, and P(as many or more).
 *
 * @param rejected Recordings of the simulator with p ≤ 0.05.
 * @param tested All of them.
 * @param calibrating `count` of the fit.
 * @throws {RangeError} If fewer than 19 simulations calibrate, none is tested or more are rejected.
 *
 * @example Usage
 * ```ts
 * import { misspecificationRate } from "./misspecification_rate.ts";
 * import { assert, assertAlmostEquals } from "@std/assert";
 *
 * // Nineteen calibrate: one recording is rejected with probability 1 / 20.
 * assertAlmostEquals(misspecificationRate(1, 1, 19).pValue ?? NaN, 0.05);
 * assert((misspecificationRate(60, 300, 2000).pValue ?? NaN) < 1e-6);
 * ```
 */
export function misspecificationRate(
  rejected: number,
  tested: number,
  calibrating: number,
): Finding {
  const action = "judge rejections";
  integer(action, "calibrating", calibrating, 19);
  integer(action, "tested", tested, 1);
  between(action, "rejected", rejected, [0, tested]);
  const strangest = Math.floor(LEVEL * (calibrating + 1) + 1e-9);
  const log = logFactorials(tested + calibrating);
  const logBeta = (a: number, b: number) => log[a - 1] + log[b - 1] - log[a + b - 1];
  const rest = calibrating + 1 - strangest;
  const mass = Array.from({ length: tested + 1 }, (_, x) =>
    Math.exp(
      log[tested] - log[x] - log[tested - x] +
        logBeta(x + strangest, tested - x + rest) - logBeta(strangest, rest),
    ));
  const atLeast = (x: number) => mass.slice(x).reduceRight((sum, m) => sum + m, 0);
  let most = 0;
  while (atLeast(most + 1) > 0.05) most++;
  return {
    diagnostic: "misspecification",
    quantity: `share of ${tested} fresh recordings rejected`,
    value: rejected / tested,
    floor: { mean: strangest / (calibrating + 1), limit: most / tested },
    pValue: Math.min(1, atLeast(rejected)),
    reading: "above its limit: the test rejects recordings that the simulator has made",
  };
}
