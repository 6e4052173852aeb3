import { assertEquals, assertThrows } from "@std/assert";
import { gifConfig, gridOf } from "../../../lib/models/gif/config.ts";

Deno.test("gridOf() counts samples", () => {
  assertEquals(gridOf(gifConfig()), { steps: 2000, refractory: 10, before: 6, after: 20 });
  const fine = gifConfig({ dt: 0.1, T: 20 });
  assertEquals(gridOf(fine), { steps: 200, refractory: 50, before: 30, after: 100 });
});

Deno.test("gifConfig() refuses what is no experiment", () => {
  assertThrows(
    () => gifConfig({ tref: 12 }),
    RangeError,
    "Cannot make GifConfig as mask_after must be >= tref = 12: current value is 10",
  );
  assertThrows(() => gifConfig({ error_sd: 0 }), RangeError, "error_sd must be > 0");
  assertThrows(() => gifConfig({ white_sd: -1 }), RangeError, "white_sd must be >= 0");
  assertThrows(() => gifConfig({ T: 1.2 }), RangeError, "T must be");
  assertThrows(() => gifConfig({ mask_before: NaN }), RangeError, "mask_before");
});
