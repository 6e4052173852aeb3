import { assert, assertEquals, assertThrows } from "@std/assert";
import { startBackend } from "../../../lib/compute/backend.ts";
import { key } from "../../../lib/core/random.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import adexKit from "../../../lib/models/adex/kits/learned.ts";
import { ADEX_PARAMETERS } from "../../../lib/models/adex/simulator/config.ts";
import { setup } from "../../../lib/workflow/setup.ts";
import { workflow } from "../../../lib/workflow/workflow.ts";

Deno.test("adexKit makes kits of any experiment", () => {
  const { kit } = setup(adexKit, { numbers: { T: 100, V_peak: 10 } });
  assertEquals(kit.model.simulator.fields.voltage.length, 500);
  assert(kit.text?.experiment.includes("500 samples"));
  assert(kit.text?.experiment.includes("10 mV"));
  assertThrows(() => setup(adexKit, { numbers: { dt: 0.3 } }), RangeError, "T must be a multiple");
  assertThrows(() => setup(adexKit, { numbers: { tref: 1 } }), TypeError, "tref");
});

Deno.test("adexKit names each parameter with its unit and prior", () => {
  const text = setup(adexKit).kit.text?.parameters ?? "";
  const lines = text.split("\n").map((line) => line.trim());
  assertEquals(lines.map((line) => line.split(" ")[0]), [...ADEX_PARAMETERS]);
  assert(lines[0].includes("C (pF)") && lines[0].endsWith("log-normal, median 170, log sd 0.25"));
  assert(lines[5].endsWith("from V_T - 25 to V_T + 2.5 Delta_T"));
});

Deno.test("adexKit answers for any recording, before training with the prior", async () => {
  await startBackend();
  using own = workflow(setup(adexKit, { numbers: { T: 60 } }));
  const { observations } = simulateJoint(key(1), own.model, 2);
  const { names, values } = await own.posterior.sample(key(2), observations, 5);
  assert(own.model.prior.logProb({ names, count: 10, values }).every(Number.isFinite));
});
