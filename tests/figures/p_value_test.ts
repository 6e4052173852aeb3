import { assertEquals } from "@std/assert";
import { printedPValue } from "../../lib/figures/p_value.ts";

Deno.test("printedPValue() is never zero", () => {
  assertEquals(
    [0.0002, 0.004, 0.0321, 1].map((p) => printedPValue(p)),
    ["p < 0.001", "p = 0.004", "p = 0.03", "p = 1.00"],
  );
  assertEquals(printedPValue(0.0321, { adjusted: true }), "p_adj = 0.03");
});
