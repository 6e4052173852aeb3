import { assertEquals } from "@std/assert";
import { FAMILIES, familyOf } from "../../../bench/compare/families.ts";
import { KIT_NAMES, setupNamed } from "../../../bench/kits/named.ts";
import { networkInputs } from "../../../lib/model/adapter.ts";
import { networkParts } from "../../../lib/workflow/workflow.ts";

Deno.test("familyOf() has a family for every kit", () => {
  const strangers = KIT_NAMES.filter((name) => familyOf(name).label === "other kits");
  assertEquals(strangers, []);
  assertEquals(familyOf("unheard").label, "other kits");
});

Deno.test("familyOf() calls those kits guided that are fed with the mode of a likelihood", () => {
  for (const name of KIT_NAMES) {
    const { kit } = setupNamed(name);
    const fed = networkInputs(networkParts(kit)).names.some((own) => own.startsWith("mode"));
    assertEquals([familyOf(name) === FAMILIES[0], kit.guide !== undefined], [fed, fed], name);
  }
});

Deno.test("families have colours of their own", () => {
  assertEquals(new Set(FAMILIES.map(({ color }) => color)).size, FAMILIES.length);
});
