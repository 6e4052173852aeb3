/**
 * The figures of an examination.
 *
 * @module
 */
import type { Diagnosis } from "../diagnostics/diagnose.ts";
import type { Figure } from "./figure.ts";
import { coverageFigure } from "./interval_coverage.ts";
import { intervalsFigure } from "../models/neuron/figures/intervals.ts";
import { localC2stFigure } from "./local_c2st.ts";
import { spikeCountFigure, voltageFigure } from "../models/neuron/figures/predictive.ts";
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
  { calibration, localC2st, predictive, quantities, intervals }: Diagnosis,
  { units }: { readonly units: readonly string[] },
): Record<string, Figure> {
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
    voltage: voltageFigure(predictive),
    spikecount: spikeCountFigure(predictive),
    quantities: quantitiesFigure(quantities),
    ...(intervals.pValue !== null && { intervals: intervalsFigure(intervals) }),
  };
}
