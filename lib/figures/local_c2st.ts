/**
 * The local classifier two-sample test: its statistic among those under swapped labels.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max, min } from "d3-array";
import { integer } from "../core/check.ts";
import type { LocalC2stReport } from "../diagnostics/checks/local_c2st.ts";
import { type Figure, grid } from "./figure.ts";
import { printedPValue } from "./p_value.ts";
import { BAR_OPACITY, COLORS, heading, panel } from "./theme.ts";

/** Bars over the statistics under swapped labels. */
const BARS = 20;

/**
 * The histogram of the statistic under swapped labels, and the statistic as a line.
 *
 * How to read it: the line stands within the bars. Failure: it stands to the right of them: at this
 * observation the draws differ from the posterior, in mean, width or correlation.
 *
 * @throws {RangeError} If there are no statistics to compare with.
 */
export function localC2stPanel({ statistic, nulls, pValue }: LocalC2stReport): Plot.PlotOptions {
  integer("draw local test", "nulls.length", nulls.length, 1);
  // Of a mean square, the root is read in units of probability.
  const own = Math.sqrt(statistic);
  const roots = nulls.map(Math.sqrt);
  const low = min(roots) ?? NaN, high = max(roots) ?? NaN;
  const step = (high - low) / BARS || 0.01;
  return panel({
    width: 460,
    height: 230,
    x: {
      label: "distance of the classifier from ½ (probability)",
      domain: [Math.min(low, own) - step, Math.max(high, own) + step],
      ticks: 6,
    },
    y: { label: "swapped labels (%)", ticks: 4, insetTop: 6 },
    marks: [
      heading(printedPValue(pValue), "right"),
      Plot.rectY(
        roots,
        Plot.binX<Plot.RectYOptions>({
          y: (bin: readonly number[]) => 100 * bin.length / nulls.length,
        }, {
          x: (root) => root,
          thresholds: Array.from({ length: BARS + 2 }, (_, i) => low + i * step),
          fill: COLORS.expectation,
          fillOpacity: BAR_OPACITY,
        }),
      ),
      Plot.ruleX([own], { stroke: COLORS.posterior, strokeWidth: 2.5 }),
    ],
  });
}

/**
 * {@linkcode localC2stPanel} with its legend.
 *
 * @example Usage
 * ```ts
 * import { localC2stFigure } from "./local_c2st.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const report = { statistic: 0.04, nulls: [0.01, 0.02, 0.03], pValue: 0.25, simulations: 100 };
 * assertMatch(localC2stFigure(report).svg, /p = 0.25/);
 * ```
 */
export function localC2stFigure(report: LocalC2stReport): Figure {
  return grid([localC2stPanel(report)], {
    columns: 1,
    legend: [
      {
        label: `${report.nulls.length.toLocaleString("en")} random swaps`,
        color: COLORS.expectation,
        mark: "bar",
      },
      { label: "posterior at the observation", color: COLORS.posterior, mark: "line" },
    ],
  });
}
