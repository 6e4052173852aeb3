/**
 * The inter-spike intervals of a recording over those of its replicates.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { integer } from "../../../core/check.ts";
import type { IntervalReport } from "../intervals.ts";
import { type Figure, grid } from "../../../figures/figure.ts";
import { printedPValue } from "../../../figures/p_value.ts";
import { BAND_OPACITY, COLORS, heading, panel } from "../../../figures/theme.ts";

/**
 * The distribution function of the recording's intervals over the pointwise median and band of its
 * replicates, with the p-value of the largest difference.
 *
 * How to read it: the steps climb within the band. Failure: they leave it to the left (the neuron
 * fires faster than its model), to the right (slower), or climb too gently or too steeply (intervals
 * more or less regular than the model's).
 *
 * @throws {RangeError} If neither the recording nor a replicate has intervals.
 */
export function intervalPanel(report: IntervalReport): Plot.PlotOptions {
  const { grid: points, observed, median, lower, upper, observedIntervals, pValue } = report;
  integer("draw intervals", "grid.length", points.length, 1);
  const left = report.withoutIntervals;
  return panel({
    width: 460,
    height: left > 0 ? 280 : 265,
    marginTop: left > 0 ? 41 : 26,
    x: { label: "inter-spike interval (ms)", domain: [points[0], points[points.length - 1]] },
    y: { label: "share of intervals up to", domain: [0, 1], ticks: 5 },
    marks: [
      median.length === 0 ? null : Plot.areaY(points, {
        x: points,
        y1: lower,
        y2: upper,
        curve: "step-after",
        fill: COLORS.posterior,
        fillOpacity: BAND_OPACITY,
      }),
      median.length === 0 ? null : Plot.lineY(points, {
        x: points,
        y: median,
        curve: "step-after",
        stroke: COLORS.posterior,
        strokeWidth: 1.5,
      }),
      observed === null ? null : Plot.lineY(points, {
        x: points,
        y: observed,
        curve: "step-after",
        stroke: COLORS.observed,
        strokeWidth: 1.8,
      }),
      heading(
        observed === null
          ? "no intervals observed"
          : `${observedIntervals.length} intervals observed`,
        "left",
      ),
      heading(pValue === null ? "" : printedPValue(pValue), "right"),
      heading(left === 0 ? "" : `${left} of ${report.replicates} replicates have none`, "right", {
        above: 22,
      }),
    ],
  });
}

/**
 * {@linkcode intervalPanel} with its legend.
 *
 * @example Usage
 * ```ts
 * import { seriesBatch } from "../../../model/batch.ts";
 * import { intervalsFigure } from "./intervals.ts";
 * import { intervals } from "../intervals.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const train = seriesBatch({ spikes: Float32Array.of(1, 0, 1, 1) }, { count: 1, step: 1 });
 * assertMatch(intervalsFigure(intervals(train, train)).svg, /2 intervals observed/);
 * ```
 */
export function intervalsFigure(report: IntervalReport): Figure {
  const percent = Math.round(100 * report.level);
  return grid([intervalPanel(report)], {
    columns: 1,
    legend: [
      { label: "observed", color: COLORS.observed, mark: "line" },
      { label: "median of replicates", color: COLORS.posterior, mark: "line" },
      { label: `${percent} % band`, color: COLORS.posterior, mark: "band" },
    ],
  });
}
