/**
 * How well models are told apart.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { ModelChoiceReport } from "../diagnostics/calibration/model_choice.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, fixed, heading, type Panel, panel } from "./theme.ts";

/** A standard error either side of a share of 0 or 1 would be nothing: Agresti & Coull 1998. */
const ADDED = 2;

/** Shares of each model's observations by the model found most probable, with their numbers. */
function confusionPanel({ labels, confusion, accuracy }: ModelChoiceReport): Panel {
  const cells = confusion.flatMap((row, i) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.map((n, j) => ({
      made: labels[i],
      found: labels[j],
      share: total > 0 ? n / total : 0,
      text: `${n}`,
    }));
  });
  return panel({
    width: 340,
    height: 300,
    marginLeft: 70,
    x: { label: "most probable", domain: labels },
    y: { label: "made by", domain: labels },
    marks: [
      Plot.cell(cells, { x: "found", y: "made", fill: COLORS.posterior, fillOpacity: "share" }),
      Plot.text(cells, {
        x: "found",
        y: "made",
        text: "text",
        fill: (cell: { share: number }) => cell.share > 0.5 ? "white" : "black",
      }),
      heading("observations", "left"),
      heading(`${fixed(100 * accuracy, 1)} % right`, "right"),
    ],
  });
}

/** How often the most probable model was right, against its probability. */
function reliabilityPanel({ bins, calibrationError, errorFloor }: ModelChoiceReport): Panel {
  const points = bins.map(({ count, confidence, frequency }) => {
    const n = count + 2 * ADDED, p = (count * frequency + ADDED) / n;
    const se = Math.sqrt(p * (1 - p) / n);
    return { confidence, frequency, low: Math.max(0, p - 2 * se), high: Math.min(1, p + 2 * se) };
  });
  return panel({
    width: 340,
    height: 300,
    marginLeft: 60,
    x: { label: "probability of the most probable", domain: [0, 1] },
    y: { label: "share made by it", domain: [0, 1], grid: true },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: COLORS.expectation, strokeDasharray: "4,3" }),
      Plot.ruleX(points, { x: "confidence", y1: "low", y2: "high", stroke: COLORS.posterior }),
      Plot.dot(points, { x: "confidence", y: "frequency", r: 3.5, fill: COLORS.posterior }),
      heading(`error ${fixed(calibrationError, 3)}`, "left"),
      heading(`if right ≤ ${fixed(errorFloor.limit, 3)}`, "right"),
    ],
  });
}

/**
 * Two panels: the model found most probable against the one that made the observation, and how often
 * the most probable one was right against its probability.
 *
 * How to read it: a dark diagonal on the left; dots on the dashed line on the right, but for their
 * intervals of two standard errors. Failure: dots below the line (too sure), or above it.
 *
 * @example Usage
 * ```ts
 * import { modelChoiceFigure } from "./model_choice.ts";
 * import { modelChoiceCalibration } from "../diagnostics/calibration/model_choice.ts";
 * import { key } from "../core/random.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const probabilities = Float64Array.of(0.8, 0.2, 0.3, 0.7);
 * const labels = ["LIF", "GIF"];
 * const report = modelChoiceCalibration(key(1), probabilities, [0, 1], { labels });
 * assertMatch(modelChoiceFigure(report).svg, /100.0 % right/);
 * ```
 */
export function modelChoiceFigure(report: ModelChoiceReport): Figure {
  return grid([confusionPanel(report), reliabilityPanel(report)], {
    columns: 2,
    legend: [
      { label: "share of a row; share right", color: COLORS.posterior, mark: "dot" },
      { label: "right probabilities", color: COLORS.expectation, mark: "dash" },
    ],
  });
}
