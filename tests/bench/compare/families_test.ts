import { assertEquals } from "@std/assert";
import { FAMILIES, familyOf } from "../../../bench/compare/families.ts";
import { RECIPE_NAMES, setupNamed } from "../../../bench/recipes/named.ts";

Deno.test("familyOf() knows every recipe", () => {
  const strangers = RECIPE_NAMES.filter((name) => familyOf(name).label === "other recipes");
  assertEquals(strangers, []);
  assertEquals(familyOf("unheard").label, "other recipes");
});

Deno.test("familyOf() calls those recipes guided that a likelihood guides", () => {
  for (const name of RECIPE_NAMES) {
    const { kit } = setupNamed(name);
    assertEquals(familyOf(name) === FAMILIES[0], kit.guide !== undefined, name);
  }
});

Deno.test("families have colours of their own", () => {
  assertEquals(new Set(FAMILIES.map(({ color }) => color)).size, FAMILIES.length);
});
