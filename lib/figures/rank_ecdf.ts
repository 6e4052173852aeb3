/**
 * Empirical distribution functions of ranks, and shares of truths in regions of given credibility:
 * what was observed against what is expected, and the band that holds all of it at once.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max } from "d3-array";
import { integer } from "../core/check.ts";
import type { EcdfReport } from "../diagnostics/calibration/rank_ecdf.ts";
import { type Figure, grid } from "./figure.ts";
import type { LegendEntry } from "./legend.ts";
import { printedPValue } from "./p_value.ts";
import { BAND_OPACITY, COLORS, heading, panel } from "./theme.ts";

/** What is written on the axes, and what is drawn. */
export interface SharePanelOptions {
  readonly x: string;
  readonly y: string;
  /** Draw observed less expected, in percent. */
  readonly difference?: boolean;
  /** Draw percent on both axes. */
  readonly percent?: boolean;
  /** What stands above the right end of each panel; the adjusted p-value if not given. */
  readonly headings?: readonly string[];
}

/**
 * Observed against expected shares, one panel a quantity, all on the same axes.
 *
 * @throws {RangeError} If there are no shares.
 */
export function sharePanels(
  { datasets, points, lower, upper, quantities }: EcdfReport,
  { x, y, difference = false, percent = false, headings }: SharePanelOptions,
): Plot.PlotOptions[] {
  integer("draw shares", "datasets", datasets, 1);
  const unit = percent ? 100 : 1;
  const at = (shares: readonly number[]) =>
    points.map((point, i) => difference ? 100 * (shares[i] - point) : unit * shares[i]);
  const band = { lower: at(lower), upper: at(upper) };
  // Where nothing is tested, at 0 and 1, observed and expected are equal.
  const ends = (middle: readonly number[]) => [0, ...middle, difference ? 0 : unit];
  const lines = quantities.map(({ shares }) => ends(at(shares)));
  const reach = 1.3 * (max([...lines, band.lower, band.upper].flat(), Math.abs) ?? 0);
  const across = ends(points.map((point) => unit * point)).with(-1, unit);
  const adjusted = quantities.length > 1;
  const width = quantities.some(({ name }) => name.length > 9) ? 300 : 240; // room for a long name
  return quantities.map(({ name, adjustedPValue }, j) =>
    panel({
      width,
      x: { label: x, domain: [0, unit], ticks: 4 },
      y: { label: y, domain: difference ? [-reach, reach] : [0, unit], ticks: 5 },
      marks: [
        heading(name, "left", { bold: true }),
        heading(headings?.[j] ?? printedPValue(adjustedPValue, { adjusted }), "right"),
        Plot.areaY(points, {
          x: (point) => unit * point,
          y1: band.lower,
          y2: band.upper,
          fill: COLORS.expectation,
          fillOpacity: BAND_OPACITY,
        }),
        Plot.line([[0, 0], [unit, difference ? 0 : unit]], {
          stroke: COLORS.expectation,
          strokeDasharray: "4,3",
        }),
        Plot.line(across, {
          x: across,
          y: lines[j],
          stroke: COLORS.posterior,
          strokeWidth: 1.8,
          curve: "step-after",
        }),
      ],
    })
  );
}

/** What line, dashes and band of such panels are. */
export function shareLegend(
  { datasets, level }: EcdfReport,
  observed = `${datasets.toLocaleString("en")} observations`,
): LegendEntry[] {
  return [
    { label: observed, color: COLORS.posterior, mark: "line" },
    { label: "expected if calibrated", color: COLORS.expectation, mark: "dash" },
    {
      label: `${Math.round(100 * level)} % band, for the whole line`,
      color: COLORS.expectation,
      mark: "band",
    },
  ];
}

/**
 * The empirical distribution function of ranks, three panels a row, with Holm-adjusted p-values.
 *
 * How to read it: the line of a calibrated posterior stays within the band, all of it, in 95 % of
 * panels. Failure: a line above the dashed one (the posterior lies too high), below it (too low),
 * first above and then below it (too narrow), or the other way round (too wide).
 *
 * @throws {RangeError} If there are no ranks.
 *
 * @example Usage
 * ```ts
 * import { ecdfFigure } from "./rank_ecdf.ts";
 * import { rankEcdf } from "../diagnostics/calibration/rank_ecdf.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 4, values: Float64Array.of(0, 1, 2, 3) };
 * assertMatch(ecdfFigure(rankEcdf(ranks, { draws: 3 })).svg, /95 % band/);
 * ```
 */
export function ecdfFigure(report: EcdfReport): Figure {
  const panels = sharePanels(report, { x: "rank / draws", y: "share of observations" });
  return grid(panels, { columns: 3, legend: shareLegend(report) });
}

/**
 * The same less what is expected, so that small departures are seen, three panels a row.
 *
 * How to read it: the line of a calibrated posterior wanders within the band, all of it, in 95 % of
 * panels. Failure: a hill (the posterior lies too high), a valley (too low), a hill and then a
 * valley (too narrow), a valley and then a hill (too wide).
 *
 * @throws {RangeError} If there are no ranks.
 *
 * @example Usage
 * ```ts
 * import { ecdfDifferenceFigure } from "./rank_ecdf.ts";
 * import { rankEcdf } from "../diagnostics/calibration/rank_ecdf.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 4, values: Float64Array.of(0, 1, 2, 3) };
 * assertMatch(ecdfDifferenceFigure(rankEcdf(ranks, { draws: 3 })).svg, /expected/);
 * ```
 */
export function ecdfDifferenceFigure(report: EcdfReport): Figure {
  const panels = sharePanels(report, {
    x: "rank / draws",
    y: "share − expected (%)",
    difference: true,
  });
  return grid(panels, { columns: 3, legend: shareLegend(report) });
}

/**
 * TARP: the share of truths nearer to their reference point than that share of draws.
 *
 * How to read it: the line of a calibrated posterior stays within the band, all of it, in 95 of 100
 * cases; all parameters are tested at once. With references near the truth, failure is a line below
 * the dashed one (truths are farther than draws: too narrow), or above it (nearer: too wide, or the
 * posterior uses less of the observation than the references do).
 *
 * @throws {RangeError} If there are no ranks.
 *
 * @example Usage
 * ```ts
 * import { tarpFigure } from "./rank_ecdf.ts";
 * import { rankEcdf } from "../diagnostics/calibration/rank_ecdf.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const ranks = { names: ["all parameters"], count: 4, values: Float64Array.of(0, 1, 2, 3) };
 * assertMatch(tarpFigure(rankEcdf(ranks, { draws: 3 })).svg, /share of draws nearer/);
 * ```
 */
export function tarpFigure(report: EcdfReport): Figure {
  const panels = sharePanels(report, { x: "share of draws nearer", y: "share of observations" });
  return grid(panels, { columns: 1, legend: shareLegend(report) });
}
