import { assert, assertEquals, assertThrows } from "@std/assert";
import { sbc } from "../../lib/diagnostics/calibration/sbc.ts";
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

Deno.test("sbcFigure() gives its bars one colour: they hide the band, whose edges are seen", () => {
  const { svg } = sbcFigure(report);
  const order = ["#4D4D4D", "white", COLORS.posterior].map((fill) =>
    svg.indexOf(`fill="${fill}"`, svg.indexOf("aria-label"))
  );
  assertEquals(order.toSorted((a, b) => a - b), order);
  const [[y1], [y2]] = ["0.75"].flatMap(() =>
    [...svg.matchAll(/<g[^>]*stroke-width="0.75"[^>]*>(.*?)<\/g>/gs)].flatMap(([, inner]) =>
      [...inner.matchAll(/ y1="([\d.]+)"/g)].map(([, y]) => [Number(y)])
    )
  );
  assert(y1 > y2);
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
