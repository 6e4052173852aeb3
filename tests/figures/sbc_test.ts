import { assertEquals, assertThrows } from "@std/assert";
import { sbc } from "../../lib/diagnostics/sbc.ts";
import { sbcFigure, sbcPanels } from "../../lib/figures/sbc.ts";
import { COLORS } from "../../lib/figures/theme.ts";
import { linesOf, shapesOf } from "./reading.ts";

const values = Float64Array.from({ length: 40 }, (_, i) => i < 10 ? 0 : 3);
const report = sbc({ names: ["V_th"], count: 40, values }, { draws: 3, bins: 2 });

Deno.test("sbcPanels() spans all ranks and all counts", () => {
  const [{ x, y }] = sbcPanels(report);
  assertEquals(x?.domain, [0, 4]);
  assertEquals(y?.domain, [0, 1.08 * 30]);
});

Deno.test("sbcFigure() draws bars as high as the counts", () => {
  const { svg } = sbcFigure(report);
  const attributes = ["x", "width", "height"];
  const bars = shapesOf(svg, { name: "rect", fill: COLORS.posterior, attributes });
  const frame = 190 - 26 - 42;
  assertEquals(
    bars,
    [10, 30].map((count, i) => [53 + 88 * i, 87, Math.round(count / 32.4 * frame)]),
  );
});

Deno.test("sbcFigure() prints the adjusted p-value", () => {
  assertEquals(linesOf(sbcFigure(report).svg).filter((line) => line.startsWith("p")), [
    "padj = 0.002",
  ]);
});

Deno.test("sbcPanels() refuses a report without ranks", () => {
  assertThrows(
    () => sbcPanels({ ...report, datasets: 0 }),
    RangeError,
    "Cannot draw calibration as datasets must be an integer >= 1: current value is 0",
  );
});
