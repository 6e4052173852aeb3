import { assertEquals } from "@std/assert";
import { fixed } from "../../lib/figures/theme.ts";

Deno.test("fixed() writes a true minus, and none before a zero", () => {
  assertEquals([-0.126, -0.004, 0, -0, -10].map((value) => fixed(value, 2)), [
    "−0.13",
    "0.00",
    "0.00",
    "0.00",
    "−10.00",
  ]);
});
