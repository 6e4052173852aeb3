import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, key, stream } from "../../lib/core/random.ts";
import { mean } from "../../lib/core/stats.ts";
import { modelChoiceCalibration } from "../../lib/diagnostics/calibration/model_choice.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { classifier } from "../../lib/flows/classifier.ts";
import type { Batch } from "../../lib/model/batch.ts";
import { checkModel } from "../../lib/model/check_model.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { vector } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import { modelChoice } from "../../lib/model/model_choice.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { modelProbabilities } from "../../lib/posterior/model_probabilities.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";

await startBackend();

/** x ~ N(mu, 1) with mu ~ N(mean, sd²), so that x ~ N(mean, 1 + sd²): the evidence is known. */
const gaussian = (name: string, mean: number, sd: number, field = "x") =>
  model({
    name,
    prior: chain({ mu: normal({ mean, sd }) }),
    observables: { [field]: vector(["x"]) },
    simulate: (rng, { mu }) => ({ [field]: [mu + rng.normal()] }),
  });

const PARTS = [[-1, 0.5], [1, 0.5], [0, 3]] as const;
const WEIGHTS = [1, 1, 2];
const choice = modelChoice(
  Object.fromEntries(PARTS.map(([mean, sd], k) => [`m${k}`, gaussian(`m${k}`, mean, sd)])),
  { name: "choice", weights: WEIGHTS },
);

/** P(model k | x). */
function exact(x: number): number[] {
  const joint = PARTS.map(([mean, sd], k) => {
    const variance = 1 + sd * sd;
    return WEIGHTS[k] * Math.exp(-0.5 * (x - mean) ** 2 / variance) / Math.sqrt(variance);
  });
  const total = joint.reduce((sum, p) => sum + p, 0);
  return joint.map((p) => p / total);
}

Deno.test("modelProbabilities() of a trained classifier are the exact ones", async () => {
  const kit = {
    name: "choice",
    model: choice,
    summaries: {
      shape: [1],
      names: ["x"],
      write: ({ values: { x } }: Batch, row: number, out: Float32Array, at: number) =>
        out.set([x[row]], at),
    },
    architecture: {
      summary: (scope: Parameters<typeof mlpSummary>[0], [inputs]: readonly number[]) =>
        mlpSummary(scope, { inputs, dim: 16, widths: [32] }),
      estimator: classifier(WEIGHTS),
    },
    train: { n_train: 20_000, n_val: 500, epochs: 6, batch_size: 200, learning_rate: 1e-2 },
  };
  using trained = workflow(setup(kit));
  for await (const _ of trainWorkflow(trained));
  const { theta, observations } = simulateJoint(key(2), choice, 400);
  const found = await modelProbabilities(trained.posterior, choice, observations);
  const errors = [...observations.values.x].flatMap((x, i) =>
    exact(x).map((p, k) => Math.abs(found[i * 3 + k] - p))
  );
  assert(mean(errors) < 0.02, `mean error ${mean(errors)}`);
  for (let i = 0; i < 400; i++) {
    assertAlmostEquals(found.slice(3 * i, 3 * i + 3).reduce((a, b) => a + b, 0), 1, 1e-4);
  }
  const report = modelChoiceCalibration(key(3), found, theta.values, choice);
  assert(report.pValue > 0.01, `p ${report.pValue}`);
});

Deno.test("modelChoice() is a model whose number decides who simulates", () => {
  checkModel(key(1), choice);
  const { theta, observations } = simulateJoint(key(4), choice, 6000);
  WEIGHTS.forEach((weight, k) => {
    const own = observations.values.x.filter((_, i) => theta.values[i] === k);
    assertAlmostEquals(own.length / 6000, weight / 4, 0.03);
    assertAlmostEquals(mean(own), PARTS[k][0], 0.2);
  });
});

Deno.test("modelChoice() refuses models that can't be chosen among", () => {
  const a = gaussian("a", 0, 1), b = gaussian("b", 0, 1), other = gaussian("c", 0, 1, "y");
  assertThrows(() => modelChoice({ a }, { name: "n" }), RangeError, "number of models");
  assertThrows(() => modelChoice({ a, other }, { name: "n" }), RangeError, "Cannot choose among");
  assertThrows(
    () => modelChoice({ a, b }, { name: "n", weights: [1] }),
    RangeError,
    "there must be a weight for each of a, b: there are 1",
  );
});

/** Probabilities of two models for many observations, and who made them if these are right. */
function calibrated(count: number) {
  const rng = stream(fold(key(5), count));
  const first = Float64Array.from({ length: count }, () => rng.uniform());
  const made = [...first].map((p) => Number(rng.uniform() >= p));
  return { first, made };
}

/** [p, 1 − p] of each p. */
const pairs = (first: Float64Array) => Float64Array.from([...first].flatMap((p) => [p, 1 - p]));
const labels = ["a", "b"];

Deno.test("modelChoiceCalibration() lets right probabilities pass, and no others", () => {
  const { first, made } = calibrated(1000);
  const report = modelChoiceCalibration(key(6), pairs(first), made, { labels });
  assert(report.pValue > 0.05 && report.calibrationError < report.errorFloor.limit);
  const logit = (p: number, times: number) => 1 / (1 + ((1 - p) / p) ** times);
  for (const times of [2, 0.5]) { // too sure, not sure enough
    const wrong = pairs(first.map((p) => logit(p, times)));
    const { pValue, calibrationError } = modelChoiceCalibration(key(6), wrong, made, { labels });
    assert(pValue < 0.01 && calibrationError > report.errorFloor.limit, `times ${times}`);
  }
});

Deno.test("modelChoiceCalibration() counts, by hand", () => {
  const probabilities = pairs(Float64Array.of(0.9, 0.9, 0.2, 0.6));
  const report = modelChoiceCalibration(key(7), probabilities, [0, 1, 1, 0], { labels });
  assertEquals(report.confusion, [[2, 0], [1, 1]]);
  assertEquals(report.accuracy, 0.75);
  assertAlmostEquals(report.logLoss, -Math.log(0.9 * 0.1 * 0.8 * 0.6) / 4, 1e-12);
  // Bins of 0.6, 0.8 and twice 0.9, of which one is right.
  assertAlmostEquals(report.calibrationError, (0.4 + 0.2 + Math.abs(1 - 1.8)) / 4, 1e-12);
});

Deno.test("modelChoiceCalibration() refuses what are no probabilities", () => {
  const check = (p: Float64Array, made: number[]) => () =>
    modelChoiceCalibration(key(8), p, made, { labels });
  assertThrows(check(Float64Array.of(0.5, 0.4), [0]), RangeError, "the sum of observation 0");
  assertThrows(check(Float64Array.of(0.5, 0.5), [2]), RangeError, "made[0]");
  assertThrows(check(Float64Array.of(0.5, 0.5), [0, 1]), RangeError, "probabilities");
  assertThrows(check(Float64Array.of(1.5, -0.5), [0]), RangeError, "a probability of");
});
