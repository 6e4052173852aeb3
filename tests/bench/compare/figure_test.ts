import { assert, assertEquals, assertThrows } from "@std/assert";
import { compareFigure } from "../../../bench/compare/figure.ts";
import { FAMILIES } from "../../../bench/compare/families.ts";
import { resultWith } from "./trials_fixture.ts";
import { linesOf } from "../../figures/reading.ts";

const hybrid = resultWith("hybrid", "online", { kl: 0.1, minutes: 2 });
const worse = resultWith("hybrid", "online", { seed: 2, kl: 0.12, minutes: 2 });
const affine = resultWith("affine", "online", { kl: 0.101, minutes: 1 });

Deno.test("compareFigure() names each kit once, at its best seed, and both limits", () => {
  const lines = linesOf(compareFigure({ prior: 11.5, results: [worse, hybrid, affine] }).svg);
  assert(lines.includes("the prior: 11.5 nats"));
  assert(lines.includes("precision of the exact posteriors"));
  assertEquals(lines.filter((line) => line.startsWith("hybrid")), ["hybrid: 0.10"]);
  assertEquals(lines.filter((line) => line.startsWith("affine")), ["affine: 0.10"]);
});

Deno.test("compareFigure() reports the modes if there are several", () => {
  const offline = resultWith("hybrid", "offline", { kl: 0.5, minutes: 2 });
  const lines = linesOf(compareFigure({ prior: 11.5, results: [hybrid, offline] }).svg);
  assert(lines.includes("hybrid, online: 0.10"));
  assert(lines.includes("hybrid, offline: 0.50"));
  const legend = lines.slice(0, 2).join();
  for (const text of ["━━a fixed set", "╸╸╸a new set each pass"]) {
    assert(legend.includes(text), text);
  }
});

Deno.test("compareFigure() distinguishes what uses a likelihood from what does not, by colour and in its key", () => {
  const kits = ["default", "statistics", "affine", "convolution", "hybrid", "set_transformer"];
  const results = kits.map((recipe, i) =>
    resultWith(recipe, "offline", { kl: 0.1 + i, minutes: 2 })
  );
  const { svg } = compareFigure({ prior: 11.5, results });
  const key = linesOf(svg).slice(0, 3).join();
  for (const { label, members } of FAMILIES) {
    assertEquals(key.includes(`━━${label}`), members.length > 0, label);
  }
  const strokes = [
    ...svg.matchAll(/aria-label="line"[^>]*stroke="(#\w+)"|stroke="(#\w+)"[^>]*aria-label="line"/g),
  ];
  assertEquals(new Set(strokes.map(([, a, b]) => a ?? b)).size, 5);
});

Deno.test("compareFigure() gives kits of one family symbols of their own", () => {
  const draw = (...recipes: string[]) =>
    compareFigure({
      prior: 11.5,
      results: recipes.map((recipe) => resultWith(recipe, "offline", { kl: 0.1, minutes: 2 })),
    }).svg;
  const symbols = (svg: string) =>
    new Set(
      [...svg.matchAll(/aria-label="dot".*?<\/g>/gs)].map(([dots]) =>
        dots.match(/ d="([^"]*)"/)?.[1] ?? "circle"
      ),
    ).size;
  assertEquals(symbols(draw("statistics", "affine", "ensemble")), 3);
  assertEquals(symbols(draw("statistics", "hybrid", "default")), 1);
});

Deno.test("compareFigure() labels the budgets where they differ", () => {
  const more = { ...hybrid, trial: { ...hybrid.trial, budget: { epochs: 50 } } };
  const lines = linesOf(compareFigure({ prior: 11.5, results: [hybrid, more] }).svg);
  for (const text of ["hybrid, 4 passes: 0.10", "hybrid, 50 passes: 0.10"]) {
    assert(lines.includes(text), text);
  }
});

Deno.test("compareFigure() keeps names apart where ends meet", () => {
  const { svg } = compareFigure({ prior: 11.5, results: [hybrid, affine] });
  const heights = ["hybrid: 0.10", "affine: 0.10"].map((label) =>
    Number(svg.match(new RegExp(`<text[^>]*translate\\([\\d.]+,([\\d.]+)\\)"[^>]*>${label}`))?.[1])
  );
  assert(Math.abs(heights[0] - heights[1]) > 12, `${heights}`);
});

Deno.test("compareFigure() draws an estimate that is as good as exact, and one trial alone", () => {
  const exact = resultWith("hybrid", "online", { kl: -0.001, minutes: 2 });
  const { svg } = compareFigure({ prior: 11.5, results: [exact] });
  assert(!/NaN|Infinity/.test(svg));
});

Deno.test("compareFigure() refuses nothing", () => {
  assertThrows(
    () => compareFigure({ prior: 11.5, results: [] }),
    RangeError,
    "Cannot draw comparison as results.length must be an integer >= 1: current value is 0",
  );
});
