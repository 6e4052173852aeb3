import { assertEquals, assertThrows } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import { stridedConvolution } from "../../lib/networks/strided_convolution.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";

await startBackend();

Deno.test("stridedConvolution() goes from 1000 points over 250 and 50 to 10", () => {
  using weights = scope(key(1));
  stridedConvolution(weights, { shape: [1000, 4], dim: 32 });
  const shapes = [...weights.variables].map(([path, { shape }]) => [path, shape]);
  assertEquals(shapes, [
    ["0/weights", [8 * 4, 32]],
    ["0/bias", [32]],
    ["1/weights", [10 * 32, 64]],
    ["1/bias", [64]],
    ["2/weights", [10 * 64, 128]],
    ["2/bias", [128]],
    ["dense/0/weights", [10 * 128, 128]],
    ["dense/0/bias", [128]],
    ["dense/1/weights", [128, 32]],
    ["dense/1/bias", [32]],
  ]);
});

Deno.test("stridedConvolution() refuses strides without filters", () => {
  using weights = scope(key(1));
  assertThrows(
    () => stridedConvolution(weights, { shape: [100, 2], dim: 4, strides: [4, 5], filters: [8] }),
    RangeError,
    "Cannot build strided convolution as strides must be 1, one for each of filters: " +
      "current value is 4,5",
  );
});
