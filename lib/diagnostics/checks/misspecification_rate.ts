/**
 * Does the test for misspecification keep its level? Observations of the simulator itself should be
 * rejected at the rate of the level.
 *
 * The level α holds on average over the n simulations that calibrate. Given them, the chance of a
 * rejection is that of falling beyond the k-th strangest of them, k = ⌊α (n + 1)⌋, which is
 * Beta(k, n + 1 − k); the rejections among N observations are beta-binomial,
 *
 *     P(X = x) = (N choose x) B(x + k, N − x + n + 1 − k) / B(k, n + 1 − k).
 *
 * Kinds of observations that calibrate apart are taken as one; ties make rejections rarer.
 *
 * @module
 */
import { between, integer } from "../../core/check.ts";
import { logFactorials } from "../../core/special.ts";
import { fitMisspecification, misspecification } from "./misspecification.ts";
import { type Summarised, summarisedRow } from "./summarised.ts";
import { type Finding, LEVEL } from "../verdict.ts";

/**
 * The share of observations rejected, and P(as many or more).
 *
 * @param rejected Observations of the simulator with p ≤ 0.05.
 * @param tested All of them.
 * @param calibrating `count` of the fit.
 * @throws {RangeError} If fewer than 19 simulations calibrate, none is tested or more are rejected.
 *
 * @example Usage
 * ```ts
 * import { misspecificationRate } from "./misspecification_rate.ts";
 * import { assert, assertAlmostEquals } from "@std/assert";
 *
 * // Nineteen calibrate: one observation is rejected with probability 1 / 20.
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
    quantity: `share of ${tested} fresh observations rejected`,
    value: rejected / tested,
    floor: { mean: strangest / (calibrating + 1), limit: most / tested },
    pValue: Math.min(1, atLeast(rejected)),
    reading: "above its limit: the test rejects observations that the simulator has made",
  };
}

/** Simulations of an observation's kind at least, so that it can be compared within its kind. */
const ALIKE = 19;

/**
 * The rate of {@linkcode misspecificationRate} among fresh simulations; no finding if none is of a
 * kind that the references know.
 *
 * @param references Summaries of other simulations.
 * @param fresh Summaries of those tested.
 *
 * @example Usage
 * ```ts
 * import { rejectionFindings } from "./misspecification_rate.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const summarised = (seed: number, count: number, shift = 0) => {
 *   const values = normals(key(seed), count).map((x) => x + shift);
 *   return { sets: { own: { names: ["a"], count, values } } };
 * };
 * const [{ pValue = NaN }] = rejectionFindings(summarised(1, 600), summarised(2, 200));
 * assert(pValue > 0.05);
 * const [shifted] = rejectionFindings(summarised(1, 600), summarised(2, 200, 2));
 * assert((shifted.pValue ?? NaN) < 1e-6);
 * ```
 */
export function rejectionFindings(references: Summarised, fresh: Summarised): Finding[] {
  const fit = fitMisspecification(references);
  const [{ count }] = Object.values(fresh.sets);
  const pValues: number[] = [];
  for (let i = 0; i < count; i++) {
    const own = summarisedRow(fresh, i);
    const kind = own.strata?.[0] ?? 0;
    if (fit.strata.filter((other) => other === kind).length < ALIKE) continue;
    pValues.push(misspecification(fit, own).pValue);
  }
  if (pValues.length === 0) return [];
  const rejected = pValues.filter((pValue) => pValue <= LEVEL).length;
  return [misspecificationRate(rejected, pValues.length, fit.count)];
}
