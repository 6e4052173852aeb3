import { assertEquals } from "@std/assert";
import { callByName } from "../../lib/core/call_by_name.ts";

Deno.test("callByName() passes arguments in the function's order, whatever theirs is", () => {
  const seen: number[][] = [];
  const run = callByName((...args: number[]) => void seen.push(args), "from to step");
  run({ step: 3, to: 2, from: 1 });
  run({ from: 4, to: 5, step: 6 });
  assertEquals(seen, [[1, 2, 3], [4, 5, 6]]);
});
