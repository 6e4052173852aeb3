/**
 * Figures of draws, of trainings and of diagnostics, each a value with its SVG and PNG that shows
 * itself in a notebook; and the panels to draw others with.
 *
 * @module
 */
export { type Contraction, contractionFigure } from "./contraction.ts";
export { convergenceFigure, type ConvergenceFigureOptions } from "./convergence.ts";
export { diagnosisFigures, type DiagnosisFiguresOptions, type DrawnCheck } from "./diagnosis.ts";
export { type Figure, figure, grid, type GridOptions } from "./figure.ts";
export { type GapAxis, gapFigure } from "./gap.ts";
export { coverageFigure } from "./interval_coverage.ts";
export type { LegendEntry, LegendMark } from "./legend.ts";
export { localC2stFigure } from "./local_c2st.ts";
export { lossFigure, type LossOptions, type LossScale } from "./loss.ts";
export { misspecificationFigure, standoutsFigure } from "./misspecification.ts";
export { modelChoiceFigure } from "./model_choice.ts";
export { pairsFigure, type PairsOptions } from "./pairs.ts";
export { ecdfDifferenceFigure, ecdfFigure, tarpFigure } from "./rank_ecdf.ts";
export { recoveryFigure, type RecoveryOptions } from "./recovery.ts";
export { sbcFigure } from "./sbc.ts";
export { shrinkageFigure, type ShrinkageOptions } from "./shrinkage.ts";
export { quantitiesFigure } from "./test_quantities.ts";
export { type Panel, panel } from "./theme.ts";
export { zScoreFigure } from "./z_scores.ts";
