/**
 * The distance from the exact posterior, observation by observation.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max } from "d3-array";
import { finite, ofLength } from "../core/check.ts";
import { mean } from "../core/stats.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, fixed, heading, panel } from "./theme.ts";
import { thinned } from "./thin.ts";
import { countTicks } from "./ticks.ts";

/** A number about each observation, along which gaps are drawn. */
export interface GapAxis {
  /** What the number is, with its unit. */
  readonly label: string;
  /** One for each gap. */
  readonly values: readonly number[];
}

/** Observations drawn at most. */
const MOST = 2000;

/**
 * KL from the exact posterior against a number about each observation, a dot each, with their mean.
 *
 * How to read it: dots near zero everywhere. Failure: a cloud that rises at one end (the network
 * is less accurate for such observations), or single dots far up (observations it never learnt).
 *
 * @param gaps In nats; NaN is left out.
 * @param along The number about each observation, such as its spikes.
 * @throws {RangeError} If the lengths differ or there is nothing to draw.
 */
function gapPanel(gaps: readonly number[], along: GapAxis): Plot.PlotOptions {
  const { label, values } = along;
  ofLength("draw gaps", "values", values, gaps.length);
  const points = gaps.map((gap, i) => ({ gap, value: values[i] }))
    .filter(({ gap }) => !Number.isNaN(gap));
  const average = mean(points.map(({ gap }) => gap));
  finite("draw gaps", "the mean gap", average);
  const counts = values.every((value) => Number.isInteger(value) && value >= 0);
  const most = Math.max(1, max(values) ?? 1);
  const { rows, note } = thinned(points, MOST);
  return panel({
    width: 460,
    height: 280,
    marginLeft: 60,
    x: counts
      ? { label, domain: [-0.5, most + 0.5], ...countTicks(0, most) }
      : { label, nice: true, ticks: 6 },
    y: { label: "KL(exact ‖ amortised) (nats)", nice: true, grid: true, zero: true },
    marks: [
      Plot.ruleY([average], { stroke: COLORS.expectation, strokeDasharray: "4,3" }),
      Plot.dot(rows, { x: "value", y: "gap", r: 3, fill: COLORS.posterior, fillOpacity: 0.7 }),
      heading(`${points.length.toLocaleString("en")} observations${note}`, "left"),
      heading(`mean ${fixed(average, 3)} nats`, "right"),
    ],
  });
}

/**
 * {@linkcode gapPanel} as a figure.
 *
 * @example Usage
 * ```ts
 * import { gapFigure } from "./gap.ts";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(gapFigure([0.1, 0.3], { label: "spikes", values: [0, 12] }).svg, /mean 0.200 nats/);
 * ```
 */
export function gapFigure(gaps: readonly number[], along: GapAxis): Figure {
  return grid([gapPanel(gaps, along)], {
    columns: 1,
    legend: [
      { label: "an observation", color: COLORS.posterior, mark: "dot" },
      { label: "mean", color: COLORS.expectation, mark: "dash" },
    ],
  });
}
