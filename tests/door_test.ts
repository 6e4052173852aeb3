import { assert, assertEquals } from "@std/assert";
import { posix } from "node:path";
import { needs } from "./permissions.ts";

const EXPORT = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm;

/** Every name that a file of the library declares and exports, commands apart. */
async function declared(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      if (name !== "cli" && name !== "assembly") names.push(...await declared(path));
    } else if (name.endsWith(".ts")) {
      for (const [, found] of (await Deno.readTextFile(path)).matchAll(EXPORT)) names.push(found);
    }
  }
  return names;
}

/** Every name that leaves by a module which only passes on what others declare. */
async function passedOn(path: string): Promise<string[]> {
  const source = await Deno.readTextFile(path);
  const named = [...source.matchAll(/export (?:type )?\{([^}]*)\} from/g)].flatMap(([, list]) =>
    list.split(",").map((name) => name.trim().replace(/^type /, "")).filter((name) => name !== "")
  );
  const modules = [...source.matchAll(/export \* from "([^"]+)"/g)];
  const further = modules.map(([, module]) => passedOn(posix.join(posix.dirname(path), module)));
  return [...named, ...(await Promise.all(further)).flat()];
}

/** The words in backticks of README and notebooks. */
async function mentioned(): Promise<Set<string>> {
  const texts = [await Deno.readTextFile("README.md")];
  for await (const { name } of Deno.readDir("notebooks")) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = JSON.parse(await Deno.readTextFile(`notebooks/${name}`));
    const prose = cells.filter((cell: { cell_type: string }) => cell.cell_type === "markdown");
    texts.push(...prose.map((cell: { source: string[] }) => cell.source.join("")));
  }
  return new Set(texts.flatMap((text) => [...text.matchAll(/`(\w+)`/g)].map(([, word]) => word)));
}

Deno.test({
  ...needs({ read: ["lib", "notebooks", "README.md"] }),
  name: "mod.ts lets out every name that README and notebooks mention",
  async fn() {
    const door = new Set(await passedOn("lib/mod.ts"));
    const own = new Set(await declared("lib"));
    assert(door.has("priorConfig") && door.has("grid") && own.has("threefry2x32"));
    const wanted = [...await mentioned()].filter((word) => own.has(word));
    assert(wanted.length > 20);
    assertEquals(wanted.filter((word) => !door.has(word)), []);
  },
});
