import { assert, assertEquals } from "@std/assert";
import { startBackend } from "../../../../lib/compute/backend.ts";
import { key } from "../../../../lib/core/random.ts";
import { observation } from "../../../../lib/model/batch.ts";
import sweepsKit from "../../../../lib/models/lif/kits/sweeps.ts";
import { SWEEP_KINDS } from "../../../../lib/models/lif/kits/sweeps_family.ts";
import { setup } from "../../../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../../../lib/workflow/train_workflow.ts";
import { workflow } from "../../../../lib/workflow/workflow.ts";
import { simulated, turned } from "../sweeps/fixture.ts";

const EXPERIMENT = { T: 20, sweeps: 6 };
const TRAIN = { n_train: 256, n_val: 64, epochs: 1, batch_size: 64 };

Deno.test("the kit sweeps answers with the same bits for any order of the sweeps", async () => {
  await startBackend();
  using trained = workflow(setup(sweepsKit, { numbers: EXPERIMENT, train: TRAIN }));
  for await (const _ of trainWorkflow(trained)); // so that its networks are no identity
  const { observations } = simulated(1, 12, EXPERIMENT);
  let reordered = 0;
  for (let row = 0; row < 12; row++) {
    const one = observation(observations, row);
    const expected = await trained.posterior.sample(key(2), one, 20);
    for (const steps of [0, 1]) {
      const other = turned(observations, row, steps, EXPERIMENT);
      if (other.values.voltage.join() !== one.values.voltage.join()) reordered++;
      const found = await trained.posterior.sample(key(2), other, 20);
      assertEquals(found.values, expected.values);
      assertEquals(
        await trained.posterior.logProb(expected, other),
        await trained.posterior.logProb(expected, one),
      );
    }
  }
  assert(reordered > 6, "sweeps were reordered");
});

Deno.test("the kit sweeps refines its draws to the exact posterior of all sweeps", async () => {
  await startBackend();
  using untrained = workflow(setup(sweepsKit, { numbers: EXPERIMENT, train: TRAIN }));
  const { observations } = simulated(3, 3, EXPERIMENT);
  for (let row = 0; row < 3; row++) {
    const found = await untrained.refine(key(4), observation(observations, row), 100);
    assertEquals(found.problems, []);
    assertEquals(found.method, "importance");
    assert(found.efficiency > 0.3, `efficiency ${found.efficiency}`);
  }
});

Deno.test("SWEEP_KINDS.of() tells observations apart by their number of sweeps", () => {
  const { observations } = simulated(5, 60, { T: 4, dt: 2 });
  const kinds = SWEEP_KINDS.of(observations);
  const sizes = observations.sizes?.voltage ?? [];
  kinds.forEach((kind, row) => {
    const [low, high] = [[1, 4], [5, 30]][kind];
    assert(sizes[row] >= low && sizes[row] <= high);
  });
  assertEquals(new Set(kinds).size, SWEEP_KINDS.names.length);
});
