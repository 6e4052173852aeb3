import { assert, assertEquals, assertThrows } from "@std/assert";
import { marginals } from "../../lib/diagnostics/comparison/marginals.ts";
import { contractionFigure, contractionPanels } from "../../lib/figures/contraction.ts";
import { linesOf } from "./reading.ts";

const of = (sd: number) =>
  marginals({ names: ["mu", "x"], count: 3, values: Float64Array.of(-sd, -1, 0, 0, sd, 1) });
const contraction = {
  counts: [1, 3, 30],
  along: "sweeps",
  estimate: [of(1), of(0.6), of(0.2)],
  exact: [of(1.1), of(0.6), of(0.2)],
  units: ["mV", ""],
};

Deno.test("contractionPanels() has a panel a parameter, with its unit, and room for all sds", () => {
  const [mu, x] = contractionPanels(contraction);
  assertEquals([mu.x?.label, mu.y?.label, x.y?.label], ["sweeps", "sd (mV)", "sd"]);
  const [low, high] = (mu.y?.domain as number[]).map((log) => 10 ** log);
  assert(low < 0.2 && high > 1.1);
});

Deno.test("contractionFigure() names the parameters and what is compared", () => {
  const lines = linesOf(contractionFigure(contraction).svg);
  assert(lines.includes("mu") && lines.includes("x"));
  assert(lines[0].includes("estimate") && lines[0].includes("exact"));
  assert(lines[0].includes("∝ 1 / √sweeps"));
});

Deno.test("contractionPanels() refuses a posterior too few, and counts that are none", () => {
  const refuse = (changes: Partial<typeof contraction>, words: string) =>
    assertThrows(() => contractionPanels({ ...contraction, ...changes }), RangeError, words);
  refuse({ counts: [] }, "Cannot draw contraction as counts.length must be an integer >= 1");
  refuse({ counts: [0, 1, 2] }, "counts[0] must be > 0");
  refuse({ exact: [of(1)] }, "exact must have 3 values: it has 1");
});
