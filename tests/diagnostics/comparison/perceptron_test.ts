import { assert, assertAlmostEquals } from "@std/assert";
import { perceptron } from "../../../lib/diagnostics/comparison/perceptron.ts";
import { fold, key, normals, stream } from "../../../lib/core/random.ts";

Deno.test("perceptron() has the gradient of its output, whatever its shape", () => {
  for (const [dim, width] of [[1, 10], [2, 20], [3, 7]]) {
    const root = fold(key(45), width);
    const network = perceptron(stream(fold(root, "weights")), dim, width);
    const { weights, gradient } = network;
    for (const row of [normals(fold(root, 0), dim), normals(fold(root, 1), dim)]) {
      gradient.fill(0);
      network.forward(row);
      network.backward(2);
      weights.forEach((weight, i) => {
        const outputs = [1e-6, -1e-6].map((step) => {
          weights[i] = weight + step;
          return network.forward(row);
        });
        weights[i] = weight;
        assertAlmostEquals(gradient[i], outputs[0] / 1e-6 - outputs[1] / 1e-6, 1e-7);
      });
      assert(gradient.some((g) => g !== 0));
    }
  }
});

Deno.test("perceptron() gathers the gradients of rows", () => {
  const network = perceptron(stream(key(45)), 2, 20);
  const rows = [normals(key(1), 2), normals(key(2), 2)];
  const alone = rows.map((row) => {
    network.gradient.fill(0);
    network.forward(row);
    network.backward(1);
    return network.gradient.slice();
  });
  network.gradient.fill(0);
  for (const row of rows) {
    network.forward(row);
    network.backward(1);
  }
  network.gradient.forEach((g, i) => assertAlmostEquals(g, alone[0][i] + alone[1][i], 1e-12));
});
