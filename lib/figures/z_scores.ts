/**
 * Posterior z-scores against contraction.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max, min } from "d3-array";
import { integer } from "../core/check.ts";
import type { ZScoreReport } from "../diagnostics/calibration/z_scores.ts";
import { type Figure, grid } from "./figure.ts";
import { BAND_OPACITY, COLORS, fixed, heading, panel } from "./theme.ts";
import { thinned } from "./thin.ts";

/** Observations drawn at most. */
const MOST = 1000;

/**
 * The z-score of each observation's posterior against its contraction, one panel a parameter, with
 * mean and root mean square of z.
 *
 * How to read it: right is learnt much, left nothing, left of 0 a posterior wider than the prior;
 * points lie about 0, and about 95 % of a normal posterior's within the band of ± 2. Failure: a
 * cloud off the dashed line (bias), one that leaves the band (too narrow, worst where contraction
 * is high), or hugs the line (too wide).
 *
 * @throws {RangeError} If there are no observations.
 */
export function zScorePanels({ datasets, parameters }: ZScoreReport): Plot.PlotOptions[] {
  integer("draw z-scores", "datasets", datasets, 1);
  const points = parameters.flatMap((parameter) => parameter.points);
  const reach = Math.max(3.5, 1.05 * (max(points, ({ zScore }) => Math.abs(zScore)) ?? 0));
  const least = Math.min(0, min(points, ({ contraction }) => contraction) ?? 0);
  return parameters.map(({ name, points, bias, spread }, j) =>
    panel({
      x: { label: "contraction", domain: [least, 1], nice: true, ticks: 3 },
      y: { label: "z-score (posterior sd)", domain: [-reach, reach], ticks: 5 },
      marks: [
        heading(name, "left", { bold: true }),
        heading(`mean ${fixed(bias.value, 2)}, rms ${fixed(spread.value, 2)}`, "right"),
        Plot.rect([[-2, 2]], {
          y1: "0",
          y2: "1",
          fill: COLORS.expectation,
          fillOpacity: BAND_OPACITY,
        }),
        Plot.ruleY([0], { stroke: COLORS.expectation, strokeDasharray: "4,3" }),
        Plot.dot(thinned(points, MOST).rows, {
          x: "contraction",
          y: "zScore",
          r: 1.8,
          fill: COLORS.posterior,
          fillOpacity: Math.min(0.8, Math.max(0.3, 120 / datasets)),
        }),
        j > 0 ? null : Plot.text(["± 2 sd"], {
          frameAnchor: "left",
          y: () => 2,
          dx: 4,
          dy: -3,
          lineAnchor: "bottom",
          fill: COLORS.expectation,
          stroke: "white",
          strokeWidth: 3,
        }),
      ],
    })
  );
}

/**
 * {@linkcode zScorePanels}, three a row, with the limits that 95 % of calibrated posteriors keep.
 *
 * @example Usage
 * ```ts
 * import { zScoreFigure } from "./z_scores.ts";
 * import { zScores } from "../diagnostics/calibration/z_scores.ts";
 * import { key } from "../core/random.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const names = ["g_L"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(9, 11) };
 * const posterior = { names, datasets: 2, count: 3, values: Float64Array.of(8, 9, 10, 9, 11, 13) };
 * assertMatch(zScoreFigure(zScores(key(1), posterior, truth)).svg, /contraction/);
 * ```
 */
export function zScoreFigure(report: ZScoreReport): Figure {
  const largest = (limits: readonly number[]) => fixed(max(limits) ?? NaN, 2);
  const { note } = thinned(report.parameters[0]?.points ?? [], MOST);
  const bias = largest(report.parameters.map((own) => own.bias.floor.limit));
  const spread = largest(report.parameters.map((own) => own.spread.floor.limit));
  return grid(zScorePanels(report), {
    columns: 3,
    legend: [{
      label:
        `one observation${note}; if calibrated, mean within ± ${bias} and rms at most ${spread} in 95 of 100`,
      color: COLORS.posterior,
      mark: "dot",
    }],
  });
}
