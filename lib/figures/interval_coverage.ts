/**
 * Coverage of central intervals.
 *
 * @module
 */
import type * as Plot from "@observablehq/plot";
import type { CoverageReport } from "../diagnostics/calibration/interval_coverage.ts";
import { type Figure, grid } from "./figure.ts";
import { shareLegend, sharePanels } from "./rank_ecdf.ts";
import { fixed } from "./theme.ts";

/**
 * Observed against expected coverage of central intervals of all levels, one panel a parameter, with
 * the calibration error.
 *
 * How to read it: the line of a calibrated posterior stays within the band, all of it, in 95 % of
 * panels. Failure: a line below the dashed one (intervals hold too few truths: overconfident), or
 * above it (too many: underconfident). A posterior beside the truth may show neither: see its ranks.
 *
 * @throws {RangeError} If there are no ranks.
 */
export function coveragePanels(report: CoverageReport): Plot.PlotOptions[] {
  const percent = (share: number) => `${fixed(100 * share, 1)} %`;
  return sharePanels(report, {
    x: "interval (%)",
    y: "truths inside (%)",
    percent: true,
    headings: report.quantities.map(({ calibrationError }) =>
      `error ${percent(calibrationError.mean)}`
    ),
  });
}

/**
 * {@linkcode coveragePanels}, three a row, with the calibration error of a calibrated posterior.
 *
 * @example Usage
 * ```ts
 * import { coverageFigure } from "./interval_coverage.ts";
 * import { intervalCoverage } from "../diagnostics/calibration/interval_coverage.ts";
 * import { key } from "../core/random.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 4, values: Float64Array.of(0, 1, 2, 3) };
 * const { svg } = coverageFigure(intervalCoverage(key(1), ranks, { draws: 3 }));
 * assertMatch(svg, /truths inside/);
 * ```
 */
export function coverageFigure(report: CoverageReport): Figure {
  const [mean, limit] = [report.errorFloor.mean.mean, report.errorFloor.limit.mean]
    .map((share) => fixed(100 * share, 1));
  return grid(coveragePanels(report), {
    columns: 3,
    legend: shareLegend(
      report,
      `observed; error if calibrated: ${mean} % on average, at most ${limit} % in 95 of 100`,
    ),
  });
}
