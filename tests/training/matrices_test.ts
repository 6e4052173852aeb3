import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { scope } from "../../lib/compute/scope.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { key } from "../../lib/core/random.ts";
import { matrixParts } from "../../lib/training/matrices.ts";
import { SHARDS } from "../../lib/training/memory.ts";
import { muonCost } from "../../lib/training/muon.ts";
import { conjugateModel } from "./conjugate.ts";

await startBackend();

Deno.test("matrixParts() are the variables of two axes called weights, where they lie", () => {
  using root = scope(key(1));
  root.variable("weights", [2, 3], () => 0);
  root.variable("bias", [3], () => 0);
  root.variable("centre", [3, 4], () => 0); // a table, and no matrix of a layer
  root.child("a").variable("weights", [5], () => 0);
  root.child("b").variable("weights", [4, 2], () => 0);
  const parts = matrixParts(root.variables);
  assertEquals(parts.length, SHARDS);
  assertEquals(
    parts.flat().sort((a, b) => a.from - b.from),
    [
      { variable: 0, shape: [2, 3], from: 0, to: 6 },
      { variable: 4, shape: [4, 2], from: 26, to: 34 },
    ],
  );
});

Deno.test("matrixParts() of a network hold each layer's weights once", () => {
  using model = conjugateModel();
  const found = matrixParts(model.variables).flat();
  const paths = [...model.variables.keys()];
  const expected = paths.filter((path) => path.endsWith("/weights"));
  assert(expected.length > 2);
  assertEquals(found.map(({ variable }) => paths[variable]).sort(), expected.sort());
  for (const { shape: [rows, columns], from, to } of found) assertEquals(to - from, rows * columns);
});

Deno.test("matrixParts() cost no more than an equal share and one matrix, and hold each once", () => {
  const shape = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
  fc.assert(
    fc.property(fc.array(shape, { maxLength: 12 }), (shapes) => {
      using root = scope(key(1));
      shapes.forEach((shape, i) => root.child(i).variable("weights", shape, () => 0));
      const parts = matrixParts(root.variables);
      assertEquals(
        parts.flat().map(({ variable }) => variable).sort((a, b) => a - b),
        shapes.map((_, i) => i),
      );
      const costs = parts.map((part) => part.reduce((sum, { shape }) => sum + muonCost(shape), 0));
      const largest = Math.max(0, ...shapes.map(muonCost));
      assert(Math.max(...costs) <= costs.reduce((sum, cost) => sum + cost, 0) / SHARDS + largest);
    }),
    { seed: 20, numRuns: 40 },
  );
});
