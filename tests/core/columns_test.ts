import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkFinite, inOrder } from "../../lib/core/columns.ts";
import { column, drawsOf } from "../../lib/core/draws.ts";

const names = ["tau_m", "g_L"] as const;
const draws = drawsOf(names, [{ tau_m: 10, g_L: 9 }, { tau_m: 12, g_L: 11 }, { g_L: 7, tau_m: 8 }]);

Deno.test("inOrder() turns columns by their names, and copies none that are in order", () => {
  const turned = inOrder("turn", draws, ["g_L", "tau_m"]);
  assertEquals(turned.names, ["g_L", "tau_m"]);
  assertEquals(column(turned, "tau_m"), column(draws, "tau_m"));
  assertEquals(inOrder("turn", turned, draws.names), draws);
  assert(inOrder("turn", draws, [...draws.names]).values === draws.values);
  const posterior = { ...draws, datasets: 3, count: 1 };
  assertEquals(inOrder("turn", posterior, ["g_L", "tau_m"]).values, turned.values);
});

Deno.test("inOrder() refuses columns that are unknown, doubled, missing, and values that don't fit", () => {
  const refuse = (change: object, words: string) =>
    assertThrows(() => inOrder("turn", { ...draws, ...change }, draws.names), RangeError, words);
  const wish = "Cannot turn as the columns must be tau_m, g_L, in any order: ";
  refuse({ names: ["tau", "g_L"] }, `${wish}"tau" is none of them, did you mean "tau_m"?`);
  refuse({ names: ["g_L", "g_L"] }, `${wish}"g_L" is there twice`);
  refuse({ names: ["g_L"] }, `${wish}"tau_m" is missing`);
  refuse({ count: 2 }, "Cannot turn as values must have 4 values: it has 6");
});

Deno.test("checkFinite() names the parameter and the draw", () => {
  checkFinite("look", draws);
  const broken = { ...draws, values: draws.values.with(3, NaN) };
  assertThrows(
    () => checkFinite("look", broken),
    RangeError,
    "Cannot look as g_L of draw 1 must be finite: current value is NaN",
  );
});
