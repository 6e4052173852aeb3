import { assert, assertEquals } from "@std/assert";
import { callsByName, PARAMETERS } from "../../../lib/compute/kernels/calls.ts";
import { needs } from "../../permissions.ts";

const SOURCES = "lib/compute/kernels/assembly";

/** The parameters of each exported function of an AssemblyScript source. */
function parametersIn(source: string): [kernel: string, parameters: string][] {
  return Array.from(
    source.matchAll(/^export function (\w+)\(([^)]*)\)/gm),
    ([, kernel, list]) => [kernel, (list.match(/\w+(?=:)/g) ?? []).join(" ")],
  );
}

Deno.test({
  ...needs({ read: [SOURCES] }),
  name: "PARAMETERS are those of the sources, in their order",
  fn: async () => {
    const found: [string, string][] = [];
    for await (const { name } of Deno.readDir(SOURCES)) {
      found.push(...parametersIn(await Deno.readTextFile(`${SOURCES}/${name}`)));
    }
    assert(found.length > 0);
    assertEquals<Readonly<Record<string, string>>>(Object.fromEntries(found), PARAMETERS);
  },
});

Deno.test("callsByName() puts arguments in the order of the source, whatever theirs is", () => {
  const seen: unknown[][] = [];
  const exports = { columnSums: (...args: unknown[]) => seen.push(args) };
  const { columnSums } = callsByName(exports);
  columnSums({ add: true, sums: 4, x: 3, n: 2, m: 1 });
  assertEquals(seen, [[1, 2, 3, 4, true]]);
});
