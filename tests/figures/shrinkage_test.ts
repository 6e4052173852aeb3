import { assertEquals, assertThrows } from "@std/assert";
import { shrinkage } from "../../lib/diagnostics/calibration/shrinkage.ts";
import { shrinkageFigure, shrinkagePanels } from "../../lib/figures/shrinkage.ts";

const names = ["tau_m", "g_L"] as const;
const drawsOf = (...rows: number[][]) => ({
  names,
  count: rows.length,
  values: Float64Array.from(rows.flat()),
});
const truth = drawsOf([10, 9], [12, 8], [11, 11]);
const members = (spread: number) => ({
  names,
  datasets: 3,
  count: 2,
  values: Float64Array.from(
    [0, 1, 2].flatMap((i) =>
      [-1, 1].flatMap((side) => [0, 1].map((j) => truth.values[2 * i + j] + side * spread))
    ),
  ),
});
const report = shrinkage(members(2), members(1), truth);
const population = { median: drawsOf([11, 9]), spread: drawsOf([1, 0.5]) };

Deno.test("shrinkageFigure() draws an arrow and a truth a member", () => {
  const { svg } = shrinkageFigure(report, { units: ["ms", "nS"], population });
  assertEquals(svg.match(/<circle/g)?.length, 6);
  assertEquals(svg.match(/aria-label="arrow"/g)?.length, 2);
});

Deno.test("shrinkagePanels() has all of members and population in sight", () => {
  const [tau] = shrinkagePanels(report, { units: ["ms", "nS"], population });
  const [low, high] = tau.x?.domain as [number, number];
  const ends = report.parameters[0].points.flatMap(({ alone: { lower, upper } }) => [lower, upper]);
  assertEquals(low < Math.min(...ends, 10) && high > Math.max(...ends, 12), true);
});

Deno.test("shrinkageFigure() refuses units of other parameters", () => {
  assertThrows(() => shrinkageFigure(report, { units: ["ms"], population }), RangeError, "units");
});
