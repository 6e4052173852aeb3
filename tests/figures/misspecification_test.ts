import { assert, assertEquals, assertThrows } from "@std/assert";
import type { MisspecificationReport } from "../../lib/diagnostics/checks/misspecification.ts";
import {
  misspecificationFigure,
  misspecificationPanels,
  standoutsFigure,
} from "../../lib/figures/misspecification.ts";
import { COLORS } from "../../lib/figures/theme.ts";
import { linesOf, shapesOf } from "./reading.ts";

const simulated = Array.from({ length: 100 }, (_, i) => 2 + i / 50);
const distance = {
  summaries: "residuals",
  measure: "Mahalanobis",
  value: 40,
  median: 3,
  limit: 3.9,
  pValue: 0.01,
  simulated,
} as const;
const report: MisspecificationReport = {
  pValue: 0.0005,
  simulations: 100,
  distances: [distance, { ...distance, measure: "nearest simulations", value: 3 }],
  standouts: [
    { summaries: "residuals", name: "held spread", value: 9, low: -2, high: 2, z: 9 },
    { summaries: "residuals", name: "held trend", value: -4, low: -2, high: 2, z: -4 },
  ],
};

Deno.test("misspecificationFigure() shows every simulation, and the observation far off", () => {
  const { svg } = misspecificationFigure(report);
  const bars = shapesOf(svg, { name: "rect", fill: COLORS.prior, attributes: ["height"] });
  assert(bars.length >= 20);
  for (
    const text of ["100 simulations", "observation, p &lt; 0.001 in all", "p = 0.01", "residuals"]
  ) {
    assert(svg.includes(text), text);
  }
  const [{ x }] = misspecificationPanels(report);
  assert(Array.from(x?.domain as Iterable<number>)[1] > Math.log10(40));
});

Deno.test("standoutsFigure() names the summaries, the strangest first", () => {
  const lines = linesOf(standoutsFigure(report).svg);
  const names = lines.filter((line) => line.startsWith("held"));
  assertEquals(names, ["held spread", "held trend"]);
  const none = linesOf(standoutsFigure({ ...report, standouts: [] }).svg);
  assert(none.includes("nothing stands out"));
});

Deno.test("misspecificationPanels() refuse a report without distances", () => {
  assertThrows(
    () => misspecificationPanels({ ...report, distances: [] }),
    RangeError,
    "Cannot draw misspecification as distances.length must be an integer >= 1",
  );
});
