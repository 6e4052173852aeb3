import { assert, assertEquals } from "@std/assert";
import type { Model } from "../../lib/mod.ts";
import { trainExample } from "../../bench/train_example.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, key } from "../../lib/core/random.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { EXAMPLES } from "./models.ts";

await startBackend();

for (const model of Object.values<Model>(EXAMPLES)) {
  Deno.test(`${model.name} is learned by the standard network`, async () => {
    using trained = await trainExample(model, {
      n_train: 256,
      n_val: 128,
      epochs: 2,
      batch_size: 32,
    });
    const [first, last] = trained.history;
    assert(last.validationLoss < first.validationLoss);
    const { observations } = simulateJoint(fold(key(1), "new"), model, 3);
    const draws = await trained.posterior.sample(key(2), observations, 10);
    assertEquals([draws.datasets, draws.count, draws.names], [3, 10, model.prior.names]);
    assert(draws.values.every(Number.isFinite));
  });
}
