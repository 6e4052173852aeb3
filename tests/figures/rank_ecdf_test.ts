import { assert, assertEquals, assertThrows } from "@std/assert";
import { rankEcdf } from "../../lib/diagnostics/calibration/rank_ecdf.ts";
import {
  ecdfDifferenceFigure,
  ecdfFigure,
  sharePanels,
  tarpFigure,
} from "../../lib/figures/rank_ecdf.ts";
import { linesOf } from "./reading.ts";

const values = Float64Array.from({ length: 80 }, (_, i) => i % 2 === 0 ? i / 2 % 10 : 3);
const report = rankEcdf({ names: ["V_th", "g_L"], count: 40, values }, { draws: 9 });

Deno.test("sharePanels() gives all panels the same axes", () => {
  const axes = { x: "rank", y: "share" };
  const plain = sharePanels(report, axes);
  assertEquals(plain.map(({ x }) => x?.domain), [[0, 1], [0, 1]]);
  assertEquals(plain.map(({ y }) => y?.domain), [[0, 1], [0, 1]]);
  const [first, second] = sharePanels(report, { ...axes, difference: true });
  assertEquals(first.y?.domain, second.y?.domain);
  // The share of g_L below rank 3 is 0, not 0.3: −30 %; below rank 4 it is 1, not 0.4: 60 %.
  const reach = 1.3 * 60;
  assertEquals((first.y?.domain as number[]).map(Math.round), [-reach, reach].map(Math.round));
  const percent = sharePanels(report, { ...axes, percent: true });
  assertEquals(percent[0].x?.domain, [0, 100]);
});

Deno.test("ecdfFigure() and its relatives have a key, and print adjusted p-values", () => {
  for (const draw of [ecdfFigure, ecdfDifferenceFigure, tarpFigure]) {
    const lines = linesOf(draw(report).svg);
    assertEquals(
      lines.filter((line) => /[━╸■]/.test(line)).join(""),
      "━━40 observations╸╸╸expected if calibrated■95 % band, for the whole line",
    );
    assertEquals(lines.filter((line) => line.startsWith("p")), ["padj = 1.00", "padj < 0.001"]);
  }
});

Deno.test("ecdfFigure() is the same every time", () => {
  assert(ecdfFigure(report).svg === ecdfFigure(report).svg);
});

Deno.test("sharePanels() refuses a report without ranks", () => {
  assertThrows(
    () => sharePanels({ ...report, datasets: 0 }, { x: "", y: "" }),
    RangeError,
    "Cannot draw shares as datasets must be an integer >= 1: current value is 0",
  );
});
