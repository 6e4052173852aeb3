import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, key, type Rng, stream } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toValues } from "../../lib/compute/tensors.ts";

await startBackend();

const normal = (rng: Rng) => rng.normal();

Deno.test("scope() names variables by their path, in the order of creation", () => {
  using root = scope(key(1));
  const layer = root.child("layer");
  layer.child(0).variable("weights", [2, 3], normal);
  layer.variable("bias", [3], normal);
  root.variable("scale", [], normal);
  assertEquals([...root.variables.keys()], ["layer/0/weights", "layer/bias", "scale"]);
  assertEquals(layer.path, "layer");
  assertEquals(layer.variables, root.variables);
});

Deno.test("scope() draws a variable from the key of its path alone", async () => {
  using alone = scope(key(1));
  using crowded = scope(key(1));
  crowded.variable("other", [5], normal);
  const expected = stream(fold(fold(key(1), "layer"), "w"));
  const values = [0, 1, 2].map(() => Math.fround(expected.normal()));
  for (const root of [alone, crowded]) {
    assertEquals([...await toValues(root.child("layer").variable("w", [3], normal))], values);
  }
  using other = scope(key(2));
  const different = await toValues(other.child("layer").variable("w", [3], normal));
  assertNotEquals([...different], values);
});

Deno.test("scope() fills a variable in row-major order", async () => {
  using root = scope(key(1));
  let count = 0;
  const variable = root.variable("w", [2, 3], () => count++);
  assertEquals(variable.shape, [2, 3]);
  assertEquals([...await toValues(variable)], [0, 1, 2, 3, 4, 5]);
});

Deno.test("scope() refuses a name that is taken, empty or a path", () => {
  using root = scope(key(1));
  root.child("layer").variable("w", [1], normal);
  assertThrows(
    () => root.child("layer").variable("w", [1], normal),
    RangeError,
    'Cannot create variable "layer/w" as the name is taken',
  );
  assertThrows(() => root.variable("layer/w", [1], normal), RangeError, 'has a "/"');
  assertThrows(() => root.child(""), RangeError, "is empty");
});

Deno.test("scope() lets several models of the same names live at a time", async () => {
  using one = scope(key(1));
  using other = scope(key(1));
  const a = one.variable("w", [2], normal);
  const b = other.variable("w", [2], normal);
  assertEquals(await toValues(a), await toValues(b));
  assertNotEquals(a.name, b.name);
});

Deno.test("scope() disposes all its variables, a child those below it", () => {
  const before = tf.memory().numTensors;
  {
    using root = scope(key(1));
    root.variable("w", [1], normal);
    root.child("layer").variable("w", [1], normal);
    root.child("layers").variable("w", [1], normal);
    root.child("layer")[Symbol.dispose]();
    assertEquals([...root.variables.keys()], ["w", "layers/w"]);
    assert(tf.memory().numTensors === before + 2);
  }
  assert(tf.memory().numTensors === before);
});
