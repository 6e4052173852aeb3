/**
 * How a posterior contracts as there is more to see.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { extent } from "d3-array";
import { integer, ofLength, positive } from "../core/check.ts";
import type { MarginalReport } from "../diagnostics/comparison/marginals.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, heading, panel } from "./theme.ts";
import { logAxis } from "./ticks.ts";

/** The marginals of posteriors given so many observations. */
export interface Contraction {
  /** How many observations, such as sweeps, each posterior was given. */
  readonly counts: readonly number[];
  /** What they are, "sweeps". */
  readonly along: string;
  /** Of the estimate, one for each count. */
  readonly estimate: readonly MarginalReport[];
  /** Of the exact posterior, one for each count. */
  readonly exact: readonly MarginalReport[];
  /** One a parameter, as in `Prior.units`. */
  readonly units: readonly string[];
}

/**
 * One panel a parameter: the sd of the estimate and of the exact posterior against the number of
 * observations, both axes logarithmic, and the line that falls with its square root.
 *
 * How to read it: dots of the estimate lie on the exact ones. A slope as that of the dashed line is
 * the contraction by independent observations. Failure: an estimate that stops contracting, as of a
 * network that averages what it should add up, or one narrower than the exact posterior.
 *
 * @throws {RangeError} If there is nothing to draw, a count is not > 0, or a posterior is missing.
 */
export function contractionPanels(
  { counts, along, estimate, exact, units }: Contraction,
): Plot.PlotOptions[] {
  const action = "draw contraction";
  integer(action, "counts.length", counts.length, 1);
  counts.forEach((count, i) => positive(action, `counts[${i}]`, count));
  ofLength(action, "estimate", estimate, counts.length);
  ofLength(action, "exact", exact, counts.length);
  ofLength(action, "units", units, exact[0].parameters.length);
  const [fewest = 1, most = 1] = extent(counts);
  const across: [number, number] = [fewest / 1.25, most * 1.25];
  return exact[0].parameters.map(({ name }, j) => {
    const sds = (reports: readonly MarginalReport[]) =>
      reports.map(({ parameters }, i) => ({
        count: counts[i],
        sd: parameters.find((own) => own.name === name)?.sd ?? NaN,
      }));
    const [theirs, ours] = [sds(exact), sds(estimate)];
    const root = [fewest, most].map((count) => ({
      count,
      sd: theirs[0].sd * Math.sqrt(counts[0] / count),
    }));
    const [least = 1, largest = 1] = extent([...theirs, ...ours, ...root], ({ sd }) => sd);
    const up: [number, number] = [least / 1.3, largest * 1.3];
    const unit = units[j];
    return panel({
      x: { label: along, ...logAxis(across, { frame: 176, direction: "across" }) },
      y: {
        label: unit ? `sd (${unit})` : "sd",
        grid: true,
        ...logAxis(up, { frame: 142, direction: "up" }),
      },
      marks: [
        Plot.lineY(root, {
          x: "count",
          y: "sd",
          stroke: COLORS.expectation,
          strokeDasharray: "4,3",
        }),
        Plot.dot(theirs, { x: "count", y: "sd", r: 6, stroke: COLORS.reference, strokeWidth: 2 }),
        Plot.dot(ours, { x: "count", y: "sd", r: 3, fill: COLORS.posterior }),
        heading(name, "left", { bold: true }),
      ],
    });
  });
}

/**
 * {@linkcode contractionPanels}, three a row, with their legend.
 *
 * @example Usage
 * ```ts
 * import { contractionFigure } from "./contraction.ts";
 * import { marginals } from "../diagnostics/comparison/marginals.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const of = (sd: number) =>
 *   marginals({ names: ["E_L"], count: 3, values: Float64Array.of(-sd, 0, sd) });
 * const { svg } = contractionFigure({
 *   counts: [1, 4],
 *   along: "sweeps",
 *   estimate: [of(1), of(0.5)],
 *   exact: [of(1.1), of(0.5)],
 *   units: ["mV"],
 * });
 * assertMatch(svg, /sd \(mV\)/);
 * ```
 */
export function contractionFigure(contraction: Contraction): Figure {
  return grid(contractionPanels(contraction), {
    columns: 3,
    legend: [
      { label: "estimate", color: COLORS.posterior, mark: "dot" },
      { label: "exact", color: COLORS.reference, mark: "dot" },
      { label: `∝ 1 / √${contraction.along}`, color: COLORS.expectation, mark: "dash" },
    ],
  });
}
