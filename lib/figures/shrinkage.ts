/**
 * Members with and without their population.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max, min } from "d3-array";
import { integer, ofLength } from "../core/check.ts";
import { checkUnits, withUnit } from "../core/labels.ts";
import { quantiles } from "../core/stats.ts";
import type { ShrinkageReport } from "../diagnostics/calibration/shrinkage.ts";
import type { PopulationInUnits } from "../distributions/population_prior.ts";
import { type Figure, grid } from "./figure.ts";
import { BAND_OPACITY, COLORS, fixed, heading, panel } from "./theme.ts";
import { fittingTicks } from "./ticks.ts";

/** What else is drawn beside the members. */
export interface ShrinkageOptions<Name extends string = string> {
  /** One a parameter, as in `Prior.units`. */
  readonly units: readonly string[];
  /** Draws of the population, in the units of its members' parameters. */
  readonly population: PopulationInUnits<Name>;
}

/** Members drawn at most. */
const MOST = 40;
/** The side of a frame in px, with what ticks may reach over it. */
const FRAME = { frame: 176, beyond: 20 };

/** The median of each draw's typical member, and of median ± spread. */
function bandOf({ median, spread }: PopulationInUnits, j: number) {
  const dim = median.names.length;
  const of = (side: number) =>
    Float64Array.from(
      { length: median.count },
      (_, k) => median.values[k * dim + j] + side * spread.values[k * dim + j],
    );
  const [low, middle, high] = [-1, 0, 1].map((side) => quantiles(of(side), [0.5])[0]);
  return { low, middle, high };
}

/**
 * A line a member, in the order of the medians that its own observation gives: from there an arrow to
 * the median given all observations, with both central intervals, the truth, and behind them the
 * population, its typical member ± how far members differ.
 *
 * How to read it: arrows point towards the population, long ones where a member's own interval is
 * wide; the intervals together are narrower, and hold the truth as often. Failure: truths that lie
 * where the arrows come from (the population is taken for narrower than it is), or no arrows where
 * single intervals are wide (nothing was learnt from the others).
 *
 * @throws {RangeError} If there is no member, or there is not one unit a parameter.
 */
export function shrinkagePanels(
  { members, parameters }: ShrinkageReport,
  { units, population }: ShrinkageOptions,
): Plot.PlotOptions[] {
  const action = "draw members";
  integer(action, "members", members, 1);
  checkUnits(action, units, parameters.length);
  ofLength(action, "population.median.names", population.median.names, parameters.length);
  return parameters.map(({ name, points, error }, j) => {
    const rows = points.slice(0, MOST)
      .sort((a, b) => a.alone.median - b.alone.median)
      .map((point, i) => ({ ...point, i }));
    const { low, middle, high } = bandOf(population, j);
    const least = min(rows, ({ alone, together, truth }) =>
      Math.min(alone.lower, together.lower, truth, low)) ?? NaN;
    const most = max(rows, ({ alone, together, truth }) =>
      Math.max(alone.upper, together.upper, truth, high)) ?? NaN;
    const room = 0.02 * (most - least) || 1;
    const domain: [number, number] = [least - room, most + room];
    const interval = (which: "alone" | "together", dy: number, stroke: string, width: number) =>
      Plot.ruleY(rows, {
        x1: (row) =>
          row[which].lower,
        x2: (row) =>
          row[which].upper,
        y: "i",
        dy,
        stroke,
        strokeWidth: width,
      });
    return panel({
      height: 110 + 6 * rows.length + 120,
      marginLeft: 16,
      x: { domain, label: withUnit(name, units[j]), ...fittingTicks(domain, FRAME) },
      y: { domain: [-1, rows.length], axis: null },
      marks: [
        heading(`error ${fixed(error.alone, 2)} → ${fixed(error.together, 2)}`, "left"),
        Plot.rect([[low, high]], {
          x1: low,
          x2: high,
          y1: -1,
          y2: rows.length,
          fill: COLORS.posterior,
          fillOpacity: BAND_OPACITY / 2,
        }),
        Plot.ruleX([middle], { stroke: COLORS.expectation, strokeDasharray: "4,3" }),
        interval("alone", -1.5, COLORS.prior, 1),
        interval("together", 1.5, COLORS.posterior, 1.5),
        Plot.arrow(rows, {
          x1: (row) =>
            row.alone.median,
          x2: (row) =>
            row.together.median,
          y1: "i",
          y2: "i",
          stroke: COLORS.ink,
          strokeWidth: 1,
          headLength: 5,
        }),
        Plot.dot(rows, { x: "truth", y: "i", r: 2, fill: COLORS.truth }),
      ],
    });
  });
}

/**
 * {@linkcode shrinkagePanels}, three a row, with their legend.
 *
 * @example Usage
 * ```ts
 * import { shrinkageFigure } from "./shrinkage.ts";
 * import { shrinkage } from "../diagnostics/calibration/shrinkage.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(10, 12) };
 * const alone = { names, datasets: 2, count: 2, values: Float64Array.of(6, 10, 12, 16) };
 * const together = { names, datasets: 2, count: 2, values: Float64Array.of(9, 10, 12, 13) };
 * const population = {
 *   median: { names, count: 1, values: Float64Array.of(11) },
 *   spread: { names, count: 1, values: Float64Array.of(1) },
 * };
 * const report = shrinkage(alone, together, truth);
 * assertMatch(shrinkageFigure(report, { units: ["ms"], population }).svg, /error 2.00 → 0.50/);
 * ```
 */
export function shrinkageFigure(report: ShrinkageReport, options: ShrinkageOptions): Figure {
  const percent = Math.round(100 * report.level);
  const shown = report.members > MOST ? `${MOST} of ${report.members} members` : "a member";
  return grid(shrinkagePanels(report, options), {
    columns: 3,
    legend: [
      { label: `${shown}: ${percent} % alone`, color: COLORS.prior, mark: "line" },
      { label: `${percent} % with its population`, color: COLORS.posterior, mark: "line" },
      { label: "truth", color: COLORS.truth, mark: "dot" },
      { label: "typical member", color: COLORS.expectation, mark: "dash" },
      { label: "population, ± spread", color: COLORS.posterior, mark: "band" },
    ],
  });
}
