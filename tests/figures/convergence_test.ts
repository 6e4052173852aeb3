import { assert, assertEquals, assertThrows } from "@std/assert";
import { convergenceFigure, convergencePanels } from "../../lib/figures/convergence.ts";
import { linesOf } from "./reading.ts";

const errors = [1, 0.5].map((spacing) => ({ spacing, median: 0, worst: spacing ** 4 }));
const report = { finest: 0.1, count: 9, errors };
const options = { spacing: "spacing (sd)", unit: "nats" };

Deno.test("convergencePanels() labels its axes, once for a row, on one scale", () => {
  const [one, other] = convergencePanels({ silent: report, busy: report }, options);
  assertEquals([one.x?.label, one.y?.label], ["spacing (sd)", "error (nats)"]);
  assertEquals(other.y?.label, null);
  const [low, high] = (one.y?.domain as number[]).map((log) => 10 ** log);
  assert(low < 1e-12 && low > 1e-13 && high > 1 && high < 10);
  assertEquals(other.y?.domain, one.y?.domain);
});

Deno.test("convergenceFigure() writes each report's title over its panel", () => {
  const lines = linesOf(convergenceFigure({ silent: report, busy: report }, options).svg);
  assertEquals(lines[0], "━━worst━━median");
  assertEquals(lines.filter((line) => ["silent", "busy"].includes(line)), ["silent", "busy"]);
});

Deno.test("convergencePanels() refuses to draw nothing", () => {
  assertThrows(() => convergencePanels({}, options), RangeError, "reports.length");
});
