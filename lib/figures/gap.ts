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

/** Observations drawn at most. */
const MOST = 2000;

/**
 * KL from the exact posterior against the number of spikes, a dot an observation, with their mean.
 *
 * How to read it: dots near zero everywhere. Failure: a cloud that rises at one end (the network
 * knows silent or busy neurons less well), or single dots far up (observations it never learnt).
 *
 * @param gaps In nats; NaN is left out.
 * @param spikes The number of spikes of each observation.
 * @throws {RangeError} If the lengths differ or there is nothing to draw.
 */
export function gapPanel(gaps: readonly number[], spikes: readonly number[]): Plot.PlotOptions {
  ofLength("draw gaps", "spikes", spikes, gaps.length);
  const points = gaps.map((gap, i) => ({ gap, spikes: spikes[i] }))
    .filter(({ gap }) => !Number.isNaN(gap));
  const average = mean(points.map(({ gap }) => gap));
  finite("draw gaps", "the mean gap", average);
  const most = Math.max(1, max(spikes) ?? 1);
  const { rows, note } = thinned(points, MOST);
  return panel({
    width: 460,
    height: 280,
    marginLeft: 60,
    x: { label: "spikes in the recording", domain: [-0.5, most + 0.5], ...countTicks(0, most) },
    y: { label: "KL(exact ‖ amortised) (nats)", nice: true, grid: true, zero: true },
    marks: [
      Plot.ruleY([average], { stroke: COLORS.expectation, strokeDasharray: "4,3" }),
      Plot.dot(rows, { x: "spikes", y: "gap", r: 3, fill: COLORS.posterior, fillOpacity: 0.7 }),
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
 * assertMatch(gapFigure([0.1, 0.3], [0, 12]).svg, /mean 0.200 nats/);
 * ```
 */
export function gapFigure(gaps: readonly number[], spikes: readonly number[]): Figure {
  return grid([gapPanel(gaps, spikes)], {
    columns: 1,
    legend: [
      { label: "an observation", color: COLORS.posterior, mark: "dot" },
      { label: "mean", color: COLORS.expectation, mark: "dash" },
    ],
  });
}
