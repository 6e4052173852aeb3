/**
 * Posterior against truth, parameter by parameter.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max, min } from "d3-array";
import { integer } from "../core/check.ts";
import type { RecoveryReport } from "../diagnostics/calibration/recovery.ts";
import { checkUnits, withUnit } from "../core/labels.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, fixed, heading, panel } from "./theme.ts";
import { thinned } from "./thin.ts";
import { fittingTicks } from "./ticks.ts";

/** The labels of the axes, and what else is drawn. */
export interface RecoveryOptions {
  /** One a parameter, as in `Prior.units`. */
  readonly units: readonly string[];
  /** Between which the prior allows each parameter: drawn where they are in sight. */
  readonly bounds?: Readonly<Record<string, readonly [number, number]>>;
}

/** Observations drawn at most, and the side of a frame in px with what ticks may reach over it. */
const MOST = 1000;
const FRAME = { frame: 176, beyond: 20 };

/** Of the intervals: many lie on each other. */
function opacityOf(observations: number): number {
  return Math.min(0.6, Math.max(0.1, 80 / observations));
}

/**
 * Posterior median and central interval against the truth, one panel a parameter, with Pearson's
 * r and the share of truths inside their interval.
 *
 * How to read it: points on the dashed line are found exactly, and about `level` of the bars cross
 * it. Failure: a flat cloud (the observations are uninformative about this parameter), a cloud
 * beside the line (bias), short bars that miss the line (overconfidence).
 *
 * @throws {RangeError} If there are no observations or not one unit a parameter.
 */
export function recoveryPanels(
  { datasets, parameters }: RecoveryReport,
  { units, bounds = {} }: RecoveryOptions,
): Plot.PlotOptions[] {
  const action = "draw recovery";
  integer(action, "datasets", datasets, 1);
  checkUnits(action, units, parameters.length);
  const opacity = opacityOf(datasets);
  return parameters.map(({ name, points, correlation, coverage }, j) => {
    const low = min(points, (point) => Math.min(point.truth, point.lower)) ?? NaN;
    const high = max(points, (point) => Math.max(point.truth, point.upper)) ?? NaN;
    const room = 0.02 * (high - low) || 1; // a point on a bound is seen whole
    const domain: [number, number] = [low - room, high + room];
    const scale = { domain, ...fittingTicks(domain, FRAME) };
    const bound = {
      stroke: COLORS.expectation,
      strokeDasharray: "1,3",
    };
    const inSight = (bounds[name] ?? []).filter((value) => value > domain[0] && value < domain[1]);
    const { rows } = thinned(points, MOST);
    return panel({
      height: 236,
      x: { ...scale, label: withUnit(`true ${name}`, units[j]) },
      y: { ...scale, label: withUnit(`posterior ${name}`, units[j]) },
      marks: [
        heading(`r = ${fixed(correlation, 2)}`, "left"),
        heading(`${Math.round(100 * coverage)} % covered`, "right"),
        Plot.ruleX(inSight, bound),
        Plot.ruleY(inSight, bound),
        Plot.ruleX(rows, {
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
        Plot.dot(rows, {
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
 * import { recovery } from "../diagnostics/calibration/recovery.ts";
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
  options: RecoveryOptions,
): Figure {
  const percent = Math.round(100 * report.level);
  const { note } = thinned(report.parameters[0]?.points ?? [], MOST);
  return grid(recoveryPanels(report, options), {
    columns: 3,
    legend: [
      {
        label: `posterior median of ${report.datasets.toLocaleString("en")} observations${note}`,
        color: COLORS.posterior,
        mark: "dot",
      },
      { label: `${percent} % interval`, color: COLORS.posterior, mark: "faint" },
      { label: "posterior = truth", color: COLORS.expectation, mark: "dash" },
      ...options.bounds
        ? [{ label: "bound of the prior", color: COLORS.expectation, mark: "dots" } as const]
        : [],
    ],
  });
}
