import { assert, assertEquals } from "@std/assert";
import { exponential, LARGEST } from "../../../../lib/models/adex/simulator/exponential.ts";

Deno.test("exponential() is exp to 8e-9 for every argument that it takes", () => {
  let worst = 0;
  for (let x = -LARGEST; x <= LARGEST; x += 0.0137) {
    worst = Math.max(worst, Math.abs(exponential(x) / Math.exp(x) - 1));
  }
  assert(worst < 8e-9, `relative error ${worst}`);
  assertEquals(exponential(0), 1);
});

Deno.test("exponential() stays finite and positive beyond", () => {
  assertEquals(exponential(Infinity), exponential(LARGEST));
  assertEquals(exponential(-1e300), exponential(-LARGEST));
  assert(exponential(-Infinity) > 0);
});
