import { assert, assertEquals } from "@std/assert";
import type { Model } from "../../lib/mod.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, key } from "../../lib/core/random.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import { EXAMPLES } from "./models.ts";

await startBackend();

for (const model of Object.values<Model>(EXAMPLES)) {
  Deno.test(`${model.name} is learned by the standard network`, async () => {
    const train = { n_train: 256, n_val: 128, epochs: 2, batch_size: 32 };
    using own = workflow(setup(model, { train }));
    const gains: number[] = [];
    for await (const { state } of trainWorkflow(own)) {
      gains.push(state.untrainedLoss - state.history.at(-1)!.validationLoss);
    }
    assert(gains.length === 2 && Math.max(...gains) > 0.1, `gains of ${gains} nats`);
    const { observations } = simulateJoint(fold(key(1), "new"), model, 3);
    const draws = await own.posterior.sample(key(2), observations, 10);
    assertEquals([draws.datasets, draws.count, draws.names], [3, 10, model.prior.names]);
    assert(draws.values.every(Number.isFinite));
  });
}
