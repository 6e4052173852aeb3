import { assertEquals, assertMatch } from "@std/assert";
import { modelShares, modelTable } from "../../lib/tables/model_shares.ts";

const draws = { names: ["model"] as const, count: 5, values: Float64Array.of(0, 2, 2, 0, 2) };
const labels = ["LIF", "GIF", "AdEx"];

Deno.test("modelShares() counts the draws of each model, also where there is none", () => {
  assertEquals(modelShares(draws, labels), { LIF: 0.4, GIF: 0, AdEx: 0.6 });
});

Deno.test("modelTable() has a row a model", () => {
  assertMatch(modelTable(draws, labels).text, /LIF +0\.4.*\nGIF +0.*\nAdEx +0\.6/);
});
