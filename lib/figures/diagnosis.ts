/**
 * The figures of a diagnosis.
 *
 * @module
 */
import type { Diagnosis } from "../diagnostics/diagnose.ts";
import type { PredictiveCheck } from "../diagnostics/checks/parts.ts";
import type { Fields } from "../model/field.ts";
import type { Figure } from "./figure.ts";
import { coverageFigure } from "./interval_coverage.ts";
import { localC2stFigure } from "./local_c2st.ts";
import { ecdfDifferenceFigure, ecdfFigure, tarpFigure } from "./rank_ecdf.ts";
import { recoveryFigure } from "./recovery.ts";
import { sbcFigure } from "./sbc.ts";
import { quantitiesFigure } from "./test_quantities.ts";
import { zScoreFigure } from "./z_scores.ts";

/** A model's own predictive check that can be drawn. */
export interface DrawnCheck<
  Name extends string = string,
  X extends Fields = Fields,
  Report = unknown,
> extends PredictiveCheck<Name, X, Report> {
  /** By name; none where there is nothing to draw. */
  figures?(report: Report): Readonly<Record<string, Figure>>;
  /** In words or as a table. */
  text?(report: Report): string;
}

/** What is known besides the diagnosis. */
export interface DiagnosisFiguresOptions {
  /** Of the parameters. */
  readonly units: readonly string[];
  /** The model's own checks, which draw their reports. */
  readonly checks?: readonly Pick<DrawnCheck, "name" | "figures">[];
}

/** All that can be drawn of a diagnosis, by name. In a notebook each shows itself. */
export function diagnosisFigures<Name extends string>(
  { calibration, localC2st, quantities, checks: reports }: Diagnosis<Name>,
  { units, checks = [] }: DiagnosisFiguresOptions,
): Record<string, Figure> {
  const own = checks.filter(({ name }) => Object.hasOwn(reports, name))
    .map(({ name, figures }) => figures?.(reports[name]) ?? {});
  return {
    recovery: recoveryFigure(calibration.recovery, { units }),
    sbc: sbcFigure(calibration.sbc),
    ecdf: ecdfFigure(calibration.ecdf),
    ecdf_difference: ecdfDifferenceFigure(calibration.ecdf),
    ecdf_functions: ecdfDifferenceFigure(calibration.quantities),
    coverage: coverageFigure(calibration.coverage),
    z_scores: zScoreFigure(calibration.zScores),
    tarp: tarpFigure(calibration.tarp),
    local_c2st: localC2stFigure(localC2st[0]),
    quantities: quantitiesFigure(quantities),
    ...Object.assign({}, ...own),
  };
}
