import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { posix } from "node:path";
import { needs } from "./permissions.ts";

/**
 * A member of an interface, such as `train` of a kit: a mention of it need not be of a function.
 */
const MEMBER = /^ {2}readonly (\w+)\??:/gm;

const EXPORT = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm;

/** What a pattern finds in the files of the library, commands apart. */
async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      if (name !== "cli" && name !== "assembly") names.push(...await namesIn(path, pattern));
    } else if (name.endsWith(".ts")) {
      for (const [, found] of (await Deno.readTextFile(path)).matchAll(pattern)) names.push(found);
    }
  }
  return names;
}

/** Every name that a module exports, its own or those of others. */
async function exportedBy(path: string): Promise<string[]> {
  const source = await Deno.readTextFile(path);
  const declared = Array.from(source.matchAll(EXPORT), ([, name]) => name);
  const named = [...source.matchAll(/export (?:type )?\{([^}]*)\} from/g)].flatMap(([, list]) =>
    list.split(",").map((name) => name.trim().replace(/^(?:type|\w+ as) /, "")).filter(Boolean)
  );
  const modules = [...source.matchAll(/export \* from "([^"]+)"/g)];
  const further = modules.map(([, module]) => exportedBy(posix.join(posix.dirname(path), module)));
  return [...declared, ...named, ...(await Promise.all(further)).flat()];
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
  name: "the entry points export every name that README and notebooks mention",
  async fn() {
    const entries = await Promise.all(Object.values(config.exports).map(exportedBy));
    const out = new Set(entries.flat());
    const own = new Set(await namesIn("lib", EXPORT));
    const members = new Set(await namesIn("lib", MEMBER));
    for (const name of ["Simulator", "chain", "pngOf", "grid", "defaultKit"]) assert(out.has(name));
    assert(own.has("threefry2x32") && !out.has("threefry2x32"));
    const wanted = [...await mentioned()].filter((word) => own.has(word));
    assert(wanted.length > 20);
    assertEquals(wanted.filter((word) => !out.has(word) && !members.has(word)), []);
  },
});

Deno.test({
  ...needs({ read: ["lib"] }),
  name: "no name is exported by two entry points, nor twice by one",
  async fn() {
    const names = (await Promise.all(Object.values(config.exports).map(exportedBy))).flat();
    assertEquals(names.filter((name, i) => names.indexOf(name) !== i), []);
  },
});
