import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { pairsFigure, pairsPanels } from "../../lib/figures/pairs.ts";
import { COLORS } from "../../lib/figures/theme.ts";
import { key, normals } from "../../lib/core/random.ts";
import { linesOf, shapesOf } from "./reading.ts";

const names = ["V_th", "tau_m", "g_L"] as const;
const units = ["mV", "ms", "nS"];

/** Normal draws about 10; tau_m repeats V_th with its sign changed. */
function normalDraws(seed: number, sd = 1) {
  const values = normals(key(seed), 300 * 3).map((z) => 10 + sd * z);
  for (let i = 0; i < 300; i++) values[3 * i + 1] = 20 - values[3 * i];
  return { names, count: 300, values };
}
const draws = normalDraws(1);
const regions = ": 50 and 90 % regions, dots beyond";

Deno.test("pairsPanels() labels the left column and the bottom row only", () => {
  const panels = pairsPanels(draws, { units });
  assertEquals(panels.map(({ x }) => x?.label), [
    ...new Array(6).fill(undefined),
    "V_th (mV)",
    "tau_m (ms)",
    "g_L (nS)",
  ]);
  assertEquals(panels.map(({ y }) => y?.label).filter(Boolean), ["tau_m (ms)", "g_L (nS)"]);
});

Deno.test("pairsPanels() gives a parameter the same scale in its row and its column", () => {
  const panels = pairsPanels(draws, { units });
  assertEquals(panels[3].y?.domain, panels[7].x?.domain);
});

Deno.test("pairsPanels() keeps a truth outside of all draws in sight", () => {
  const panels = pairsPanels(draws, { units, truth: { V_th: 30, tau_m: 10, g_L: 10 } });
  const [, high] = panels[0].x?.domain as number[];
  assert(high > 30);
});

Deno.test("pairsFigure() prints the correlations above the diagonal, row by row", () => {
  const lines = linesOf(pairsFigure(draws, { units }).svg).filter((line) => line.startsWith("r ="));
  assertEquals(lines.length, 3);
  assertEquals(lines[0], "r = −1.00");
});

Deno.test("pairsFigure() draws marginals as shares of all draws, also of those out of sight", () => {
  // Of the wide prior about two draws in three lie outside: its outline must be lower, not cut.
  const { svg } = pairsFigure(draws, { units, prior: normalDraws(2, 8) });
  const outline = svg.match(new RegExp(`stroke="${COLORS.prior}"[^>]*><path d="([^"]*)"`))?.[1] ??
    "";
  const tops = [...outline.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));
  const attributes = ["y", "height"];
  const bars = shapesOf(svg, { name: "rect", fill: COLORS.posterior, attributes });
  const floor = 4 + 92;
  assert(Math.max(...bars.map(([, height]) => height)) > 3 * (floor - Math.min(...tops)));
  assertAlmostEquals(Math.min(...bars.map(([y]) => y)), 10, 1);
});

Deno.test("pairsFigure() lists in its legend what is drawn", () => {
  const truth = { V_th: 10, tau_m: 10, g_L: 10 };
  assertEquals(linesOf(pairsFigure(draws, { units }).svg)[0], `■posterior${regions}`);
  const lines = linesOf(pairsFigure(draws, { units, truth, prior: draws, reference: draws }).svg);
  assertEquals(
    lines.slice(0, 2).join(""),
    `■posterior${regions}━━exact posterior━━prior━━truth`,
  );
});

Deno.test("pairsFigure() draws a prior in the prior's colour", () => {
  const { svg } = pairsFigure(draws, { units, subject: "prior" });
  assertEquals(linesOf(svg)[0], `■prior${regions}`);
  assert(svg.includes(COLORS.prior) && !svg.includes(COLORS.posterior));
});

/** Draws of which g_L lies at 15 in so many of 300. */
function clipped(seed: number, atom: number) {
  const own = normalDraws(seed);
  for (let i = 0; i < atom; i++) own.values[3 * i + 2] = 15;
  return own;
}

Deno.test("pairsFigure() draws an atom as a line with its mass, of each set", () => {
  const lines = linesOf(
    pairsFigure(clipped(1, 60), { units, reference: clipped(2, 75), prior: clipped(3, 9) }).svg,
  );
  assertEquals(lines.filter((line) => / %$/.test(line)), ["20 %", "25 %", "3.0 %"]);
  assert(lines.some((line) => line.includes("┃atom at a bound")));
  assert(!linesOf(pairsFigure(draws, { units }).svg).some((line) => line.includes("atom")));
});

Deno.test("pairsFigure() keeps an atom out of bars and regions, and draws strips along it", () => {
  const { svg } = pairsFigure(clipped(1, 250), { units });
  const attributes = ["height"];
  const bars = shapesOf(svg, { name: "rect", fill: COLORS.posterior, attributes }).flat();
  // Of V_th and tau_m 30 bars each; were the atom among them, those of g_L would be low.
  assert(bars.slice(-30).filter((height) => height > 20).length > 5);
  const widths = [
    ...svg.matchAll(
      /aria-label="rule"[^>]*stroke-width="(4|1.5)"[^>]*stroke-linecap|stroke-linecap="round"[^>]*stroke-width="(4|1.5)"/g,
    ),
  ];
  assertEquals(widths.length, 4, "50 and 90 % along it, in two pairs");
});

Deno.test("pairsFigure() marks bounds in sight, and draws outside the prior with their share", () => {
  const bounds = { V_th: [8, 11], tau_m: [-99, 99], g_L: [-99, 99] } as const;
  const outside = Array.from({ length: 300 }, (_, i) => draws.values[3 * i] > 11);
  const { svg } = pairsFigure(draws, { units, bounds, outside });
  const share = outside.filter(Boolean).length / 3;
  assert(linesOf(svg).slice(0, 2).join().includes(`●outside the prior: ${share.toFixed(1)} %`));
  const dotted = [...svg.matchAll(/<g[^>]*stroke-dasharray="1,3"[^>]*>(.*?)<\/g>/gs)];
  assertEquals(dotted.flatMap(([, inner]) => inner.match(/<line/g) ?? []).length, 2 * 3);
  const marked = svg.match(
    new RegExp(
      `d="([^"]*)"[^>]*stroke="${COLORS.impossible}"|stroke="${COLORS.impossible}"[^>]* d="([^"]*)"`,
    ),
  );
  assert((marked?.[1] ?? marked?.[2] ?? "").split("M").length > 5);
});

Deno.test("pairsFigure() draws pairs of many draws from some of them, and says so", () => {
  const many = { names, count: 9000, values: normals(key(3), 27_000) };
  const { svg } = pairsFigure(many, { units });
  assert(linesOf(svg)[0].includes("50 and 90 % regions of 1 in 3 draws"));
  assert(svg.length < 200_000);
});

Deno.test("pairsPanels() refuses draws that are empty, have gaps or other names", () => {
  const refuses = (run: () => unknown, words: string) => assertThrows(run, RangeError, words);
  refuses(
    () => pairsPanels({ names, count: 0, values: new Float64Array() }, { units }),
    "Cannot draw pairs as draws.count must be an integer >= 2: current value is 0",
  );
  refuses(
    () => pairsPanels({ ...draws, values: draws.values.with(5, NaN) }, { units }),
    "Cannot draw pairs as draws.values[5] must be finite: current value is NaN",
  );
  refuses(
    () => pairsPanels(draws, { units, prior: { ...draws, names: ["g_L", "tau_m", "V_th"] } }),
    "prior.names must be V_th, tau_m, g_L: current value is g_L, tau_m, V_th",
  );
  refuses(
    () => pairsPanels(draws, { units, truth: { V_th: NaN, tau_m: 10, g_L: 10 } }),
    "truth.V_th must be finite: current value is NaN",
  );
  refuses(() => pairsPanels(draws, { units: [] }), "units must be one for each of 3 parameters");
  refuses(
    () => pairsPanels(draws, { units, outside: [true] }),
    "outside must have 300 values: it has 1",
  );
});
