import { assertAlmostEquals, assertEquals } from "@std/assert";
import { driftVoltage } from "../../../../lib/models/lif/checks/lif_quantities.ts";
import { drawsOf } from "../../../../lib/core/draws.ts";
import { LIF_PARAMETERS, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";

Deno.test("driftVoltage() follows the mean current of the experiment", () => {
  const theta = drawsOf(LIF_PARAMETERS, [
    { V_th: -55, tau_m: 10, g_L: 8, V_reset: -72, V_init: -71, E_L: -70 },
    { V_th: -55, tau_m: 10, g_L: 12, V_reset: -72, V_init: -71, E_L: -68 },
  ]);
  const { name, evaluate } = driftVoltage(simConfig({ I_mean: 120 }));
  assertEquals(name, "E_L + 120 / g_L");
  const [one, other] = evaluate(theta, 0);
  assertAlmostEquals(one, -55);
  assertAlmostEquals(other, -58);
});
