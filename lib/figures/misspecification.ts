/**
 * An observation among simulations: how far its summaries lie from theirs, and which stand out.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max } from "d3-array";
import { integer } from "../core/check.ts";
import type { MisspecificationReport } from "../diagnostics/checks/misspecification.ts";
import { type Figure, grid } from "./figure.ts";
import { printedPValue } from "./p_value.ts";
import { BAND_OPACITY, BAR_OPACITY, COLORS, heading, panel, textWidth } from "./theme.ts";
import { logAxis } from "./ticks.ts";

type Distance = MisspecificationReport["distances"][number];

/** Bars of the simulations' distances. */
const BARS = 25;

function distancePanel({ summaries, measure, value, simulated, pValue }: Distance) {
  const least = Math.max(simulated[0], 1e-6);
  const most = Math.max(simulated[simulated.length - 1], 1.1 * least);
  const edges = Array.from({ length: BARS + 1 }, (_, i) => least * (most / least) ** (i / BARS));
  const domain: [number, number] = [
    0.9 * Math.min(least, Math.max(value, 1e-6)),
    1.1 * Math.max(most, value),
  ];
  return panel({
    height: 185,
    x: {
      label: measure === "Mahalanobis" ? "Mahalanobis distance (sd)" : "nearest simulations (sd)",
      ...logAxis(domain, { frame: 176, direction: "across" }),
    },
    y: { label: "simulations", ticks: 4, insetTop: 6 },
    marks: [
      heading(summaries, "left", { bold: true }),
      heading(printedPValue(pValue), "right"),
      Plot.rectY(
        simulated,
        Plot.binX<Plot.RectYOptions>({ y: "count" }, {
          x: (distance) => distance,
          thresholds: edges,
          fill: COLORS.prior,
          fillOpacity: BAR_OPACITY,
          inset: 0.3,
        }),
      ),
      Plot.ruleX([Math.max(value, domain[0])], { stroke: COLORS.observed, strokeWidth: 2 }),
    ],
  });
}

/**
 * The summaries that stand out most, as distances from the mean of simulations in their sd; those
 * within ±2 are usual.
 *
 * How to read it: after an alarm, the names show where the observation differs. Without an alarm,
 * a few of many summaries stand out a little, and that means nothing.
 */
function standoutPanel({ standouts }: MisspecificationReport): Plot.PlotOptions {
  const left = 20 + Math.ceil(max(standouts, ({ name }) => textWidth(name)) ?? 0);
  const reach = Math.max(4, 1.1 * (max(standouts, ({ z }) => Math.abs(z)) ?? 0));
  return panel({
    width: 238 + left,
    height: 70 + 22 * Math.max(1, standouts.length),
    marginLeft: left,
    marginRight: 20,
    x: { label: "sd from the mean of simulations", domain: [-reach, reach], ticks: 5 },
    y: { label: null, domain: standouts.map(({ name }) => name), tickSize: 0 },
    marks: [
      heading(standouts.length === 0 ? "nothing stands out" : "what stands out", "left", {
        bold: true,
      }),
      Plot.rect([0], { x1: -2, x2: 2, fill: COLORS.prior, fillOpacity: BAND_OPACITY }),
      Plot.ruleX([0], { stroke: COLORS.expectation, strokeDasharray: "4,3" }),
      Plot.ruleY(standouts, { y: "name", x1: 0, x2: "z", stroke: COLORS.observed }),
      Plot.dot(standouts, { y: "name", x: "z", fill: COLORS.observed, r: 4 }),
    ],
  });
}

/**
 * For each set of summaries and each distance, the histogram over simulations and the observation
 * as a line.
 *
 * How to read it: the lines stand within the bars. Failure: a line to the right of them, p near 0:
 * the simulator could hardly have made this observation, and no posterior of it can be trusted.
 *
 * @throws {RangeError} If there are no distances.
 */
export function misspecificationPanels(
  report: MisspecificationReport,
): Plot.PlotOptions[] {
  integer("draw misspecification", "distances.length", report.distances.length, 1);
  return report.distances.map(distancePanel);
}

/**
 * {@linkcode misspecificationPanels}, two a row, with their legend.
 *
 * @example Usage
 * ```ts
 * import { misspecificationFigure } from "./misspecification.ts";
 * import { fitMisspecification, misspecification } from "../diagnostics/checks/misspecification.ts";
 * import { key, normals } from "../core/random.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const sets = (seed: number, count: number) => ({
 *   sets: { own: { names: ["a", "b"], count, values: normals(key(seed), 2 * count) } },
 * });
 * const { svg } = misspecificationFigure(misspecification(fitMisspecification(sets(1, 90)), sets(2, 1)));
 * assertMatch(svg, /Mahalanobis distance/);
 * ```
 */
export function misspecificationFigure(report: MisspecificationReport): Figure {
  return grid(misspecificationPanels(report), {
    columns: 2,
    legend: [
      { label: `${report.simulations} simulations`, color: COLORS.prior, mark: "bar" },
      {
        label: `observation, ${printedPValue(report.pValue)} in all`,
        color: COLORS.observed,
        mark: "line",
      },
    ],
  });
}

/**
 * {@linkcode standoutPanel} as a figure.
 *
 * @example Usage
 * ```ts
 * import { standoutsFigure } from "./misspecification.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const one = { summaries: "residuals", name: "held spread", value: 9, low: -2, high: 2, z: 9 };
 * const report = { pValue: 0.001, simulations: 999, distances: [], standouts: [one] };
 * assertMatch(standoutsFigure(report).svg, /held spread/);
 * ```
 */
export function standoutsFigure(report: MisspecificationReport): Figure {
  return grid([standoutPanel(report)], { columns: 1 });
}
