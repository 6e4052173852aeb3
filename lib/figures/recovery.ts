/**
 * Posterior against truth, parameter by parameter.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { integer } from "../check.ts";
import type { RecoveryReport } from "../diagnostics/recovery.ts";
import { checkUnits, withUnit } from "../labels.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, fixed, heading, panel } from "./theme.ts";

/**
 * Posterior median and central interval against the truth, one panel a parameter, with Pearson's
 * r and the share of truths inside their interval.
 *
 * How to read it: points on the dashed line are found exactly, and about `level` of the bars cross
 * it. Failure: a flat cloud (the recordings say nothing of this parameter), a cloud beside the line
 * (bias), short bars that miss the line (overconfidence).
 *
 * @param options.units One a parameter, as in `Prior.units`.
 * @throws {RangeError} If there are no recordings or not one unit a parameter.
 */
export function recoveryPanels(
  { datasets, parameters }: RecoveryReport,
  { units }: { readonly units: readonly string[] },
): Plot.PlotOptions[] {
  const action = "draw recovery";
  integer(action, "datasets", datasets, 1);
  checkUnits(action, units, parameters.length);
  const opacity = Math.min(1, Math.max(0.1, 80 / datasets));
  return parameters.map(({ name, points, correlation, coverage }, j) => {
    const low = Math.min(...points.map((p) => Math.min(p.truth, p.lower)));
    const high = Math.max(...points.map((p) => Math.max(p.truth, p.upper)));
    const scale = { domain: [low, high], nice: true, ticks: 5 };
    return panel({
      height: 236,
      x: { ...scale, label: withUnit(`true ${name}`, units[j]) },
      y: { ...scale, label: withUnit(`posterior ${name}`, units[j]) },
      marks: [
        heading(`r = ${fixed(correlation, 2)}`, "left"),
        heading(`${Math.round(100 * coverage)} % covered`, "right"),
        Plot.ruleX(points, {
          x: "truth",
          y1: "lower",
          y2: "upper",
          stroke: COLORS.posterior,
          strokeOpacity: opacity,
        }),
        Plot.link([[low, high]], {
          x1: "0",
          y1: "0",
          x2: "1",
          y2: "1",
          stroke: COLORS.expectation,
          strokeDasharray: "4,3",
        }),
        Plot.dot(points, {
          x: "truth",
          y: "median",
          r: 1.6,
          fill: COLORS.posterior,
          fillOpacity: 0.8,
        }),
      ],
    });
  });
}

/**
 * {@linkcode recoveryPanels}, three a row, with their legend.
 *
 * @example Usage
 * ```ts
 * import { recoveryFigure } from "./recovery.ts";
 * import { recovery } from "../diagnostics/recovery.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(10, 12) };
 * const posterior = { names, datasets: 2, count: 2, values: Float64Array.of(9, 11, 11, 14) };
 * const { svg } = recoveryFigure(recovery(posterior, truth), { units: ["ms"] });
 * assertMatch(svg, /100 % covered/);
 * ```
 */
export function recoveryFigure(
  report: RecoveryReport,
  options: { readonly units: readonly string[] },
): Figure {
  const percent = Math.round(100 * report.level);
  return grid(recoveryPanels(report, options), {
    columns: 3,
    legend: [
      { label: "posterior median", color: COLORS.posterior, mark: "dot" },
      { label: `${percent} % interval`, color: COLORS.posterior, mark: "line" },
      { label: "posterior = truth", color: COLORS.expectation, mark: "dash" },
    ],
  });
}
