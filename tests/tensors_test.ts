import { assertEquals, assertThrows } from "@std/assert";
import { startBackend } from "../lib/backend.ts";
import { toNumber, toTensor, toValues } from "../lib/tensors.ts";

await startBackend();

Deno.test("toTensor() takes float64 and plain numbers, and rounds them to float32", async () => {
  for (const values of [[0.1, 2], Float64Array.of(0.1, 2), Float32Array.of(0.1, 2)]) {
    const tensor = toTensor(values, [1, 2]);
    assertEquals(tensor.dtype, "float32");
    assertEquals(await toValues(tensor), Float32Array.of(0.1, 2));
    tensor.dispose();
  }
});

Deno.test("toTensor() copies, so that its argument may be used again", async () => {
  const values = Float32Array.of(1, 2);
  const tensor = toTensor(values, [2]);
  values[0] = 5;
  assertEquals(await toValues(tensor), Float32Array.of(1, 2));
  tensor.dispose();
});

Deno.test("toTensor() refuses values that do not fill the shape", () => {
  assertThrows(
    () => toTensor([1, 2, 3], [2, 2]),
    RangeError,
    "Cannot make tensor as values must have 4 values: it has 3",
  );
});

Deno.test("toNumber() reads a scalar", async () => {
  const scalar = toTensor([2.5], []);
  assertEquals(await toNumber(scalar), 2.5);
  scalar.dispose();
});
