/**
 * A full diagnosis of a trained posterior: every diagnostic there is, on fresh simulations, with
 * one verdict for each statistic and multiplicity handled over all of them.
 *
 * @module
 */
import { type Fields, observationSize } from "../model/field.ts";
import { simulate, simulateJoint } from "../model/dataset.ts";
import type { JointModel } from "../model/simulator.ts";
import { type Batch, observation } from "../model/batch.ts";
import { dataset, type Draws, take } from "../core/draws.ts";
import type { OnProgress } from "../core/history.ts";
import type { Posterior } from "../posterior/posterior.ts";
import { fold, type Key } from "../core/random.ts";
import { calibration, type CalibrationReport } from "./calibration/calibration.ts";
import { checkDiagnosisSize, checkTruths, type DiagnosisSize } from "./diagnose_size.ts";
import { groupFindings } from "./calibration/groups.ts";
import { leakageFinding, onSupport } from "./calibration/leakage.ts";
import { localC2st, type LocalC2stReport } from "./checks/local_c2st.ts";
import { localCalibration, localSubject } from "./checks/local_calibration.ts";
import { rejectionFindings } from "./checks/misspecification_rate.ts";
import { type DiagnosticParts, summariesOf } from "./checks/parts.ts";
import { localC2stFindings, quantityFindings } from "./checks/findings.ts";
import { standardQuantities } from "./checks/standard_quantities.ts";
import type { Summarised } from "./checks/summarised.ts";
import { type QuantityReport, testQuantities } from "./checks/test_quantities.ts";
import { type Finding, type Verdict, verdictsOf } from "./verdict.ts";

/** A posterior in question, its model, and what else is known of that. */
export interface Subject<Name extends string = string, X extends Fields = Fields> {
  /** What is tested. */
  readonly posterior: Posterior<Name, X>;
  /** Prior and simulator, of which the posterior is one. */
  readonly model: JointModel<Name, X>;
  /** What else is known of the model; the standard parts if not given. */
  readonly parts?: DiagnosticParts<Name, X>;
}

/**
 * How much of it: 300 fresh simulations with 999 draws each if not given; draws + 1 must be a
 * multiple of 20. The reference simulations are 3,000 if not given.
 */
export interface DiagnoseOptions extends Partial<DiagnosisSize> {
  /** Called after each step. */
  readonly onProgress?: OnProgress;
}

/** What was found. Plain data, ready for JSON. */
export interface Diagnosis<Name extends string = string> {
  /** Fresh simulations. */
  readonly simulations: number;
  /** Draws of the posterior of each. */
  readonly draws: number;
  /** A row a statistic. */
  readonly verdicts: readonly Verdict[];
  /** How many of them alarm. */
  readonly alarms: number;
  /** How many tests could not be computed; they have neither passed nor failed. */
  readonly notComputable: number;
  /** Over all fresh simulations. */
  readonly calibration: CalibrationReport<Name>;
  /** Of the first fresh simulations. */
  readonly localC2st: readonly LocalC2stReport[];
  /** Of the first fresh simulation. */
  readonly quantities: QuantityReport;
  /** Of the same, the reports of the model's own checks by name. */
  readonly checks: Readonly<Record<string, unknown>>;
}

/** Observations in which the local classifier test looks. */
const LOCAL = 3;
/** Draws behind the posterior means of the references, which that test takes as summaries. */
const REFERENCE_DRAWS = 50;
/**
 * Random swaps behind a local test and replicates behind a predictive one: a p-value is at least
 * one (two, if two-sided) over their number, and must survive Holm's correction for a hundred
 * others.
 */
const OUTCOMES = 4999;

/** The first set of summaries, which describes observations. */
const firstSet = ({ sets }: Summarised) => Object.values(sets)[0].values;

/** The predictive checks of one observation, from draws of its posterior. */
function predictiveChecks<Name extends string, X extends Fields>(
  key: Key,
  { model: { prior, simulator }, parts = {} }: Subject<Name, X>,
  observed: Batch<X>,
  draws: Draws<Name>,
): Pick<Diagnosis<Name>, "quantities" | "checks"> & { readonly findings: Finding[] } {
  const possible = onSupport(draws, prior);
  const behind = take(
    possible,
    Uint32Array.from({ length: OUTCOMES }, (_, i) => i % possible.count),
  );
  const replicated = simulate(key, simulator, behind, { given: observed });
  const own = parts.quantities ?? standardQuantities(simulator);
  const quantities = testQuantities(replicated, observed, own);
  const checks = parts.checks ?? [];
  const checked = checks.map(({ name, run, findings }, i) => {
    if (checks.findIndex((other) => other.name === name) < i) {
      throw new RangeError(
        `Cannot diagnose posterior as every check must have a name of its own: "${name}" is there twice`,
      );
    }
    const report = run({ replicated, observed, draws: behind });
    return { name, report, findings: findings(report) };
  });
  return {
    quantities,
    checks: Object.fromEntries(checked.map(({ name, report }) => [name, report])),
    findings: [
      ...quantityFindings(quantities),
      ...checked.flatMap(({ findings }) => findings),
    ],
  };
}

/**
 * Diagnoses a posterior: simulates observations that training has never seen, draws their
 * posteriors, and runs every diagnostic on them.
 *
 * A test that alarms has an adjusted p-value of at most 0.05, adjusted for all tests of the list;
 * findings without a p-value describe and have no verdict. 300 simulations with 999 draws take half
 * a minute on one core. Where the model has conditions, they are sampled as in training, and
 * replicates are simulated under those of their observation.
 *
 * @throws {RangeError} Before the work, if there are fewer than 20 simulations, 19 draws or 100
 * references, draws + 1 is no multiple of 20, or they take more than 2 GiB. If draws or their log
 * densities have no spread or are not finite, or none lies on the prior's support.
 *
 * @example Usage
 * ```ts
 * import { diagnose, type Subject } from "./diagnose.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { vector } from "../model/field.ts";
 * import { model } from "../model/model.ts";
 * import { key } from "../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const shifted = model({
 *   name: "shifted",
 *   prior: chain({ a: normal({ mean: 0, sd: 1 }), b: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x", "y"]) },
 *   simulate: (rng, { a, b }) => ({ x: [a + rng.normal(), b + rng.normal()] }),
 * });
 * const { prior } = shifted;
 * const posterior = { // the prior, whatever the observation
 *   names: prior.names,
 *   sample: (key, { count: datasets }, count) =>
 *     Promise.resolve({ ...prior.sample(key, datasets * count), datasets, count }),
 *   logProb: ({ names, datasets, count, values }) =>
 *     Promise.resolve(prior.logProb({ names, count: datasets * count, values })),
 * } satisfies Subject<"a" | "b">["posterior"];
 * const sizes = { simulations: 100, draws: 19, references: 200 };
 * const { verdicts } = await diagnose(key(45), { posterior, model: shifted }, sizes);
 * const alarms = verdicts.filter(({ verdict }) => verdict === "alarm");
 * assert(alarms.some(({ diagnostic }) => diagnostic.startsWith("TARP")));
 * ```
 */
export async function diagnose<Name extends string, X extends Fields>(
  key: Key,
  subject: Subject<Name, X>,
  { simulations = 300, draws = 999, references: others = 3000, onProgress }: DiagnoseOptions = {},
): Promise<Diagnosis<Name>> {
  const { posterior, model, parts = {} } = subject;
  checkDiagnosisSize({ simulations, draws, references: others }, {
    dim: model.prior.names.length,
    values: observationSize(model.simulator.fields),
    referenceDraws: REFERENCE_DRAWS,
    replicates: OUTCOMES,
  });
  const tell = (done: number, note: string) => onProgress?.(done, 7, note);
  const fresh = simulateJoint(fold(key, "fresh"), model, simulations);
  checkTruths(fresh.theta);
  // "bank" is only the label of a key.
  const references = simulateJoint(fold(key, "bank"), model, others);
  tell(1, "drawing posteriors");
  const sampled = await posterior.sample(fold(key, "posterior"), fresh.observations, draws);
  const truths = { ...fresh.theta, datasets: simulations, count: 1 };
  const logDensity = {
    draws: await posterior.logProb(sampled, fresh.observations),
    truth: await posterior.logProb(truths, fresh.observations),
  };
  const own = dataset(sampled, 0);
  if (onSupport(own, model.prior).count === 0) {
    throw new RangeError(
      `Cannot diagnose posterior as some draws must lie on the prior's support: none of ${draws} does`,
    );
  }
  tell(2, "calibration");
  const summarised = {
    fresh: summariesOf(parts, fresh.observations),
    references: summariesOf(parts, references.observations),
  };
  const calibrated = calibration(fold(key, "calibration"), {
    truth: fresh.theta,
    posterior: sampled,
    logDensity,
    functions: parts.functions ?? [],
    summaries: firstSet(summarised.fresh),
    references: { theta: references.theta, summaries: firstSet(summarised.references) },
  });
  tell(3, "groups");
  const groups = await groupFindings(fold(key, "groups"), posterior, references, {
    groups: parts.groups ?? [],
    draws,
  });
  tell(4, "local classifier tests");
  const local = localCalibration(
    references.theta,
    await posterior.sample(fold(key, "local"), references.observations, REFERENCE_DRAWS),
  );
  const localReports = Array.from({ length: Math.min(LOCAL, simulations) }, (_, i) => {
    const at = localSubject(dataset(sampled, i));
    return localC2st(fold(fold(key, "C2ST"), i), local, at, { nulls: OUTCOMES });
  });
  tell(5, "misspecification");
  const rejections = rejectionFindings(summarised.references, summarised.fresh);
  tell(6, "predictive checks");
  const observed = observation(fresh.observations, 0);
  const predicted = predictiveChecks(fold(key, "replicates"), subject, observed, own);
  const verdicts = verdictsOf([
    ...calibrated.findings,
    leakageFinding(sampled, model.prior),
    ...groups,
    ...localReports.flatMap((report, i) =>
      localC2stFindings(report).map((finding) => ({ ...finding, quantity: `observation ${i}` }))
    ),
    ...rejections,
    ...predicted.findings,
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
    quantities: predicted.quantities,
    checks: predicted.checks,
  };
}
