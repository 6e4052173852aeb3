/**
 * Rank histograms of simulation-based calibration.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max } from "d3-array";
import { integer } from "../core/check.ts";
import type { SbcReport } from "../diagnostics/calibration/sbc.ts";
import { type Figure, grid } from "./figure.ts";
import { printedPValue } from "./p_value.ts";
import { BAND_OPACITY, BAR_OPACITY, COLORS, heading, panel } from "./theme.ts";
import { countTicks } from "./ticks.ts";

/**
 * Ranks of the truth among posterior draws, one panel a parameter, over what a calibrated
 * posterior would give; with the p-value adjusted for testing every parameter.
 *
 * How to read it: bars about the dashed line, of a calibrated posterior all inside the band in 95 %
 * of panels. Failure: ∪
 * (posterior too narrow), ∩ (too wide), a slope to the right (too low) or to the left (too high).
 *
 * @throws {RangeError} If there are no ranks.
 */
export function sbcPanels(
  { datasets, draws, bins, expected, band, parameters }: SbcReport,
): Plot.PlotOptions[] {
  integer("draw calibration", "datasets", datasets, 1);
  const width = (draws + 1) / bins;
  const highest = max(parameters.flatMap(({ counts }) => [band[1], ...counts])) ?? 1;
  const bars = {
    x1: (_: number, i: number) => i * width,
    x2: (_: number, i: number) => (i + 1) * width,
    y: (count: number) => count,
    insetLeft: 0.5,
    insetRight: 0.5,
  };
  return parameters.map(({ name, counts, adjustedPValue }) =>
    panel({
      height: 190,
      x: { label: `rank among ${draws} draws`, domain: [0, draws + 1], ticks: 4 },
      y: {
        label: "observations",
        domain: [0, 1.08 * highest],
        ...countTicks(0, 1.08 * highest, 4),
      },
      marks: [
        heading(name, "left", { bold: true }),
        heading(printedPValue(adjustedPValue, { adjusted: true }), "right"),
        Plot.rect([band], {
          x1: 0,
          x2: draws + 1,
          y1: "0",
          y2: "1",
          fill: COLORS.expectation,
          fillOpacity: BAND_OPACITY,
        }),
        // On white, so that bars have one colour; the edges of the band are drawn over them.
        Plot.rectY(counts, { ...bars, fill: "white" }),
        Plot.rectY(counts, { ...bars, fill: COLORS.posterior, fillOpacity: BAR_OPACITY }),
        Plot.ruleY(band, { stroke: COLORS.expectation, strokeWidth: 0.75 }),
        Plot.ruleY([expected], { stroke: COLORS.expectation, strokeDasharray: "4,3" }),
      ],
    })
  );
}

/**
 * {@linkcode sbcPanels}, three a row, with their legend.
 *
 * @example Usage
 * ```ts
 * import { sbcFigure } from "./sbc.ts";
 * import { sbc } from "../diagnostics/calibration/sbc.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 4, values: Float64Array.of(0, 1, 2, 3) };
 * const { svg } = sbcFigure(sbc(ranks, { draws: 3, bins: 4 }));
 * assertMatch(svg, /4 observations/);
 * ```
 */
export function sbcFigure(report: SbcReport): Figure {
  return grid(sbcPanels(report), {
    columns: 3,
    legend: [
      { label: `${report.datasets} observations`, color: COLORS.posterior, mark: "bar" },
      { label: "expected if calibrated", color: COLORS.expectation, mark: "dash" },
      { label: "95 % band of all bars", color: COLORS.expectation, mark: "band" },
    ],
  });
}
