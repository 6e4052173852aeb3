/**
 * Every predictive check of one recording: voltage, spike count, intervals and test quantities.
 *
 * @module
 */
import { simulate } from "../dataset.ts";
import { column, type Draws } from "../draws.ts";
import type { Key } from "../random.ts";
import type { LifChannel, LifParameter } from "../simulators/lif.ts";
import type { Recordings, Simulator } from "../simulators/simulator.ts";
import { LIF_QUANTITIES } from "../statistics/quantities.ts";
import { type IntervalReport, intervals } from "./intervals.ts";
import { predictive, type PredictiveReport } from "./predictive.ts";
import { intervalFindings, predictiveFindings, quantityFindings } from "./predictive_findings.ts";
import { type QuantityReport, testQuantities } from "./test_quantities.ts";
import type { Finding } from "./verdict.ts";

/** What each check says, ready to be drawn. Plain data. */
export interface PredictiveChecks {
  readonly predictive: PredictiveReport;
  readonly quantities: QuantityReport;
  readonly intervals: IntervalReport;
  readonly findings: readonly Finding[];
}

/**
 * Simulates a replicate from each draw, and runs them all.
 *
 * @param key Of the replicates; no p-value is below 1 / (draws.count + 1).
 * @param observed A single recording.
 * @param draws Of its posterior.
 * @throws {RangeError} If the parts don't belong together.
 */
export function predictiveChecks(
  key: Key,
  simulator: Simulator<LifParameter, LifChannel>,
  observed: Recordings<LifChannel>,
  draws: Draws<LifParameter>,
): PredictiveChecks {
  const replicated = simulate(key, simulator, draws);
  const pointwise = predictive(replicated, observed, { thresholds: column(draws, "V_th") });
  const quantities = testQuantities(replicated, observed, LIF_QUANTITIES);
  const between = intervals(replicated, observed);
  return {
    predictive: pointwise,
    quantities,
    intervals: between,
    findings: [
      ...predictiveFindings(pointwise),
      ...quantityFindings(quantities),
      ...intervalFindings(between),
    ],
  };
}
