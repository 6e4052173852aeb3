import { assertEquals, assertStringIncludes } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { modelChoiceCalibration } from "../../lib/diagnostics/calibration/model_choice.ts";
import { modelChoiceFigure } from "../../lib/figures/model_choice.ts";

Deno.test("modelChoiceFigure() draws a cell a pair of models, and a dot a bin", () => {
  const probabilities = Float64Array.of(0.9, 0.1, 0.9, 0.1, 0.2, 0.8, 0.6, 0.4);
  const labels = ["LIF", "GIF"];
  const report = modelChoiceCalibration(key(1), probabilities, [0, 1, 1, 0], { labels });
  const { svg } = modelChoiceFigure(report);
  assertEquals(svg.match(/<circle/g)?.length, 3);
  assertStringIncludes(svg, "75.0 % right");
  for (const label of labels) assertStringIncludes(svg, label);
});
