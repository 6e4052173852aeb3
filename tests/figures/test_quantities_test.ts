import { assert, assertEquals, assertThrows } from "@std/assert";
import { quantitiesFigure, quantityPanels } from "../../lib/figures/test_quantities.ts";
import { COLORS } from "../../lib/figures/theme.ts";
import { linesOf, shapesOf } from "./reading.ts";

const check = {
  name: "spikes",
  unit: "",
  observed: 4,
  replicated: [2, 3, 3, 4, 4, 4],
  undefinedReplicates: 0,
  lower: 0.6,
  upper: 0.4,
  pValue: 0.0004,
  adjustedPValue: 0.001,
};
const draw = (...changes: object[]) =>
  quantitiesFigure({ replicates: 6, quantities: changes.map((one) => ({ ...check, ...one })) });

Deno.test("quantitiesFigure() draws one bar a count and prints the p-value", () => {
  const { svg } = draw({});
  const bars = shapesOf(svg, { name: "rect", fill: COLORS.posterior, attributes: ["height"] });
  const [[two], [three], [four]] = bars;
  assertEquals(bars.length, 3);
  assert(Math.abs(four - 3 * two) <= 2 && Math.abs(three - 2 * two) <= 2);
  assert(linesOf(svg).includes("p < 0.001"));
});

Deno.test("quantitiesFigure() counts in percent of all replicates, so that thousands fit", () => {
  const many = { replicated: new Array<number>(2500).fill(4), undefinedReplicates: 2500 };
  const { svg } = quantitiesFigure({ replicates: 5000, quantities: [{ ...check, ...many }] });
  const lines = linesOf(svg);
  for (const text of ["replicates (%)", "5,000 replicates", "none in 2,500 replicates", "40"]) {
    assert(lines.includes(text) || svg.includes(text), text);
  }
  assert(!lines.includes("2,000"));
});

Deno.test("quantitiesFigure() reports where a quantity is undefined", () => {
  const { svg } = draw(
    { observed: null, lower: null, upper: null, unit: "ms", name: "first spike" },
    { undefinedReplicates: 2, pValue: 0.03 },
    { observed: null, replicated: [], undefinedReplicates: 6, pValue: 1 },
  );
  const lines = linesOf(svg);
  for (
    const text of [
      "first spike (ms)",
      "not observed",
      "none in 2 replicates",
      "p = 0.03",
      "none in 6 replicates",
    ]
  ) assert(lines.includes(text), text);
});

Deno.test("quantityPanels() shows the observation far from its replicates", () => {
  const [{ x }] = quantityPanels({
    replicates: 3,
    quantities: [{ ...check, replicated: [0.1, 0.2, 0.25], observed: 7.5 }],
  });
  const [low, high] = Array.from(x?.domain as Iterable<number>);
  assert(low <= 0.1 && high >= 7.5);
});

Deno.test("quantityPanels() refuse an empty report", () => {
  assertThrows(
    () => quantityPanels({ replicates: 1, quantities: [] }),
    RangeError,
    "Cannot draw test quantities as quantities.length must be an integer >= 1",
  );
});
