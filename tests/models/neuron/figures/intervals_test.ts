import { assert, assertThrows } from "@std/assert";
import type { IntervalReport } from "../../../../lib/models/neuron/intervals.ts";
import { intervalPanel, intervalsFigure } from "../../../../lib/models/neuron/figures/intervals.ts";
import { linesOf } from "../../../figures/reading.ts";

const report: IntervalReport = {
  level: 0.9,
  grid: [10, 11, 12],
  observed: [0, 0.5, 1],
  lower: [0, 0.2, 1],
  median: [0, 0.4, 1],
  upper: [0, 0.7, 1],
  observedIntervals: [11, 12],
  replicates: 50,
  withoutIntervals: 3,
  pValue: 0.42,
};

Deno.test("intervalsFigure() reports how many intervals there are, and how likely", () => {
  const { svg } = intervalsFigure(report);
  for (
    const text of ["2 intervals observed", "p = 0.42", "3 of 50 replicates have none", "90 % band"]
  ) {
    assert(svg.includes(text), text);
  }
});

Deno.test("intervalsFigure() draws replicates of a silent recording, and a recording alone", () => {
  const silent = { ...report, observed: null, observedIntervals: [], pValue: null };
  assert(linesOf(intervalsFigure(silent).svg).includes("no intervals observed"));
  const alone = { ...report, lower: [], median: [], upper: [], pValue: null };
  assert(linesOf(intervalsFigure(alone).svg).includes("2 intervals observed"));
});

Deno.test("intervalPanel() refuses a report without intervals", () => {
  assertThrows(
    () => intervalPanel({ ...report, grid: [] }),
    RangeError,
    "Cannot draw intervals as grid.length must be an integer >= 1: current value is 0",
  );
});
