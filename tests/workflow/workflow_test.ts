import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import {
  decodeCheckpoint,
  decodeRunningCheckpoint,
  encodeCheckpoint,
  type RunningCheckpoint,
} from "../../lib/workflow/checkpoint.ts";
import { simulate, simulateJoint } from "../../lib/model/dataset.ts";
import { column, drawsOf } from "../../lib/core/draws.ts";
import { key } from "../../lib/core/random.ts";
import { defaultRecipe } from "../../lib/models/lif/recipes/default.ts";
import { recipeNamed } from "../../lib/models/lif/recipes/mod.ts";
import { originalRecipe } from "../../lib/models/lif/recipes/original.ts";
import { differences } from "../../lib/workflow/recipe.ts";
import { encodeSafetensors } from "../../lib/core/safetensors.ts";
import { LIF_PARAMETERS } from "../../lib/models/lif/simulator/lif.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { pilotOf, restoreStudy, studyOf, trainStudy } from "../../lib/workflow/study.ts";
import committed from "../../data/default.safetensors" with { type: "bytes" };
import { needs } from "../permissions.ts";

await startBackend();
const recipe = defaultRecipe({ train: { n_train: 512, n_val: 256, epochs: 1, batch_size: 128 } });
const pilot = pilotOf(recipe);

async function trainedCheckpoint(): Promise<RunningCheckpoint> {
  using study = studyOf(recipe, pilot);
  const checkpoints = await Array.fromAsync(trainStudy(study, { workers: 1 }));
  return checkpoints[checkpoints.length - 1];
}
const running = await trainedCheckpoint();
const { state: _, ...checkpoint } = running;

Deno.test("studyOf() in the prior's coordinates starts with a posterior that is the prior", async () => {
  const recipe = recipeNamed("statistics");
  using study = studyOf(recipe, pilotOf(recipe));
  const { theta, observations } = simulateJoint(key(1), study.model, 50);
  const logProb = await study.posterior.logProb({ ...theta, datasets: 50, count: 1 }, observations);
  const logPrior = study.model.prior.logProb(theta);
  const atoms = study.model.prior.atoms(theta);
  logProb.forEach((value, i) => {
    if (atoms[i] === 1) assert(Number.isNaN(value));
    else assertAlmostEquals(value, logPrior[i], 1e-3);
  });
});

Deno.test("posterior.sample() gives draws inside the prior's support, whatever the batch", async () => {
  using study = restoreStudy(recipe, checkpoint);
  const { observations } = simulateJoint(key(2), study.model, 3);
  const many = await study.posterior.sample(key(3), observations, 9000); // more than one batch
  const all = { names: many.names, count: 27_000, values: many.values };
  assert(study.model.prior.logProb(all).every((value) => value > -Infinity));
  const cut = (values: Float32Array) => values.subarray(0, 2000);
  const two = {
    ...observations,
    count: 2,
    values: {
      voltage: cut(observations.values.voltage),
      spikes: cut(observations.values.spikes),
    },
  };
  const fewer = await study.posterior.sample(key(3), two, 9000);
  assertEquals(fewer.values, many.values.slice(0, fewer.values.length));
});

Deno.test("posterior.pieces() are the draws of sample(), piece by piece", async () => {
  using study = restoreStudy(recipe, checkpoint);
  const { observations } = simulateJoint(key(8), study.model, 2);
  const { values } = await study.posterior.sample(key(9), observations, 5000);
  const pieces = await Array.fromAsync(study.posterior.pieces(key(9), observations, 5000));
  assertEquals(pieces.map(({ count }) => count), [8192, 1808]);
  assertEquals(pieces.flatMap((piece) => [...piece.values]), [...values]);
});

Deno.test("posterior.logProb() is the density that sample() draws from", async () => {
  // E over draws of N(c) / q(c) is 1, in the coordinates c that the flow learned.
  using study = restoreStudy(recipe, checkpoint);
  const { observations } = simulateJoint(key(4), study.model, 1);
  const draws = await study.posterior.sample(key(5), observations, 20_000);
  const logQ = await study.posterior.logProb(draws, observations);
  const { raw, coordinates } = study.adapter;
  const summaries = raw(observations);
  const given = { summaries, size: summaries.length, each: 20_000 };
  const { values, logDet } = coordinates.forward({ ...draws, count: 20_000 }, given);
  const logNormal = (row: number) =>
    values.subarray(6 * row, 6 * row + 6).reduce((sum, c) => sum + normalLogDensity(c), 0);
  const weights = logQ.map((q, i) => Math.exp(logNormal(i) + logDet[i] - q))
    .filter((w) => !Number.isNaN(w));
  const share = weights.length / 20_000; // the rest lies on atoms
  const average = weights.reduce((a, b) => a + b, 0) / 20_000;
  assert(share > 0.9);
  assertAlmostEquals(average, share, 0.1);
});

Deno.test({
  ...needs({ read: ["."] }),
  name: "trainStudy() in two workers gives the checkpoint of one thread",
  async fn() {
    using study = studyOf(recipe, pilot);
    const [last] = await Array.fromAsync(trainStudy(study, { workers: 2 }));
    assertEquals(last.weights, running.weights);
    assertEquals(last.state.adam, running.state.adam);
  },
});

Deno.test("restoreStudy() answers as the study that was saved", async () => {
  const bytes = encodeCheckpoint(checkpoint);
  const loaded = decodeCheckpoint(bytes);
  assertEquals(loaded, checkpoint);
  using study = restoreStudy(recipeNamed(loaded.recipe, loaded.configuration), loaded);
  using again = restoreStudy(recipe, checkpoint);
  const { observations } = simulateJoint(key(6), study.model, 2);
  assertEquals(
    await study.posterior.sample(key(7), observations, 10),
    await again.posterior.sample(key(7), observations, 10),
  );
});

Deno.test("encodeCheckpoint() keeps a run under way exactly", () => {
  assertEquals(decodeRunningCheckpoint(encodeCheckpoint(running)), running);
});

Deno.test("restoreStudy() and disposal leave no tensor", () => {
  const before = tf.memory().numTensors;
  restoreStudy(recipe, checkpoint)[Symbol.dispose]();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("restoreStudy() refuses weights of another network, and leaves no tensor", () => {
  const before = tf.memory().numTensors;
  const layout = checkpoint.layout.map((entry, i) => i === 2 ? { ...entry, shape: [3] } : entry);
  assertThrows(
    () => restoreStudy(recipe, { ...checkpoint, layout }),
    SyntaxError,
    `its weights must begin with ${layout[2].path} [`,
  );
  const { weights } = checkpoint;
  assertThrows(
    () => restoreStudy(recipe, { ...checkpoint, weights: weights.subarray(1) }),
    RangeError,
    `values must have ${weights.length} values: it has ${weights.length - 1}`,
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("studyOf() leaves no tensor of networks that can't be made whole", () => {
  const before = tf.memory().numTensors;
  const estimator = () => {
    throw new RangeError("no estimator");
  };
  const broken = { ...recipe, architecture: { ...recipe.architecture, estimator } };
  assertThrows(() => studyOf(broken, pilot), RangeError, "no estimator");
  assertEquals(tf.memory().numTensors, before);
});

/** A current that is known, and a recording under it, of which the network was never told. */
const stimulus = Float64Array.from({ length: 1000 }, (_, k) => 220 + 120 * Math.sin(k / 40));
const truth = { V_th: -54, tau_m: 9.24, g_L: 8, V_reset: -74, V_init: -72, E_L: -70 };

Deno.test("refine() under a known current finds its posterior, and replicates are of that current", async () => {
  using study = restoreStudy(recipe, checkpoint);
  const simulator = study.simulatorUnder(stimulus);
  const observed = simulate(key(3), simulator, drawsOf(LIF_PARAMETERS, [truth]));
  const { draws, problems } = await study.refine(key(1), observed, 200, { stimulus });
  assertEquals(problems, []);
  const tau = column(draws, "tau_m");
  assert(Math.abs(mean(tau) - truth.tau_m) < 3 * sd(tau), `${mean(tau)} ± ${sd(tau)}`);
  assertAlmostEquals(sd(tau), 0.225, 0.06); // as of referencePosterior(), 2,000 draws
  const { spikes } = observed.values;
  const replicates = simulate(key(4), simulator, draws).values.spikes;
  assert(replicates.every((spike, k) => spike === spikes[k % 1000]));
  const fresh = simulate(key(4), study.model.simulator, draws).values.spikes;
  assert(fresh.some((spike, k) => spike !== spikes[k % 1000]));
});

Deno.test("refine() refuses a known current that doesn't fit, before the work", async () => {
  using study = restoreStudy(recipe, checkpoint);
  const { observations } = simulateJoint(key(1), study.model, 1);
  for (
    const [wrong, words] of [
      [stimulus.subarray(1), "stimulus must have 1000 values: it has 999"],
      [stimulus.with(7, NaN), "stimulus[7] must be finite"],
    ] as const
  ) {
    const ask = () => study.refine(key(1), observations, 10, { stimulus: wrong });
    await assertRejects(ask, RangeError, words);
    assertThrows(() => study.simulatorUnder(wrong), RangeError, words);
  }
});

Deno.test("pilotOf() learns in pieces what the committed checkpoint learned from all at once", () => {
  assertEquals(pilot, decodeCheckpoint(committed).pilot);
});

Deno.test("decodeCheckpoint() refuses other files", () => {
  const other = encodeSafetensors({ tensors: {} });
  assertThrows(() => decodeCheckpoint(other), SyntaxError, "Cannot read checkpoint as its kind");
  assertThrows(() => decodeCheckpoint(new Uint8Array(3)), SyntaxError, "Cannot decode safetensors");
  assertThrows(
    () => decodeRunningCheckpoint(encodeCheckpoint(checkpoint)),
    SyntaxError,
    "it must be of a run under way: it is a finished one",
  );
});

Deno.test("differences() name the fields in which two configurations differ", () => {
  const other = defaultRecipe({ train: { epochs: 3 }, sim: { I_std: 20 } }).configuration;
  assertEquals(differences(defaultRecipe().configuration, defaultRecipe().configuration), []);
  assertEquals(differences(other, defaultRecipe().configuration), [
    "sim.I_std: 20, not 50",
    `train.epochs: 3, not ${defaultRecipe().configuration.train.epochs}`,
  ]);
});

Deno.test("recipeNamed() guesses which recipe was meant", () => {
  assertThrows(() => recipeNamed("orginal"), RangeError, 'did you mean "original"?');
});

Deno.test("originalRecipe() runs whole on a short budget", async () => {
  const short = originalRecipe({
    sim: { T: 20 },
    train: { n_train: 64, n_val: 32, epochs: 2, batch_size: 32 },
  });
  using study = studyOf(short, pilotOf(short));
  const [first, last] = await Array.fromAsync(trainStudy(study, { workers: 1 }));
  assertEquals(last.history.length, 2);
  assert(last.history.every(({ trainingLoss }) => Number.isFinite(trainingLoss)));
  assert(first.state.weights.some((w, i) => w !== last.state.weights[i]));
  const { observations } = simulateJoint(key(8), study.model, 1);
  const draws = await study.posterior.sample(key(9), observations, 10);
  assert(draws.values.every(Number.isFinite));
});
