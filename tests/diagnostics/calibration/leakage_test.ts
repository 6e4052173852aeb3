import { assertEquals, assertThrows } from "@std/assert";
import { leakage, offSupport } from "../../../lib/diagnostics/calibration/leakage.ts";
import { inOrder } from "../../../lib/core/columns.ts";
import { drawsOf } from "../../../lib/core/draws.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { LIF_PARAMETERS } from "../../../lib/models/lif/simulator/lif.ts";

const prior = lifPrior();
const possible = { V_th: -55, tau_m: 10, g_L: 10, V_reset: -75, V_init: -72, E_L: -70 };

const draws = drawsOf(LIF_PARAMETERS, [
  possible,
  { ...possible, V_th: -49 },
  { ...possible, V_init: possible.E_L - 0.4 },
  { ...possible, V_reset: possible.V_init + 1 },
]);

Deno.test("leakage() counts draws beyond a bound, and those that break a dependent one", () => {
  assertEquals(leakage(draws, prior), 0.75);
});

Deno.test("offSupport() marks the draws that leakage() counts, by the names of their columns", () => {
  assertEquals([...offSupport(draws, prior)], [0, 1, 1, 1]);
  const turned = inOrder("turn", draws, [...LIF_PARAMETERS].reverse());
  assertEquals(offSupport(turned, prior), offSupport(draws, prior));
});

Deno.test("leakage() counts no draw at an atom", () => {
  assertEquals(leakage(drawsOf(LIF_PARAMETERS, [{ ...possible, g_L: 15 }]), prior), 0);
});

Deno.test("leakage() refuses to measure nothing", () => {
  assertThrows(
    () => leakage(drawsOf(LIF_PARAMETERS, []), prior),
    RangeError,
    "Cannot measure leakage as draws.count must be an integer >= 1: current value is 0",
  );
});
