import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { gapFigure } from "../../lib/figures/gap.ts";

Deno.test("gapFigure() draws a dot an observation, and leaves out what has no gap", () => {
  const { svg } = gapFigure([0.1, 0.3, NaN, 0.2], {
    label: "spikes",
    values: [0, 3, 5, 20],
  });
  assertEquals(svg.match(/<circle/g)?.length, 3);
  assertStringIncludes(svg, "mean 0.200 nats");
});

Deno.test("gapFigure() refuses nothing, and lengths that differ", () => {
  assertThrows(
    () => gapFigure([NaN], { label: "spikes", values: [0] }),
    RangeError,
    "the mean gap must be finite",
  );
  assertThrows(
    () => gapFigure([1, 2], { label: "spikes", values: [0] }),
    RangeError,
    "values must have 2 values",
  );
});
