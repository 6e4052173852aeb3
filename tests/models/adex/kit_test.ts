import { assert, assertEquals, assertThrows } from "@std/assert";
import { startBackend } from "../../../lib/compute/backend.ts";
import { column, dataset, drawsOf } from "../../../lib/core/draws.ts";
import { key } from "../../../lib/core/random.ts";
import { mean, sd } from "../../../lib/core/stats.ts";
import { simulate, simulateJoint } from "../../../lib/model/dataset.ts";
import adexKit from "../../../lib/models/adex/kits/learned.ts";
import { ADEX_REGIMES } from "../../../lib/models/adex/regimes.ts";
import { adex } from "../../../lib/models/adex/simulator/adex.ts";
import { ADEX_PARAMETERS } from "../../../lib/models/adex/simulator/config.ts";
import { decodeCheckpoint } from "../../../lib/workflow/checkpoint.ts";
import { restore } from "../../../lib/workflow/restore.ts";
import { setup } from "../../../lib/workflow/setup.ts";
import { workflow } from "../../../lib/workflow/workflow.ts";
import bytes from "../../../data/adex.safetensors" with { type: "bytes" };

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

Deno.test("the committed network finds published neurons in recordings of them", async () => {
  await startBackend();
  using trained = restore(adexKit, decodeCheckpoint(bytes));
  for (const { theta, current } of Object.values(ADEX_REGIMES)) {
    const truth = { ...theta, t_ref: 1, sigma: 15 };
    const step = { kind: "step", from: 10, to: 190, amplitude: current } as const;
    const observed = simulate(key(3), adex({}, () => step), drawsOf(ADEX_PARAMETERS, [truth]));
    const draws = dataset(await trained.posterior.sample(key(4), observed, 400), 0);
    const score = ADEX_PARAMETERS.map((name) => {
      const values = column(draws, name);
      return (truth[name] - mean(values)) / sd(values);
    });
    // Of 44 standard normal values one is beyond 3 in nine of a hundred cases.
    assert(score.every((z) => Math.abs(z) < 3.5), score.map((z) => z.toFixed(1)).join());
    assert(sd(column(draws, "E_L")) < 0.5 && sd(column(draws, "V_T")) < 2);
  }
});
