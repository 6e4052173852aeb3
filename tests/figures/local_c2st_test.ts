import { assert, assertEquals, assertThrows } from "@std/assert";
import { localC2stFigure, localC2stPanel } from "../../lib/figures/local_c2st.ts";
import { linesOf } from "./reading.ts";

const report = { statistic: 0.09, nulls: [0.01, 0.02, 0.04], pValue: 0.25, simulations: 60 };

Deno.test("localC2stFigure() shows the statistic among those of swapped labels", () => {
  const { svg } = localC2stFigure(report);
  const lines = linesOf(svg);
  assert(svg.includes("3 random swaps"));
  assertEquals(lines[lines.length - 1], "p = 0.25");
  const { x } = localC2stPanel(report);
  const [low, high] = Array.from(x?.domain as Iterable<number>);
  assert(low < 0.1 && high > 0.3);
});

Deno.test("localC2stPanel() refuses a report without swaps", () => {
  assertThrows(
    () => localC2stPanel({ ...report, nulls: [] }),
    RangeError,
    "Cannot draw local test as nulls.length must be an integer >= 1: current value is 0",
  );
});
