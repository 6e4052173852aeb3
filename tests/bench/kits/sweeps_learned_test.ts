import { assert, assertAlmostEquals } from "@std/assert";
import sweepsLearned from "../../../bench/kits/sweeps_learned.ts";
import { startBackend } from "../../../lib/compute/backend.ts";
import { observation } from "../../../lib/model/batch.ts";
import { setup } from "../../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../../lib/workflow/train_workflow.ts";
import { workflow } from "../../../lib/workflow/workflow.ts";
import { simulated, turned } from "../../models/lif/sweeps/fixture.ts";

Deno.test("the kit sweeps_learned reads all sweeps, in any order but for rounding", async () => {
  await startBackend();
  const numbers = { T: 20, sweeps: 4 };
  const train = { n_train: 128, n_val: 32, epochs: 1, batch_size: 32 };
  using trained = workflow(setup(sweepsLearned, { numbers, train }));
  for await (const _ of trainWorkflow(trained)); // so that its networks are no identity
  const { theta, observations } = simulated(1, 20, numbers);
  const several = observations.sizes?.voltage.findIndex((size) => size === 4) ?? -1;
  const one = observation(observations, several);
  const truth = {
    ...theta,
    datasets: 1,
    count: 1,
    values: theta.values.slice(6 * several, 6 * several + 6),
  };
  const [expected] = await trained.posterior.logProb(truth, one);
  const [found] = await trained.posterior.logProb(truth, turned(observations, several, 1, numbers));
  assertAlmostEquals(found, expected, 1e-3);
  const current = one.values.current.map((I) => I + 100);
  const driven = { ...one, values: { ...one.values, current } };
  const present = one.values.present;
  driven.values.current.forEach((_, at) => present[at] === 0 && (current[at] = 0));
  const [other] = await trained.posterior.logProb(truth, driven);
  assert(Math.abs(other - expected) > 1e-3, "the current is read");
});
