/**
 * The convergence of a numerical method.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { extent } from "d3-array";
import { integer } from "../core/check.ts";
import type { ConvergenceReport } from "../diagnostics/comparison/convergence.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, heading, panel } from "./theme.ts";
import { logAxis } from "./ticks.ts";

/** What is written on the axes. */
export interface ConvergenceFigureOptions {
  /** What the spacing is, with its unit. */
  readonly spacing: string;
  /** The unit of the values. */
  readonly unit: string;
}

/** Smaller errors are drawn here: rounding alone makes a log-likelihood so inexact. */
const FLOOR = 1e-12;

/**
 * One panel a report: median and worst error against spacing, both on logarithmic axes.
 *
 * How to read it: the errors fall, the faster the better, as the spacing gets finer to the left; a
 * straight line is a power law, a curve that steepens is faster than any. Failure: errors that don't
 * fall, or a worst error far above the median, where single values don't converge.
 *
 * @param reports By title.
 * @throws {RangeError} If there is no report.
 */
export function convergencePanels(
  reports: Readonly<Record<string, ConvergenceReport>>,
  { spacing, unit }: ConvergenceFigureOptions,
): Plot.PlotOptions[] {
  const entries = Object.entries(reports);
  integer("draw convergence", "reports.length", entries.length, 1);
  const drawn = entries.map(([title, { errors }]) => ({
    title,
    rows: errors.map(({ spacing, median, worst }) => ({
      spacing,
      median: Math.max(FLOOR, median),
      worst: Math.max(FLOOR, worst),
    })),
  }));
  const all = drawn.flatMap(({ rows }) => rows);
  const [finest = 1, coarsest = 1] = extent(all, (row) => row.spacing);
  const spacings: [number, number] = [finest / 1.1, coarsest * 1.1];
  const [least = FLOOR, most = FLOOR] = extent(all.flatMap((row) => [row.median, row.worst]));
  const errors: [number, number] = [least / 1.5, most * 1.5];
  return drawn.map(({ title, rows }, i) => {
    const line = (y: "median" | "worst", stroke: string) => [
      Plot.lineY(rows, { x: "spacing", y, stroke, strokeWidth: 2 }),
      Plot.dot(rows, { x: "spacing", y, r: 3, fill: stroke }),
    ];
    return panel({
      width: i === 0 ? 282 : 240,
      marginLeft: i === 0 ? 72 : 30,
      x: { label: spacing, ...logAxis(spacings, { frame: 198, direction: "across" }) },
      y: {
        ...logAxis(errors, { frame: 142, direction: "up" }),
        grid: true,
        label: i === 0 ? `error (${unit})` : null,
        ...i > 0 && { tickFormat: () => "" },
      },
      marks: [
        ...line("worst", COLORS.reference),
        ...line("median", COLORS.expectation),
        heading(title, "left", { bold: true }),
      ],
    });
  });
}

/**
 * {@linkcode convergencePanels} in one row, with their legend.
 *
 * @example Usage
 * ```ts
 * import { convergenceFigure } from "./convergence.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const errors = [2, 1].map((spacing) => ({ spacing, median: spacing ** 4, worst: spacing ** 2 }));
 * const { svg } = convergenceFigure({ grid: { finest: 0.1, count: 9, errors } }, {
 *   spacing: "spacing (sd)",
 *   unit: "nats",
 * });
 * assertMatch(svg, /error \(nats\)/);
 * ```
 */
export function convergenceFigure(
  reports: Readonly<Record<string, ConvergenceReport>>,
  options: ConvergenceFigureOptions,
): Figure {
  return grid(convergencePanels(reports, options), {
    columns: Object.keys(reports).length || 1,
    legend: [
      { label: "worst", color: COLORS.reference, mark: "line" },
      { label: "median", color: COLORS.expectation, mark: "line" },
    ],
  });
}
