import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { quadratic } from "../../lib/networks/quadratic.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { matrix, testNetwork } from "./network_laws.ts";

await startBackend();

testNetwork("quadratic()", (s) => {
  const network = quadratic(s, { inputs: 3, dim: 4, squares: 5, widths: [6] });
  return { x: matrix(5, 3), run: network.apply };
});

Deno.test("quadratic() reads numbers and the squares of their projections", async () => {
  using weights = scope(key(1));
  const { apply } = quadratic(weights, { inputs: 2, dim: 1, squares: 1, widths: [] });
  tf.tidy(() => {
    weights.variables.get("projections/weights")?.assign(tf.tensor2d([[1], [-1]]));
    weights.variables.get("mlp/0/weights")?.assign(tf.tensor2d([[10], [100], [1]]));
  });
  const x = toTensor([5, 2], [1, 2]);
  const y = apply(x);
  assertEquals([...await toValues(y)], [10 * 5 + 100 * 2 + (5 - 2) ** 2]);
  tf.dispose([x, y]);
});
