/**
 * A full examination of a trained posterior: every diagnostic there is, on fresh simulations, with one
 * verdict for each statistic and multiplicity handled over all of them.
 *
 * @module
 */
import { observationSize } from "../model/field.ts";
import { type Dataset, simulate, simulateJoint } from "../model/dataset.ts";
import type { JointModel } from "../model/simulator.ts";
import { observation, observationsOf } from "../model/batch.ts";
import { column, dataset, first, take } from "../core/draws.ts";
import type { OnProgress } from "../core/history.ts";
import type { Posterior } from "../posterior/posterior.ts";
import { fold, type Key } from "../core/random.ts";
import type { LifFields, LifParameter, SimConfig } from "../models/lif/simulator/lif.ts";
import { lifStatistics } from "../models/lif/statistics/lif.ts";
import { LIF_QUANTITIES } from "../models/neuron/quantities.ts";
import { summarise } from "../model/summary_variables.ts";
import { calibration, type CalibrationReport } from "./calibration.ts";
import { type IntervalReport, intervals } from "../models/neuron/intervals.ts";
import { checkDiagnosisSize, checkTruths, type DiagnosisSize } from "./diagnose_size.ts";
import { driftVoltage } from "../models/lif/checks/lif_quantities.ts";
import { leakageFinding, offSupport } from "./leakage.ts";
import { lifSummaries } from "../models/lif/checks/lif_summaries.ts";
import { localC2st, type LocalC2stReport } from "./local_c2st.ts";
import { localCalibration, localSubject } from "./local_calibration.ts";
import { fitMisspecification, misspecification } from "./misspecification.ts";
import { misspecificationRate } from "./misspecification_rate.ts";
import { predictive, type PredictiveReport } from "../models/neuron/predictive.ts";
import {
  intervalFindings,
  localC2stFindings,
  predictiveFindings,
  quantityFindings,
} from "./predictive_findings.ts";
import { groupFindings } from "../models/neuron/rate_groups.ts";
import { type QuantityReport, testQuantities } from "./test_quantities.ts";
import { type Finding, LEVEL, type Verdict, verdictsOf } from "./verdict.ts";

/** What is examined. */
export interface Patient {
  readonly posterior: Posterior<LifParameter, LifFields>;
  readonly model: JointModel<LifParameter, LifFields>;
  readonly sim: SimConfig;
}

/**
 * How much of it: 300 fresh simulations with 999 draws each if not given; draws + 1 must be a multiple
 * of 20. The further simulations are for references, local tests and groups, 3,000 if not given.
 */
export interface DiagnoseOptions extends Partial<DiagnosisSize> {
  readonly onProgress?: OnProgress;
}

/** The examination. Plain data, ready for JSON. */
export interface Diagnosis {
  readonly simulations: number;
  readonly draws: number;
  readonly verdicts: readonly Verdict[];
  /** How many of them alarm. */
  readonly alarms: number;
  /** How many tests could not be computed; they have neither passed nor failed. */
  readonly notComputable: number;
  readonly calibration: CalibrationReport<LifParameter>;
  readonly localC2st: readonly LocalC2stReport[];
  /** Of the first fresh simulation. */
  readonly predictive: PredictiveReport;
  readonly quantities: QuantityReport;
  readonly intervals: IntervalReport;
}

/** Recordings in which the local classifier test looks. */
const LOCAL = 3;
/** Draws behind the posterior means of the bank, which that test takes as summaries. */
const BANK_DRAWS = 50;
/**
 * Random swaps behind a local test and replicates behind a predictive one: a p-value is at least one
 * (two, if two-sided) over their number, and must survive Holm's correction for a hundred others.
 */
const OUTCOMES = 4999;
/** Replicates behind the pointwise bands, as in the original study. */
const POINTWISE = 200;

/** Simulations of a recording's kind at least, so that it can be compared within its kind. */
const ALIKE = 19;

/**
 * How often recordings of the simulator are called misspecified, among those of kinds that the bank
 * knows; nothing if there is none or the simulator has no noise.
 */
function misspecificationFindings(
  sim: SimConfig,
  bank: Dataset<LifParameter, LifFields>,
  fresh: Dataset<LifParameter, LifFields>,
): Finding[] {
  if (sim.obs_noise_std === 0 || sim.I_std === 0) return [];
  const summariesOf = lifSummaries(sim);
  const fit = fitMisspecification(summariesOf(bank.observations));
  const pValues: number[] = [];
  for (let i = 0; i < fresh.observations.count; i++) {
    const own = summariesOf(observation(fresh.observations, i));
    const kind = own.strata?.[0] ?? 0;
    if (fit.strata.filter((other) => other === kind).length < ALIKE) continue;
    pValues.push(misspecification(fit, own).pValue);
  }
  if (pValues.length === 0) return [];
  const rejected = pValues.filter((pValue) => pValue <= LEVEL).length;
  return [misspecificationRate(rejected, pValues.length, fit.count)];
}

/**
 * Examines a posterior: simulates recordings that training has never seen, draws their posteriors, and
 * runs every diagnostic on them.
 *
 * A test that alarms has an adjusted p-value of at most 0.05, adjusted for all tests of the list;
 * findings without a p-value describe and have no verdict. 300 simulations with 999 draws take half a
 * minute on one core.
 *
 * @throws {RangeError} Before the work, if there are fewer than 20 simulations, 19 draws or 100 further
 * simulations, draws + 1 is no multiple of 20, or they take more than 2 GiB. If draws or their log
 * densities have no spread or are not finite, or none lies on the prior's support.
 *
 * @example Usage
 * ```ts
 * import { diagnose, type Patient } from "./diagnose.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif, simConfig } from "../models/lif/simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const [prior, sim] = [lifPrior(), simConfig()];
 * const posterior: Patient["posterior"] = { // the prior, whatever the recording
 *   names: prior.names,
 *   sample: (key, { count: datasets }, count) =>
 *     Promise.resolve({ ...prior.sample(key, datasets * count), datasets, count }),
 *   logProb: ({ names, datasets, count, values }) =>
 *     Promise.resolve(prior.logProb({ names, count: datasets * count, values })),
 * };
 * const patient = { posterior, model: { prior, simulator: lif(sim) }, sim };
 * const sizes = { simulations: 100, draws: 19, bank: 200 };
 * const { verdicts } = await diagnose(key(45), patient, sizes);
 * const alarms = verdicts.filter(({ verdict }) => verdict === "alarm");
 * assert(alarms.some(({ diagnostic }) => diagnostic.startsWith("TARP")));
 * ```
 */
export async function diagnose(
  key: Key,
  patient: Patient,
  { simulations = 300, draws = 999, bank: bankSize = 3000, onProgress }: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const { posterior, model, sim } = patient;
  checkDiagnosisSize({ simulations, draws, bank: bankSize }, {
    dim: model.prior.names.length,
    values: observationSize(model.simulator.fields),
    bankDraws: BANK_DRAWS,
    replicates: OUTCOMES,
  });
  const tell = (done: number, note: string) => onProgress?.(done, 7, note);
  const fresh = simulateJoint(fold(key, "fresh"), model, simulations);
  checkTruths(fresh.theta);
  const bank = simulateJoint(fold(key, "bank"), model, bankSize);
  tell(1, "drawing posteriors");
  const sampled = await posterior.sample(fold(key, "posterior"), fresh.observations, draws);
  const truths = { ...fresh.theta, datasets: simulations, count: 1 };
  const logDensity = {
    draws: await posterior.logProb(sampled, fresh.observations),
    truth: await posterior.logProb(truths, fresh.observations),
  };
  const own = dataset(sampled, 0);
  const off = offSupport(own, model.prior);
  const possible = [...off.keys()].filter((i) => off[i] === 0);
  if (possible.length === 0) {
    throw new RangeError(
      `Cannot diagnose posterior as some draws must lie on the prior's support: none of ${draws} does`,
    );
  }
  tell(2, "calibration");
  const statistics = lifStatistics(sim);
  const calibrated = calibration(fold(key, "calibration"), {
    truth: fresh.theta,
    posterior: sampled,
    logDensity,
    functions: [driftVoltage(sim)],
    summaries: summarise(statistics, fresh.observations),
    bank: { theta: bank.theta, summaries: summarise(statistics, bank.observations) },
  });
  tell(3, "groups by firing rate");
  const groups = await groupFindings(fold(key, "groups"), posterior, bank, draws);
  tell(4, "local classifier tests");
  const bankDraws = await posterior.sample(fold(key, "local"), bank.observations, BANK_DRAWS);
  const local = localCalibration(bank.theta, bankDraws);
  const localReports = Array.from(
    { length: Math.min(LOCAL, simulations) },
    (_, i) =>
      localC2st(fold(fold(key, "C2ST"), i), local, localSubject(dataset(sampled, i)), {
        nulls: OUTCOMES,
      }),
  );
  tell(5, "misspecification");
  const rate = misspecificationFindings(sim, bank, fresh);
  tell(6, "predictive checks");
  const observed = observation(fresh.observations, 0);
  const behind = take(
    own,
    Uint32Array.from({ length: OUTCOMES }, (_, i) => possible[i % possible.length]),
  );
  const replicated = simulate(fold(key, "replicates"), model.simulator, behind);
  const few = Math.min(POINTWISE, possible.length);
  const pointwise = predictive(
    observationsOf(replicated, Array.from({ length: few }, (_, i) => i)),
    observed,
    { thresholds: column(first(behind, few), "V_th") },
  );
  const quantities = testQuantities(replicated, observed, LIF_QUANTITIES);
  const between = intervals(replicated, observed);
  const verdicts = verdictsOf([
    ...calibrated.findings,
    leakageFinding(sampled, model.prior),
    ...groups,
    ...localReports.flatMap((report, i) =>
      localC2stFindings(report).map((finding) => ({ ...finding, quantity: `recording ${i}` }))
    ),
    ...rate,
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
    notComputable: verdicts.filter(({ verdict }) => verdict === "not computable").length,
    calibration: calibrated,
    localC2st: localReports,
    predictive: pointwise,
    quantities,
    intervals: between,
  };
}
