import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { firstObservations } from "../../lib/model/batch.ts";
import { toCoordinates } from "../../lib/model/coordinates.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { key } from "../../lib/core/random.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import originalKit from "../../lib/models/lif/kits/original.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { networkParts, workflow } from "../../lib/workflow/workflow.ts";
import { setupNamed } from "../../bench/kits/named.ts";
import user from "./user_model.ts";

await startBackend();
const own = setup(defaultKit, {
  train: { n_train: 512, n_val: 256, epochs: 1, batch_size: 128 },
});
const trained = workflow(own); // disposed with the process
await Array.fromAsync(trainWorkflow(trained, { workers: 1 }));
const { warmUp, model, posterior, adapter } = trained;

Deno.test("workflow() in the prior's coordinates starts with a posterior that is the prior", async () => {
  using untrained = workflow(setupNamed("statistics"));
  const { model: { prior }, posterior } = untrained;
  const { theta, observations } = simulateJoint(key(1), untrained.model, 50);
  const logProb = await posterior.logProb({ ...theta, datasets: 50, count: 1 }, observations);
  const logPrior = prior.logProb(theta);
  const atoms = prior.atoms(theta);
  logProb.forEach((value, i) => {
    if (atoms[i] === 1) assert(Number.isNaN(value));
    else assertAlmostEquals(value, logPrior[i], 1e-3);
  });
});

Deno.test("posterior.sample() gives draws inside the prior's support, whatever the batch", async () => {
  const { observations } = simulateJoint(key(2), model, 3);
  const many = await posterior.sample(key(3), observations, 9000); // more than one batch
  const all = { names: many.names, count: 27_000, values: many.values };
  assert(model.prior.logProb(all).every((value) => value > -Infinity));
  const two = firstObservations(observations, 2);
  const fewer = await posterior.sample(key(3), two, 9000);
  assertEquals(fewer.values, many.values.slice(0, fewer.values.length));
});

Deno.test("posterior.batches() are the draws of sample(), batch by batch", async () => {
  const { observations } = simulateJoint(key(8), model, 2);
  const { values } = await posterior.sample(key(9), observations, 5000);
  const batches = await Array.fromAsync(posterior.batches(key(9), observations, 5000));
  assertEquals(batches.map(({ count }) => count), [8192, 1808]);
  assertEquals(batches.flatMap((batch) => [...batch.values]), [...values]);
});

Deno.test("posterior.logProb() is the density that sample() draws from", async () => {
  // E over draws of N(c) / q(c) is 1, in the coordinates c that the flow learned.
  const { observations } = simulateJoint(key(4), model, 1);
  const draws = await posterior.sample(key(5), observations, 20_000);
  const logQ = await posterior.logProb(draws, observations);
  const { transform } = adapter.prepare(observations);
  const { values, logDet } = toCoordinates(model.prior, draws, () => transform(0));
  const logNormal = (row: number) =>
    values.subarray(6 * row, 6 * row + 6).reduce((sum, c) => sum + normalLogDensity(c), 0);
  const weights = logQ.map((q, i) => Math.exp(logNormal(i) + logDet[i] - q))
    .filter((w) => !Number.isNaN(w));
  const share = weights.length / 20_000; // the rest lies on atoms
  const average = weights.reduce((a, b) => a + b, 0) / 20_000;
  assert(share > 0.9);
  assertAlmostEquals(average, share, 0.1);
});

Deno.test("workflow() leaves no tensor of networks that can't be made whole", () => {
  const before = tf.memory().numTensors;
  const estimator = () => {
    throw new RangeError("no estimator");
  };
  const { summary } = networkParts(own.kit).architecture;
  const broken = { ...own, kit: { ...own.kit, architecture: { summary, estimator } } };
  assertThrows(() => workflow(broken, warmUp), RangeError, "no estimator");
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("workflow() of a plain model has the standard network, and no exact posterior", async () => {
  const before = tf.memory().numTensors;
  {
    using plain = workflow(setup(user));
    const { observations } = simulateJoint(key(1), plain.model, 1);
    const draws = await plain.posterior.sample(key(2), observations, 5);
    assertEquals(draws.names, ["rate", "start"]);
    assert(draws.values.every(Number.isFinite));
    await assertRejects(
      () => plain.refine(key(3), observations, 10),
      RangeError,
      "Cannot refine posterior as decay must have an exact posterior: it has none",
    );
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the original's kit runs whole on a short budget", async () => {
  using short = workflow(setup(originalKit, {
    numbers: { T: 20 },
    train: { n_train: 64, n_val: 32, epochs: 2, batch_size: 32 },
  }));
  const [first, last] = await Array.fromAsync(trainWorkflow(short, { workers: 1 }));
  assertEquals(last.history.length, 2);
  assert(last.history.every(({ trainingLoss }) => Number.isFinite(trainingLoss)));
  assert(first.state.weights.some((w, i) => w !== last.state.weights[i]));
  const { observations } = simulateJoint(key(8), short.model, 1);
  const draws = await short.posterior.sample(key(9), observations, 10);
  assert(draws.values.every(Number.isFinite));
});
