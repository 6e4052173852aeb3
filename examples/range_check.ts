/**
 * A posterior predictive check of one's own, in a kit: is the range of the observed set, its largest
 * element less its smallest, one that replicates have? Its report is plain data, its finding says how
 * to read it, and its figure is drawn from the report alone.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { type DrawnCheck, type Figure, figure, panel } from "../lib/figures/mod.ts";
import { type Batch, type Kit, rowOf } from "../lib/mod.ts";
import gaussianSet from "./gaussian_set.ts";

type Names = (typeof gaussianSet.prior.names)[number];
type SetFields = typeof gaussianSet.simulator.fields;

/** The ranges of replicates, and that of the observation. */
interface RangeReport {
  readonly observed: number;
  readonly replicated: readonly number[];
  /** Two-sided. */
  readonly pValue: number;
}

function rangeOf(observations: Batch<SetFields>, index: number): number {
  const { values, size } = rowOf(observations, index).x;
  const taken = values.subarray(0, size);
  return Math.max(...taken) - Math.min(...taken);
}

/** Where the observed range lies among those of replicates. */
function rangeFigure({ observed, replicated }: RangeReport): Figure {
  return figure(panel({
    width: 460,
    x: { label: "range" },
    y: { label: "replicates" },
    marks: [
      Plot.rectY(replicated, { ...Plot.binX({ y: "count" }), fill: "#0072B2" }),
      Plot.ruleX([observed], { strokeWidth: 2 }),
    ],
  }));
}

const rangeCheck: DrawnCheck<Names, SetFields, RangeReport> = {
  name: "range",
  run({ replicated, observed }) {
    const own = rangeOf(observed, 0);
    const ranges = Array.from({ length: replicated.count }, (_, i) => rangeOf(replicated, i));
    const above = ranges.filter((range) => range >= own).length;
    const below = ranges.filter((range) => range <= own).length;
    const pValue = Math.min(1, 2 * (Math.min(above, below) + 1) / (ranges.length + 1));
    return { observed: own, replicated: ranges, pValue };
  },
  findings: ({ observed, pValue }) => [{
    diagnostic: "range of the set",
    quantity: "largest less smallest",
    value: observed,
    pValue,
    reading: "small p: replicates hardly ever spread so much, or so little",
  }],
  figures: (report) => ({ range: rangeFigure(report) }),
};

const kit: Kit<Names, SetFields> = {
  name: "range_check",
  model: gaussianSet,
  diagnostics: { checks: [rangeCheck] },
};
export default kit;
