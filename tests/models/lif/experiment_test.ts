import { assertEquals, assertStringIncludes } from "@std/assert";
import { currentText, experimentText, parametersText } from "../../../lib/models/lif/experiment.ts";
import { priorConfig } from "../../../lib/models/lif/prior/lif.ts";
import { simConfig } from "../../../lib/models/lif/simulator/lif.ts";

Deno.test("experimentText() reports every number of the experiment, and where spikes are marked", () => {
  const sim = simConfig({ T: 90, dt: 0.1, tref: 3, I_mean: 180, I_std: 40, obs_noise_std: 0.5 });
  assertEquals(
    experimentText(sim),
    "white current of 180 ± 40 pA, drawn anew each time step; refractory time 3 ms; " +
      "observation noise 0.5 mV; 900 samples, 90 ms in steps of 0.1 ms; a spike is marked on the " +
      "sample that shows the voltage already reset, the first of 31 held there",
  );
  assertStringIncludes(experimentText(simConfig({ obs_noise_std: 0 })), "no observation noise");
  assertEquals(currentText(simConfig({ I_std: 0 })), "constant current of 200 pA");
});

Deno.test("parametersText() has a line a parameter with its unit and its own prior", () => {
  const lines = parametersText(priorConfig({ V_th_mean: -54, g_L_high: 16 })).split("\n");
  assertEquals(lines.map((line) => line.trim().split(" ")[0]), [
    "V_th",
    "tau_m",
    "g_L",
    "V_reset",
    "V_init",
    "E_L",
  ]);
  assertStringIncludes(lines[0], "(mV)");
  assertStringIncludes(lines[0], "normal, mean -54, sd 2, from -60 to -50");
  assertStringIncludes(lines[2], "log-normal, median 10, log sd 0.2, clipped to 5 to 16");
  assertStringIncludes(lines[4], "from -80 to the lower of -65 and E_L - 0.5");
});
