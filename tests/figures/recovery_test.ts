import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { recovery } from "../../lib/diagnostics/calibration/recovery.ts";
import { recoveryFigure, recoveryPanels } from "../../lib/figures/recovery.ts";
import { linesOf } from "./reading.ts";

const names = ["tau_m", "g_L"] as const;
const report = recovery(
  { names, datasets: 2, count: 2, values: Float64Array.of(9, 8, 11, 10, 13, 9, 17, 13) },
  { names, count: 2, values: Float64Array.of(10, 12, 14, 9) },
  { level: 0.5 },
);

Deno.test("recoveryPanels() gives each parameter one scale in both directions, with its unit", () => {
  const panels = recoveryPanels(report, { units: ["ms", "nS"] });
  assertEquals(panels.map(({ x }) => x?.label), ["true tau_m (ms)", "true g_L (nS)"]);
  assertEquals(panels.map(({ y }) => y?.label), ["posterior tau_m (ms)", "posterior g_L (nS)"]);
  for (const { x, y } of panels) assertEquals(x?.domain, y?.domain);
  // 9.5 to 16, and a little more.
  assertEquals((panels[0].x?.domain as number[]).map((end) => Math.round(10 * end)), [94, 161]);
});

Deno.test("recoveryPanels() marks the prior's bounds where they are in sight, on both axes", () => {
  const bounds = { tau_m: [5, 14], g_L: [1, 99] } as const;
  const { svg } = recoveryFigure(report, { units: ["ms", "nS"], bounds });
  assertStringIncludes(linesOf(svg).slice(0, 2).join(), "bound of the prior");
  const dotted = [...svg.matchAll(/<g[^>]*stroke-dasharray="1,3"[^>]*>(.*?)<\/g>/gs)];
  assertEquals(dotted.flatMap(([, inner]) => inner.match(/<line/g) ?? []).length, 2);
});

Deno.test("recoveryFigure() draws some of many observations, and says so", () => {
  const points = Array.from(
    { length: 2500 },
    (_, i) => ({ ...report.parameters[0].points[0], truth: i }),
  );
  const parameters = report.parameters.map((own) => ({ ...own, points }));
  const { svg } = recoveryFigure({ ...report, datasets: 2500, parameters }, {
    units: ["ms", "nS"],
  });
  assertStringIncludes(linesOf(svg)[0], "2,500 observations, 1 in 3 drawn");
  assertEquals(svg.match(/<circle/g)?.length, 2 * 834);
});

Deno.test("recoveryFigure() prints correlation and coverage", () => {
  const lines = linesOf(recoveryFigure(report, { units: ["ms", "nS"] }).svg);
  assertStringIncludes(lines[0], "50 % interval");
  assertEquals(lines.filter((line) => /^r =|covered/.test(line)), [
    "r = 1.00",
    "100 % covered",
    "r = −1.00",
    "0 % covered",
  ]);
});

Deno.test("recoveryPanels() refuses an empty report and missing units", () => {
  const units = ["ms", "nS"];
  assertThrows(
    () => recoveryPanels({ ...report, datasets: 0 }, { units }),
    RangeError,
    "Cannot draw recovery as datasets must be an integer >= 1: current value is 0",
  );
  assertThrows(
    () => recoveryPanels(report, { units: ["ms"] }),
    RangeError,
    "units must be one for each of 2 parameters: current value is ms",
  );
});
