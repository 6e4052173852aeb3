/**
 * The figures of an examination.
 *
 * @module
 */
import type { Diagnosis } from "../diagnostics/diagnose.ts";
import type { Figure } from "./figure.ts";
import { coverageFigure } from "./interval_coverage.ts";
import { intervalsFigure } from "./intervals.ts";
import { localC2stFigure } from "./local_c2st.ts";
import { spikeCountFigure, voltageFigure } from "./predictive.ts";
import { ecdfDifferenceFigure, ecdfFigure, tarpFigure } from "./rank_ecdf.ts";
import { recoveryFigure } from "./recovery.ts";
import { sbcFigure } from "./sbc.ts";
import { quantitiesFigure } from "./test_quantities.ts";
import { zScoreFigure } from "./z_scores.ts";

/**
 * All that can be drawn of it, by name. In a notebook each shows itself.
 *
 * @param options.units Of the parameters.
 */
export function diagnosisFigures(
  { calibration, groups, localC2st, predictive }: Diagnosis,
  { units }: { readonly units: readonly string[] },
): Record<string, Figure> {
  const { intervals } = predictive;
  return {
    recovery: recoveryFigure(calibration.recovery, { units }),
    sbc: sbcFigure(calibration.sbc),
    ecdf: ecdfFigure(calibration.ecdf),
    ecdf_difference: ecdfDifferenceFigure(calibration.ecdf),
    ecdf_functions: ecdfDifferenceFigure(calibration.quantities),
    ...Object.fromEntries(
      groups.map(({ group, ecdf }) => [
        `ecdf_${group.replaceAll(" ", "_")}`,
        ecdfDifferenceFigure(ecdf),
      ]),
    ),
    coverage: coverageFigure(calibration.coverage),
    z_scores: zScoreFigure(calibration.zScores),
    tarp: tarpFigure(calibration.tarp),
    ...Object.fromEntries(
      localC2st.map((report, i) => [`local_c2st_${i}`, localC2stFigure(report)]),
    ),
    voltage: voltageFigure(predictive.predictive),
    spikecount: spikeCountFigure(predictive.predictive),
    quantities: quantitiesFigure(predictive.quantities),
    ...(intervals.pValue !== null && { intervals: intervalsFigure(intervals) }),
  };
}
