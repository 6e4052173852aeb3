import { assertEquals } from "@std/assert";
import { FAMILIES, familyOf } from "../../../bench/compare/families.ts";
import { RECIPE_NAMES, setupNamed } from "../../../bench/recipes/named.ts";
import { networkInputs } from "../../../lib/model/adapter.ts";
import { networkParts } from "../../../lib/workflow/workflow.ts";

Deno.test("familyOf() knows every recipe", () => {
  const strangers = RECIPE_NAMES.filter((name) => familyOf(name).label === "other recipes");
  assertEquals(strangers, []);
  assertEquals(familyOf("unheard").label, "other recipes");
});

Deno.test("familyOf() calls those recipes guided that are fed with the mode of a likelihood", () => {
  for (const name of RECIPE_NAMES) {
    const { kit } = setupNamed(name);
    const fed = networkInputs(networkParts(kit)).names.some((own) => own.startsWith("mode"));
    assertEquals([familyOf(name) === FAMILIES[0], kit.guide !== undefined], [fed, fed], name);
  }
});

Deno.test("families have colours of their own", () => {
  assertEquals(new Set(FAMILIES.map(({ color }) => color)).size, FAMILIES.length);
});
