import { assertEquals } from "@std/assert";
import { FAMILIES, familyOf } from "../../lib/figures/families.ts";
import { RECIPE_NAMES, recipeNamed } from "../../lib/models/lif/recipes/mod.ts";
import { SUMMARIES } from "../../lib/models/lif/recipes/parts.ts";

Deno.test("familyOf() knows every recipe and every summary", () => {
  const names = [...RECIPE_NAMES, ...Object.keys(SUMMARIES).map((name) => `${name}+spline`)];
  const strangers = names.filter((name) => familyOf(name).label === "other recipes");
  assertEquals(strangers, []);
  assertEquals(familyOf("unheard").label, "other recipes");
});

Deno.test("familyOf() calls those recipes guided that are fed with the mode of a likelihood", () => {
  for (const name of RECIPE_NAMES) {
    const recipe = recipeNamed(name);
    const fed = recipe.variables(recipe.configuration).names.some((own) => own.startsWith("mode"));
    assertEquals(familyOf(name).label.startsWith("guided"), fed, name);
  }
});

Deno.test("families have colours of their own", () => {
  assertEquals(new Set(FAMILIES.map(({ color }) => color)).size, FAMILIES.length);
});
