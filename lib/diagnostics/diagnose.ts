/**
 * A full examination of a trained posterior: every diagnostic there is, on fresh simulations, with one
 * verdict for each statistic and multiplicity handled over all of them.
 *
 * @module
 */
import { integer } from "../check.ts";
import { type Dataset, type JointModel, simulateJoint } from "../dataset.ts";
import { dataset } from "../draws.ts";
import type { OnProgress } from "../history.ts";
import type { Posterior } from "../posterior.ts";
import { fold, type Key } from "../random.ts";
import type { LifChannel, LifParameter, SimConfig } from "../simulators/lif.ts";
import { recording } from "../simulators/simulator.ts";
import { lifStatistics } from "../statistics/lif.ts";
import { summarise } from "../statistics/summary_variables.ts";
import { calibration, type CalibrationReport } from "./calibration.ts";
import { groupCalibration, type GroupReport } from "./group_calibration.ts";
import { lifSummaries } from "./lif_summaries.ts";
import { localC2st, type LocalC2stReport } from "./local_c2st.ts";
import { localCalibration, localSubject } from "./local_calibration.ts";
import { fitMisspecification, misspecification } from "./misspecification.ts";
import { misspecificationRate } from "./misspecification_rate.ts";
import { type PredictiveChecks, predictiveChecks } from "./predictive_checks.ts";
import { localC2stFindings } from "./predictive_findings.ts";
import { ecdfFindings } from "./rank_ecdf.ts";
import { type Finding, LEVEL, type Verdict, verdictsOf } from "./verdict.ts";

/** What is examined. */
export interface Patient {
  readonly posterior: Posterior<LifParameter, LifChannel>;
  readonly model: JointModel<LifParameter, LifChannel>;
  readonly sim: SimConfig;
}

/** How much of it. */
export interface DiagnoseOptions {
  /** Fresh simulations, 300 if not given. */
  readonly simulations?: number;
  /** Draws for each; draws + 1 must be a multiple of 20. 999 if not given. */
  readonly draws?: number;
  /** Further simulations, for references, local tests and groups. 3,000 if not given. */
  readonly bank?: number;
  /**
   * Replicates behind the predictive checks, and swaps behind the local tests; 4,999 if not given. No
   * p-value is below one over their number, and to be an alarm it must survive a correction for more
   * than a hundred tests: with 200, as is usual, these could not say no.
   */
  readonly resamples?: number;
  readonly onProgress?: OnProgress;
}

/** The examination. Plain data, ready for JSON. */
export interface Diagnosis {
  readonly simulations: number;
  readonly draws: number;
  readonly verdicts: readonly Verdict[];
  /** How many of them alarm. */
  readonly alarms: number;
  readonly calibration: CalibrationReport<LifParameter>;
  /** Of silent neurons and of the highest firing rates, as far as there are some. */
  readonly groups: readonly GroupReport<LifParameter>[];
  /** At the first fresh simulations. */
  readonly localC2st: readonly LocalC2stReport[];
  /** Of the first fresh simulation. */
  readonly predictive: PredictiveChecks;
}

/** Recordings in which the local classifier test looks. */
const LOCAL = 3;
/** Draws behind the posterior means of the bank, which that test takes as summaries. */
const BANK_DRAWS = 50;
/** Recordings in a group that is calibrated by itself. */
const GROUP = 100;

/** How often recordings of the simulator are called misspecified; nothing if it has no noise. */
function misspecificationFindings(
  sim: SimConfig,
  bank: Dataset<LifParameter, LifChannel>,
  fresh: Dataset<LifParameter, LifChannel>,
): Finding[] {
  if (sim.obs_noise_std === 0 || sim.I_std === 0) return [];
  const summariesOf = lifSummaries(sim);
  const fit = fitMisspecification(summariesOf(bank.recordings));
  const { count } = fresh.recordings;
  let rejected = 0;
  for (let i = 0; i < count; i++) {
    const { pValue } = misspecification(fit, summariesOf(recording(fresh.recordings, i)));
    if (pValue <= LEVEL) rejected++;
  }
  return [misspecificationRate(rejected, count, fit.count)];
}

/**
 * Examines a posterior: simulates recordings that training has never seen, draws their posteriors, and
 * runs every diagnostic on them. README.md beside this file tells how to read each.
 *
 * @throws {RangeError} If a number is not a positive integer, or draws + 1 is no multiple of 20.
 */
export async function diagnose(
  key: Key,
  patient: Patient,
  { simulations = 300, draws = 999, bank: bankSize = 3000, resamples = 4999, onProgress }:
    DiagnoseOptions = {},
): Promise<Diagnosis> {
  integer("diagnose posterior", "simulations", simulations, 2);
  integer("diagnose posterior", "draws", draws, 19);
  integer("diagnose posterior", "bank", bankSize, 100);
  integer("diagnose posterior", "resamples", resamples, 1);
  const { posterior, model, sim } = patient;
  const tell = (done: number, note: string) => onProgress?.(done, 7, note);
  const fresh = simulateJoint(fold(key, "fresh"), model, simulations);
  const bank = simulateJoint(fold(key, "bank"), model, bankSize);
  tell(1, "drawing posteriors");
  const sampled = await posterior.sample(fold(key, "posterior"), fresh.recordings, draws);
  const truths = { ...fresh.theta, datasets: simulations, count: 1 };
  const logDensity = {
    draws: await posterior.logProb(sampled, fresh.recordings),
    truth: await posterior.logProb(truths, fresh.recordings),
  };
  tell(2, "calibration");
  const statistics = lifStatistics(sim);
  const calibrated = calibration(fold(key, "calibration"), {
    truth: fresh.theta,
    posterior: sampled,
    logDensity,
    summaries: summarise(statistics, fresh.recordings),
    bank: { theta: bank.theta, summaries: summarise(statistics, bank.recordings) },
  });
  tell(3, "groups by firing rate");
  const groups = await groupCalibration(fold(key, "groups"), posterior, bank, {
    draws,
    size: GROUP,
  });
  tell(4, "local classifier tests");
  const bankDraws = await posterior.sample(fold(key, "local"), bank.recordings, BANK_DRAWS);
  const local = localCalibration(bank.theta, bankDraws);
  const localReports = Array.from(
    { length: Math.min(LOCAL, simulations) },
    (_, i) => {
      const subject = localSubject(dataset(sampled, i));
      return localC2st(fold(fold(key, "C2ST"), i), local, subject, { nulls: resamples });
    },
  );
  tell(5, "misspecification");
  const rate = misspecificationFindings(sim, bank, fresh);
  tell(6, "predictive checks");
  const observed = recording(fresh.recordings, 0);
  const behind = await posterior.sample(fold(key, "observed"), observed, resamples);
  const checks = predictiveChecks(
    fold(key, "replicates"),
    model.simulator,
    observed,
    dataset(behind, 0),
  );
  const verdicts = verdictsOf([
    ...calibrated.findings,
    ...groups.flatMap(({ group, recordings, ecdf }) =>
      ecdfFindings(ecdf, `SBC ECDF, ${recordings} ${group}`)
    ),
    ...localReports.flatMap((report, i) =>
      localC2stFindings(report).map((finding) => ({ ...finding, quantity: `recording ${i}` }))
    ),
    ...rate,
    ...checks.findings,
  ]);
  tell(7, "done");
  return {
    simulations,
    draws,
    verdicts,
    alarms: verdicts.filter(({ verdict }) => verdict === "alarm").length,
    calibration: calibrated,
    groups,
    localC2st: localReports,
    predictive: checks,
  };
}
