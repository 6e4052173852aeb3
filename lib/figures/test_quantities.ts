/**
 * Test quantities of an observation among those of its replicates, one panel a quantity.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { ticks } from "d3-array";
import { integer } from "../core/check.ts";
import type { QuantityCheck, QuantityReport } from "../diagnostics/checks/test_quantities.ts";
import { withUnit } from "../core/labels.ts";
import { type Figure, grid } from "./figure.ts";
import { printedPValue } from "./p_value.ts";
import { BAR_OPACITY, COLORS, heading, panel } from "./theme.ts";
import { countTicks } from "./ticks.ts";

/** Bars in a panel, about. */
const BARS = 20;

/** Edges of bars: about `BARS` between round numbers, or one a count. */
function edgesOf(values: readonly number[]): number[] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  if (values.every(Number.isInteger)) {
    const step = Math.ceil((high - low + 1) / BARS);
    const bars = Math.ceil((high - low + 1) / step);
    return Array.from({ length: bars + 1 }, (_, i) => low - 0.5 + i * step);
  }
  if (low === high) return [low - 0.5, low + 0.5];
  const step = ticks(low, high, BARS)[1] - ticks(low, high, BARS)[0];
  const first = Math.floor(low / step);
  const bars = Math.max(1, Math.ceil(high / step) - first);
  return Array.from({ length: bars + 1 }, (_, i) => (first + i) * step);
}

function quantityPanel(quantity: QuantityCheck): Plot.PlotOptions {
  const { name, unit, observed, replicated, undefinedReplicates, pValue } = quantity;
  const all = replicated.length + undefinedReplicates;
  const shown = observed === null ? replicated : [observed, ...replicated];
  const edges = shown.length > 0 ? edgesOf(shown) : [0, 1];
  const width = edges[edges.length - 1] - edges[0];
  const counted = shown.every(Number.isInteger);
  // A lone count has neighbours.
  const room = counted ? Math.max(0.03 * width, (3 - width) / 2) : 0.03 * width;
  const domain = [edges[0] - room, edges[edges.length - 1] + room];
  return panel({
    height: undefinedReplicates > 0 ? 200 : 185,
    marginTop: undefinedReplicates > 0 ? 41 : 26,
    x: {
      label: withUnit(name, unit),
      domain,
      ...(counted ? countTicks(domain[0], domain[1], 4) : { ticks: 3 }),
    },
    y: { label: "replicates (%)", ticks: 4, insetTop: 6 },
    marks: [
      heading(printedPValue(pValue), "right"),
      heading(observed === null ? "not observed" : "", "left"),
      heading(
        undefinedReplicates > 0
          ? `none in ${undefinedReplicates.toLocaleString("en")} replicates`
          : "",
        "right",
        {
          above: 22,
        },
      ),
      Plot.rectY(
        replicated,
        Plot.binX<Plot.RectYOptions>({ y: (bin: readonly number[]) => 100 * bin.length / all }, {
          x: (value) => value,
          thresholds: edges,
          fill: COLORS.posterior,
          fillOpacity: BAR_OPACITY,
        }),
      ),
      observed === null
        ? null
        : Plot.ruleX([observed], { stroke: COLORS.observed, strokeWidth: 2 }),
    ],
  });
}

/**
 * Each quantity's histogram over the replicates, the observation's value as a line, and the
 * two-sided posterior predictive p-value.
 *
 * An observation or replicates without the quantity, such as a first spike where there is none, are
 * named above.
 *
 * How to read it: the line stands within the bulk of the bars. Failure: it stands in a tail or
 * outside, p near 0; the quantity's name shows what the model gets wrong. p-values near 1 are no
 * praise: the observation has shaped its replicates.
 *
 * @throws {RangeError} If there are no quantities.
 */
export function quantityPanels({ quantities }: QuantityReport): Plot.PlotOptions[] {
  integer("draw test quantities", "quantities.length", quantities.length, 1);
  return quantities.map(quantityPanel);
}

/**
 * {@linkcode quantityPanels}, two a row, with their legend.
 *
 * @example Usage
 * ```ts
 * import { quantitiesFigure } from "./test_quantities.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const one = { name: "first spike", unit: "ms", observed: 9, replicated: [7, 8.5, 9, 12] };
 * const tested = { undefinedReplicates: 0, lower: 0.7, upper: 0.3, pValue: 0.6 };
 * const quantities = [{ ...one, ...tested, adjustedPValue: 0.6 }];
 * assertMatch(quantitiesFigure({ replicates: 4, quantities }).svg, /p = 0.60/);
 * ```
 */
export function quantitiesFigure(report: QuantityReport): Figure {
  return grid(quantityPanels(report), {
    columns: Math.min(2, report.quantities.length),
    legend: [
      {
        label: `${report.replicates.toLocaleString("en")} replicates`,
        color: COLORS.posterior,
        mark: "bar",
      },
      { label: "observed", color: COLORS.observed, mark: "line" },
    ],
  });
}
