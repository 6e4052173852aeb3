/**
 * A full examination of a trained posterior: every diagnostic there is, on fresh simulations, with one
 * verdict for each statistic and multiplicity handled over all of them.
 *
 * @module
 */
import { integer } from "../check.ts";
import { type Dataset, type JointModel, simulate, simulateJoint } from "../dataset.ts";
import { column, dataset, type Draws, first, take } from "../draws.ts";
import type { OnProgress } from "../history.ts";
import type { Posterior } from "../posterior.ts";
import { fold, type Key } from "../random.ts";
import type { LifChannel, LifParameter, SimConfig } from "../simulators/lif.ts";
import { recording, recordingsOf } from "../simulators/simulator.ts";
import { normalQuantile } from "../special.ts";
import { lifStatistics } from "../statistics/lif.ts";
import { LIF_QUANTITIES } from "../statistics/quantities.ts";
import { spikeCounts } from "../statistics/spikes.ts";
import { summarise } from "../statistics/summary_variables.ts";
import { holm } from "../stats.ts";
import { calibration, type CalibrationReport } from "./calibration.ts";
import { type IntervalReport, intervals } from "./intervals.ts";
import { lifSummaries } from "./lif_summaries.ts";
import { localC2st, type LocalC2stReport } from "./local_c2st.ts";
import { localCalibration, localSubject } from "./local_calibration.ts";
import { fitMisspecification, misspecification } from "./misspecification.ts";
import { predictive, type PredictiveReport } from "./predictive.ts";
import {
  intervalFindings,
  localC2stFindings,
  predictiveFindings,
  quantityFindings,
} from "./predictive_findings.ts";
import { ecdfFindings, rankEcdf } from "./rank_ecdf.ts";
import { sbcRanks } from "./sbc.ts";
import { type QuantityReport, testQuantities } from "./test_quantities.ts";
import type { Finding } from "./verdict.ts";

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
  readonly onProgress?: OnProgress;
}

/** A finding with what it means. */
export interface Verdict extends Finding {
  /** After Holm's correction over all findings. */
  readonly adjustedPValue?: number;
  /** An alarm if the adjusted p-value is at most 0.05; "none" where there is nothing to test. */
  readonly verdict: "pass" | "alarm" | "none";
}

/** The examination. Plain data, ready for JSON. */
export interface Diagnosis {
  readonly simulations: number;
  readonly draws: number;
  readonly verdicts: readonly Verdict[];
  /** How many of them alarm. */
  readonly alarms: number;
  readonly calibration: CalibrationReport<LifParameter>;
  readonly localC2st: readonly LocalC2stReport[];
  /** Of the first fresh simulation. */
  readonly predictive: PredictiveReport;
  readonly quantities: QuantityReport;
  readonly intervals: IntervalReport;
}

const LEVEL = 0.05;
/** Recordings in which the local classifier test looks. */
const LOCAL = 3;
/** Draws behind the posterior means of the bank, which that test takes as summaries. */
const BANK_DRAWS = 50;
/** Replicates behind the predictive checks. */
const REPLICATES = 200;
/** Recordings in a group that is calibrated by itself. */
const GROUP = 100;

/** Findings with Holm's correction and a verdict. */
export function verdictsOf(findings: readonly Finding[]): Verdict[] {
  const tested = findings.filter(({ pValue }) => pValue !== undefined);
  const adjusted = holm(tested.map(({ pValue = 1 }) => pValue));
  return findings.map((finding) => {
    const adjustedPValue = adjusted[tested.indexOf(finding)];
    if (adjustedPValue === undefined) return { ...finding, verdict: "none" };
    return { ...finding, adjustedPValue, verdict: adjustedPValue <= LEVEL ? "alarm" : "pass" };
  });
}

/** Some rows of a data set. */
function rowsOf(
  { theta, recordings }: Dataset<LifParameter, LifChannel>,
  rows: readonly number[],
): { readonly theta: Draws<LifParameter>; readonly recordings: typeof recordings } {
  return {
    theta: take(theta, rows),
    recordings: recordingsOf(recordings, rows),
  };
}

/** Silent neurons, and those that fire most: groups by the recording alone stay calibrated. */
async function groupFindings(
  key: Key,
  { posterior }: Patient,
  bank: Dataset<LifParameter, LifChannel>,
  draws: number,
): Promise<Finding[]> {
  const counts = spikeCounts(bank.recordings);
  const all = [...counts.keys()];
  const groups = {
    "silent neurons": all.filter((i) => counts[i] === 0).slice(0, GROUP),
    "highest rates": all.toSorted((a, b) => counts[b] - counts[a]).slice(0, GROUP),
  };
  const findings: Finding[] = [];
  for (const [name, rows] of Object.entries(groups)) {
    if (rows.length < 2) continue;
    const { theta, recordings } = rowsOf(bank, rows);
    const sampled = await posterior.sample(fold(key, name), recordings, draws);
    const ranks = sbcRanks(fold(fold(key, name), "ranks"), sampled, theta);
    findings.push(
      ...ecdfFindings(rankEcdf(ranks, { draws }), `SBC ECDF, ${rows.length} ${name}`),
    );
  }
  return findings;
}

/** How often recordings of the simulator itself are called misspecified at 5 %. */
function misspecificationRate(
  sim: SimConfig,
  bank: Dataset<LifParameter, LifChannel>,
  fresh: Dataset<LifParameter, LifChannel>,
): Finding {
  const summariesOf = lifSummaries(sim);
  const fit = fitMisspecification(summariesOf(bank.recordings));
  const { count } = fresh.recordings;
  let alarms = 0;
  for (let i = 0; i < count; i++) {
    const { pValue } = misspecification(fit, summariesOf(recording(fresh.recordings, i)));
    if (pValue <= LEVEL) alarms++;
  }
  // The level holds over simulations that calibrate, too: their number adds to the variance.
  const sd = Math.sqrt(LEVEL * (1 - LEVEL) * (1 / count + 1 / bank.recordings.count));
  return {
    diagnostic: "misspecification",
    quantity: "share of fresh recordings rejected",
    value: alarms / count,
    floor: { mean: LEVEL, limit: LEVEL - normalQuantile(LEVEL) * sd },
    reading: `near ${LEVEL}, on average over fits: the test passes recordings that it should pass`,
  };
}

/**
 * Examines a posterior: simulates recordings that training has never seen, draws their posteriors, and
 * runs every diagnostic on them.
 *
 * @throws {RangeError} If a number is not a positive integer, or draws + 1 is no multiple of 20.
 */
export async function diagnose(
  key: Key,
  patient: Patient,
  { simulations = 300, draws = 999, bank: bankSize = 3000, onProgress }: DiagnoseOptions = {},
): Promise<Diagnosis> {
  integer("diagnose posterior", "simulations", simulations, 2);
  integer("diagnose posterior", "draws", draws, 19);
  integer("diagnose posterior", "bank", bankSize, 100);
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
  const groups = await groupFindings(fold(key, "groups"), patient, bank, draws);
  tell(4, "local classifier tests");
  const bankDraws = await posterior.sample(fold(key, "local"), bank.recordings, BANK_DRAWS);
  const local = localCalibration(bank.theta, bankDraws);
  const localReports = Array.from(
    { length: Math.min(LOCAL, simulations) },
    (_, i) => localC2st(fold(fold(key, "C2ST"), i), local, localSubject(dataset(sampled, i))),
  );
  tell(5, "misspecification");
  const rate = misspecificationRate(sim, bank, fresh);
  tell(6, "predictive checks");
  const observed = recording(fresh.recordings, 0);
  const behind = first(dataset(sampled, 0), Math.min(REPLICATES, draws));
  const replicated = simulate(fold(key, "replicates"), model.simulator, behind);
  const pointwise = predictive(replicated, observed, { thresholds: column(behind, "V_th") });
  const quantities = testQuantities(replicated, observed, LIF_QUANTITIES);
  const between = intervals(replicated, observed);
  const verdicts = verdictsOf([
    ...calibrated.findings,
    ...groups,
    ...localReports.flatMap((report, i) =>
      localC2stFindings(report).map((finding) => ({ ...finding, quantity: `recording ${i}` }))
    ),
    rate,
    ...predictiveFindings(pointwise),
    ...quantityFindings(quantities),
    ...intervalFindings(between),
  ]);
  tell(7, "done");
  return {
    simulations,
    draws,
    verdicts,
    alarms: verdicts.filter(({ verdict }) => verdict === "alarm").length,
    calibration: calibrated,
    localC2st: localReports,
    predictive: pointwise,
    quantities,
    intervals: between,
  };
}
