/**
 * The figures.
 *
 * @module
 */
export { convergenceFigure } from "./convergence.ts";
export { diagnosisFigures } from "./diagnosis.ts";
export { type Figure, figure, grid } from "./figure.ts";
export { gapFigure } from "./gap.ts";
export { coverageFigure } from "./interval_coverage.ts";
export { localC2stFigure } from "./local_c2st.ts";
export { lossFigure } from "./loss.ts";
export { misspecificationFigure, standoutsFigure } from "./misspecification.ts";
export { pairsFigure } from "./pairs.ts";
export { ecdfDifferenceFigure, ecdfFigure, tarpFigure } from "./rank_ecdf.ts";
export { recoveryFigure } from "./recovery.ts";
export { sbcFigure } from "./sbc.ts";
export { zScoreFigure } from "./z_scores.ts";
export { quantitiesFigure } from "./test_quantities.ts";
export { panel } from "./theme.ts";
