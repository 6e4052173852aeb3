import { assert, assertEquals, assertThrows } from "@std/assert";
import { compareFigure } from "../../lib/figures/compare.ts";
import { resultWith } from "../diagnostics/trials_fixture.ts";
import { linesOf } from "./reading.ts";

const hybrid = resultWith("hybrid", "online", { kl: 0.1, minutes: 2 });
const worse = resultWith("hybrid", "online", { seed: 2, kl: 0.12, minutes: 2 });
const affine = resultWith("affine", "online", { kl: 0.101, minutes: 1 });

Deno.test("compareFigure() names each recipe once, at its best seed, and both limits", () => {
  const lines = linesOf(compareFigure({ prior: 11.5, results: [worse, hybrid, affine] }).svg);
  assert(lines.includes("the prior: 11.5 nats"));
  assert(lines.includes("precision of the exact posteriors"));
  assertEquals(lines.filter((line) => line.startsWith("hybrid")), ["hybrid: 0.10"]);
  assertEquals(lines.filter((line) => line.startsWith("affine")), ["affine: 0.10"]);
});

Deno.test("compareFigure() tells the modes if there are several", () => {
  const offline = resultWith("hybrid", "offline", { kl: 0.5, minutes: 2 });
  const lines = linesOf(compareFigure({ prior: 11.5, results: [hybrid, offline] }).svg);
  assert(lines.includes("hybrid, online: 0.10"));
  assert(lines.includes("hybrid, offline: 0.50"));
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
