/**
 * Can a recording's posterior be believed? One test at one level, made of three that look at
 * different things: whether the simulator could have made the recording (distances from simulations of
 * its kind), whether draws of the posterior make it again (replicates), and whether the posterior is
 * stuck on bounds of the prior. Their p-values, each divided by its share of the level, are as one the
 * smallest of them (Bonferroni 1936, weighted): the rate of false alarms of all together is the level.
 *
 * @module
 */
import type { JointModel } from "../../../model/simulator.ts";
import type { Batch } from "../../../model/batch.ts";
import type { Draws } from "../../../core/draws.ts";
import { fold, type Key } from "../../../core/random.ts";
import type { LifFields, LifParameter, SimConfig } from "../simulator/lif.ts";
import { SPIKE_KINDS } from "../../neuron/spikes.ts";
import { lifSummaries } from "./lif_summaries.ts";
import {
  fitMisspecification,
  misspecification,
  type MisspecificationFit,
  type MisspecificationReport,
} from "../../../diagnostics/misspecification.ts";
import { type PredictiveRanks, predictiveRanks } from "../../neuron/predictive_ranks.ts";
import { priorConflict, type PriorConflictReport } from "../../../diagnostics/prior_conflict.ts";
import { simulateAlike } from "../../../diagnostics/simulate_alike.ts";

/** The p-value at which a recording is warned about: of two hundred good ones, one at most. */
export const ALARM_LEVEL = 0.005;

/** The share of the level that each test has. */
const SHARES = { distances: 0.5, replicates: 0.3, bounds: 0.2 } as const;

/** One of the three tests. */
export type ExaminationPart = keyof typeof SHARES;

/**
 * Simulations of the recording's kind: two thirds of them calibrate, so that the test can alarm at
 * its share of the level with three of them as strange as the recording. Two seconds' work.
 */
const SIMULATIONS = 1800;
/** Simulations of all kinds at most, to find those of a rare one. */
const MOST = 200_000;
/** Fewest simulations that can be a reference. */
const FEWEST = 60;

/** What was found. Plain data, ready for JSON. */
export interface LifExamination {
  /** Of all tests together. */
  readonly pValue: number;
  /** The least that it could have been, as simulations and replicates are finite in number. */
  readonly leastP: number;
  /** The tests that alarm at {@linkcode ALARM_LEVEL}. */
  readonly alarms: readonly ExaminationPart[];
  /** The kind of the recording, such as "1 to 4 spikes". */
  readonly kind: string;
  /** Absent if there is no noise, on which the test lives, or the kind is too rare. */
  readonly distances?: MisspecificationReport;
  /** How many simulations of the kind there are, among how many of all kinds. */
  readonly alike?: { readonly count: number; readonly simulated: number };
  /** Absent, like bounds, if there is no draw on the prior's support. */
  readonly replicates?: PredictiveRanks;
  readonly bounds?: PriorConflictReport<LifParameter>;
}

/** Recordings of one experiment, examined one by one. */
export interface LifExaminer {
  /**
   * Examines one recording.
   *
   * @param key For its replicates.
   * @param draws Of its posterior, on the prior's support; about a thousand.
   */
  examine(
    key: Key,
    observation: Batch<LifFields>,
    draws: Draws<LifParameter>,
  ): LifExamination;
}

/**
 * Makes the examination for one experiment. What it simulates it keeps, so that a second recording of
 * a kind takes a tenth of the time.
 *
 * @example Usage
 * ```ts
 * import { lifExaminer } from "./lif_examination.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const { examine } = lifExaminer(key(1), model, simConfig());
 * const { theta, observations } = simulateJoint(key(2), model, 1);
 * const voltage = observations.values.voltage.map((v) => v + 20);
 * const shifted = { ...observations, values: { ...observations.values, voltage } };
 * assert(examine(key(3), shifted, theta).alarms.includes("replicates"));
 * ```
 */
export function lifExaminer(
  key: Key,
  model: JointModel<LifParameter, LifFields>,
  sim: SimConfig,
): LifExaminer {
  const noisy = sim.obs_noise_std > 0 && sim.I_std > 0;
  const summariesOf = noisy ? lifSummaries(sim) : undefined;
  const known = new Map<number, { fit?: MisspecificationFit; count: number; simulated: number }>();

  function referenceOf(kind: number) {
    let reference = known.get(kind);
    if (!reference && summariesOf) {
      const sizes = { kindsOf: SPIKE_KINDS.of, kind, count: SIMULATIONS, most: MOST };
      const { observations, simulated } = simulateAlike(fold(key, kind), model, sizes);
      const { count } = observations;
      const fit = count < FEWEST ? {} : { fit: fitMisspecification(summariesOf(observations)) };
      reference = { ...fit, count, simulated };
      known.set(kind, reference);
    }
    return reference;
  }

  return {
    examine(key, observation, draws) {
      const [kind] = SPIKE_KINDS.of(observation);
      const reference = referenceOf(kind);
      const distances = reference?.fit && summariesOf &&
        misspecification(reference.fit, summariesOf(observation));
      const drawn = draws.count > 0;
      const replicates = drawn
        ? predictiveRanks(key, model.simulator, draws, observation)
        : undefined;
      const bounds = drawn ? priorConflict(draws, model.prior) : undefined;
      const tests = { distances, replicates, bounds };
      const parts = (Object.keys(SHARES) as ExaminationPart[]).map((part) => ({
        part,
        pValue: Math.min(1, (tests[part]?.pValue ?? 1) / SHARES[part]),
      }));
      // That of the bounds has no least.
      const leastP = Math.min(
        distances ? 1 / (distances.simulations + 1) / SHARES.distances : 1,
        replicates ? replicates.leastP / SHARES.replicates : 1,
      );
      return {
        pValue: Math.min(...parts.map(({ pValue }) => pValue)),
        leastP,
        alarms: parts.filter(({ pValue }) => pValue <= ALARM_LEVEL).map(({ part }) => part),
        kind: SPIKE_KINDS.names[kind],
        ...(reference && { alike: { count: reference.count, simulated: reference.simulated } }),
        ...(distances && { distances }),
        ...(replicates && { replicates }),
        ...(bounds && { bounds }),
      };
    },
  };
}
