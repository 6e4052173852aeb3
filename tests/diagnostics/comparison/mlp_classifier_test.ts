import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  fit,
  mlpClassifier,
  mlpProbabilities,
} from "../../../lib/diagnostics/comparison/mlp_classifier.ts";
import { perceptron } from "../../../lib/diagnostics/comparison/perceptron.ts";
import { key, normals, stream } from "../../../lib/core/random.ts";
import { c2stGolden } from "./c2st_golden.ts";

Deno.test("fit() has scikit-learn's loss after every epoch, and stops when it does", () => {
  const training = {
    rows: c2stGolden("fit_rows"),
    labels: Uint8Array.from(c2stGolden("fit_labels")),
  };
  const network = perceptron(stream(key(0)), 2, 20);
  network.weights.set(c2stGolden("fit_weights"));
  const losses = fit(key(0), network, training);
  const expected = c2stGolden("fit_losses");
  assertEquals(losses.length, expected.length);
  expected.forEach((loss, epoch) => assertAlmostEquals(losses[epoch], loss, 1e-9));
});

Deno.test("mlpClassifier() learns what no linear rule can", () => {
  const rows = normals(key(1), 800), heldOut = normals(key(2), 400);
  const truth = (values: Float64Array) =>
    Uint8Array.from(
      { length: values.length / 2 },
      (_, i) => Number(values[2 * i] * values[2 * i + 1] > 0),
    );
  const labels = mlpClassifier(key(45), { rows, labels: truth(rows) }, heldOut);
  const right = labels.filter((label, i) => label === truth(heldOut)[i]);
  assertAlmostEquals(right.length / labels.length, 1, 0.07);
});

Deno.test("mlpClassifier() gives the same labels for the same key", () => {
  const training = {
    rows: normals(key(1), 80),
    labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2),
  };
  const guess = (seed: number) => [...mlpClassifier(key(seed), training, normals(key(2), 80))];
  assertEquals(guess(45), guess(45));
});

Deno.test("mlpProbabilities() are those behind the labels", () => {
  const training = {
    rows: normals(key(1), 80),
    labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2),
  };
  const points = normals(key(2), 80);
  const probabilities = mlpProbabilities(training.rows, 2)(key(45), training.labels)(points);
  assertEquals(
    Uint8Array.from(probabilities, (p) => Number(p > 0.5)),
    mlpClassifier(key(45), training, points),
  );
});
