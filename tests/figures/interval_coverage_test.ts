import { assertEquals, assertMatch } from "@std/assert";
import { intervalCoverage } from "../../lib/diagnostics/calibration/interval_coverage.ts";
import { coverageFigure, coveragePanels } from "../../lib/figures/interval_coverage.ts";
import { key } from "../../lib/core/random.ts";
import { linesOf } from "./reading.ts";

const values = Float64Array.from({ length: 80 }, (_, i) => i % 2 === 0 ? i / 2 % 10 : 0);
const ranks = { names: ["V_th", "g_L"], count: 40, values };
const report = intervalCoverage(key(1), ranks, { draws: 9 });

Deno.test("coveragePanels() spans all levels, in percent", () => {
  for (const { x, y } of coveragePanels(report)) {
    assertEquals([x?.domain, y?.domain], [[0, 100], [0, 100]]);
  }
});

Deno.test("coverageFigure() prints calibration errors beside what is expected of them", () => {
  const lines = linesOf(coverageFigure(report).svg);
  assertMatch(lines[0], /error if calibrated: \d\.\d % on average, at most \d+\.\d % in 95 of 100/);
  // Of g_L no truth is inside any interval: the mean level of the 20 nearest ones.
  assertEquals(lines.filter((line) => line.startsWith("error")), ["error 0.0 %", "error 50.0 %"]);
});
