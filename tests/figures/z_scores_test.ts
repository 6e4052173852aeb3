import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { zScores } from "../../lib/diagnostics/calibration/z_scores.ts";
import { zScoreFigure, zScorePanels } from "../../lib/figures/z_scores.ts";
import { key } from "../../lib/core/random.ts";
import { conjugatePosterior } from "../diagnostics/conjugate_posteriors.ts";
import { linesOf } from "./reading.ts";

const { posterior, truth } = conjugatePosterior({ datasets: 30, count: 19 });
const report = zScores(key(1), posterior, truth, { exchanges: 99 });

Deno.test("zScorePanels() gives all panels the same axes, symmetric about 0", () => {
  const [first, second] = zScorePanels(report);
  assertEquals(first.y?.domain, second.y?.domain);
  const [low, high] = first.y?.domain as number[];
  assertEquals(low, -high);
  const largest = Math.max(
    ...report.parameters.flatMap(({ points }) => points.map((p) => Math.abs(p.zScore))),
  );
  assertEquals(high >= largest && high >= 3.5, true);
});

Deno.test("zScoreFigure() prints mean and root mean square beside their limits", () => {
  const lines = linesOf(zScoreFigure(report).svg);
  assertMatch(lines[0], /if calibrated, mean within ± 0\.\d\d and rms at most 1\.\d\d/);
  assertEquals(lines.filter((line) => /^mean −?0\.\d\d, rms [01]\.\d\d$/.test(line)).length, 2);
});

Deno.test("zScorePanels() refuses a report without observations", () => {
  assertThrows(
    () => zScorePanels({ ...report, datasets: 0 }),
    RangeError,
    "Cannot draw z-scores as datasets must be an integer >= 1: current value is 0",
  );
});
