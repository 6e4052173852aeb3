/**
 * Can the posterior of an observation be trusted? One test at one level, made of three that look at
 * different things: whether the simulator could have made the observation (distances from
 * simulations of its kind), whether draws of the posterior make it again (replicates), and whether
 * the posterior is stuck on bounds of the prior. Their p-values, each divided by its share of the
 * level, are as one the smallest of them (Bonferroni 1936, weighted): the rate of false alarms of
 * all together is the level.
 *
 * @module
 */
import type { Batch } from "../../model/batch.ts";
import type { Fields } from "../../model/field.ts";
import type { JointModel } from "../../model/simulator.ts";
import type { Draws } from "../../core/draws.ts";
import { fold, type Key } from "../../core/random.ts";
import {
  fitMisspecification,
  misspecification,
  type MisspecificationFit,
  type MisspecificationReport,
} from "./misspecification.ts";
import { type DiagnosticParts, summariesOf } from "./parts.ts";
import { discrepanciesOf, type PredictiveRanks, predictiveRanks } from "./predictive_ranks.ts";
import { priorConflict, type PriorConflictReport } from "./prior_conflict.ts";
import { simulateAlike } from "./simulate_alike.ts";
import { standardQuantities } from "./standard_quantities.ts";

/** The p-value at which an observation is rejected: of two hundred good ones, one at most. */
export const CHECK_LEVEL = 0.005;

/** One of the three tests. */
export type ObservationTest = "distances" | "replicates" | "bounds";

/** The share of the level that each test has. */
const SHARES: Readonly<Record<ObservationTest, number>> = {
  distances: 0.5,
  replicates: 0.3,
  bounds: 0.2,
};

/**
 * Simulations of the observation's kind: two thirds of them calibrate, so that the test can reject
 * at its share of the level with three of them as strange as the observation.
 */
const SIMULATIONS = 1800;
/** Simulations of all kinds at most, to find those of a rare one. */
const MOST = 200_000;
/** Fewest simulations that can be a reference. */
const FEWEST = 60;

/** What was found. Plain data, ready for JSON. */
export interface ObservationReport<Name extends string = string> {
  /** Of all tests together. */
  readonly pValue: number;
  /** The least that it could have been, as simulations and replicates are finite in number. */
  readonly leastP: number;
  /** The tests that reject at {@linkcode CHECK_LEVEL}. */
  readonly rejected: readonly ObservationTest[];
  /** The kind of the observation, such as "1 to 4 spikes"; absent where there are no kinds. */
  readonly kind?: string;
  /** Absent if the kind is too rare. */
  readonly distances?: MisspecificationReport;
  /** How many simulations of the kind there are, among how many of all kinds. */
  readonly alike: { readonly count: number; readonly simulated: number };
  /** Absent, like bounds, if there is no draw on the prior's support. */
  readonly replicates?: PredictiveRanks;
  /** Whether the posterior is stuck on a bound of the prior. */
  readonly bounds?: PriorConflictReport<Name>;
}

/** Observations of one model, checked one by one. */
export interface ObservationCheck<Name extends string = string, X extends Fields = Fields> {
  /**
   * Checks one observation.
   *
   * @param key For its replicates.
   * @param draws Of its posterior, on the prior's support; about a thousand.
   */
  check(key: Key, observation: Batch<X>, draws: Draws<Name>): ObservationReport<Name>;
}

/**
 * Makes the check of observations of one model. What it simulates it keeps, so that a second
 * observation of a kind takes a fraction of the time.
 *
 * @param key For the simulations.
 * @param parts What is compared; kinds, summaries and discrepancies, the standard ones if not
 * given.
 *
 * @example Usage
 * ```ts
 * import { observationCheck } from "./observation_check.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif({ T: 40 }) };
 * const { check } = observationCheck(key(1), model);
 * const { theta, observations } = simulateJoint(key(2), model, 1);
 * const voltage = observations.values.voltage.map((v) => v + 20);
 * const shifted = { ...observations, values: { ...observations.values, voltage } };
 * assert(check(key(3), shifted, theta).rejected.includes("replicates"));
 * ```
 */
export function observationCheck<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  parts: Pick<
    DiagnosticParts<NoInfer<Name>, NoInfer<X>>,
    "kinds" | "quantities" | "summarise" | "discrepancies"
  > = {},
): ObservationCheck<Name, X> {
  const { kinds } = parts;
  const discrepancies = parts.discrepancies ??
    discrepanciesOf(parts.quantities ?? standardQuantities(model.simulator));
  const kindsOf = (observations: Batch<X>) =>
    kinds?.of(observations) ?? new Array<number>(observations.count).fill(0);
  const known = new Map<number, { fit?: MisspecificationFit; count: number; simulated: number }>();

  function referencesOf(kind: number) {
    let references = known.get(kind);
    if (!references) {
      const sizes = { kindsOf, kind, count: SIMULATIONS, most: MOST };
      const { observations, simulated } = simulateAlike(fold(key, kind), model, sizes);
      const { count } = observations;
      const fit = count < FEWEST
        ? {}
        : { fit: fitMisspecification(summariesOf(parts, observations)) };
      references = { ...fit, count, simulated };
      known.set(kind, references);
    }
    return references;
  }

  return {
    check(key, observation, draws) {
      const [kind] = kindsOf(observation);
      const { fit, count, simulated } = referencesOf(kind);
      const distances = fit && misspecification(fit, summariesOf(parts, observation));
      const drawn = draws.count > 0;
      const replicates = drawn
        ? predictiveRanks(key, model.simulator, draws, observation, { discrepancies })
        : undefined;
      const bounds = drawn ? priorConflict(draws, model.prior) : undefined;
      const tests = { distances, replicates, bounds };
      const each = (Object.keys(SHARES) as ObservationTest[]).map((test) => ({
        test,
        pValue: Math.min(1, (tests[test]?.pValue ?? 1) / SHARES[test]),
      }));
      // That of the bounds has no least.
      const leastP = Math.min(
        distances ? 1 / (distances.simulations + 1) / SHARES.distances : 1,
        replicates ? replicates.leastP / SHARES.replicates : 1,
      );
      return {
        pValue: Math.min(...each.map(({ pValue }) => pValue)),
        leastP,
        rejected: each.filter(({ pValue }) => pValue <= CHECK_LEVEL).map(({ test }) => test),
        ...(kinds && { kind: kinds.names[kind] }),
        alike: { count, simulated },
        ...(distances && { distances }),
        ...(replicates && { replicates }),
        ...(bounds && { bounds }),
      };
    },
  };
}
