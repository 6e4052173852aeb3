import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { spread } from "../../../bench/compare/spread.ts";

const room = { distance: 2, low: 0, high: 10 };

Deno.test("spread() leaves alone what is apart", () => {
  assertEquals(spread([1, 9, 4], room), [1, 9, 4]);
});

Deno.test("spread() moves neighbours apart about their middle, in their order", () => {
  assertEquals(spread([5, 5.5, 4.5], room), [5, 7, 3]);
});

Deno.test("spread() stays inside where there is room for all", () => {
  const placed = spread([9.5, 9.6, 9.7, 0.1], room);
  assertAlmostEquals(Math.max(...placed), 10);
  assert(Math.min(...placed) >= 0);
});
