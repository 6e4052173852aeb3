import { assert, assertEquals } from "@std/assert";
import queue from "../../examples/queue.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { key } from "../../lib/core/random.ts";
import { drawsOf } from "../../lib/core/draws.ts";
import { checkModel } from "../../lib/model/check_model.ts";
import { simulate } from "../../lib/model/dataset.ts";
import { summarise } from "../../lib/model/summary_variables.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";

Deno.test("the queue is a model, of as many customers as its number says", () => {
  for (const customers of [50, 7]) {
    const { kit } = setup(queue, { numbers: { customers } });
    checkModel(key(1), kit.model);
    assertEquals(kit.model.simulator.fields.gaps.length, customers);
    assertEquals(kit.summaries!.shape, [2 * customers]);
  }
});

Deno.test("the queue departs no faster than it serves, and without end at the rate of arrivals", () => {
  const { kit: { model, summaries } } = setup(queue, { numbers: { customers: 4000 } });
  const theta = drawsOf(model.prior.names, [
    { theta1: 1, theta2: 2, theta3: 0.1 }, // mostly idle: a departure every 10
    { theta1: 4, theta2: 6, theta3: 0.33 }, // never idle for long: every 5
  ]);
  const observations = simulate(key(2), model.simulator, theta);
  const { gaps } = observations.values;
  const means = [0, 1].map((i) =>
    gaps.subarray(4000 * i, 4000 * (i + 1)).reduce((sum, gap) => sum + gap, 0) / 4000
  );
  assert(Math.abs(means[0] - 10) < 0.6 && Math.abs(means[1] - 5) < 0.1, `${means}`);
  assert(gaps.subarray(0, 4000).every((gap) => gap >= 1));
  const sorted = summarise(summaries!, observations).subarray(4000, 8000);
  assert(sorted.every((value, i) => i === 0 || value >= sorted[i - 1]));
});

Deno.test("the queue is learned from its own summaries", async () => {
  await startBackend();
  const train = { n_train: 512, n_val: 128, epochs: 3, batch_size: 32 };
  using own = workflow(setup(queue, { numbers: { customers: 20 }, train }));
  const states = await Array.fromAsync(trainWorkflow(own), ({ state }) => state);
  const { untrainedLoss, history } = states.at(-1)!;
  assert(history.at(-1)!.validationLoss < untrainedLoss - 0.5);
});
