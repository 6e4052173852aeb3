import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { behind, entryViolations, importCycle, importsOf, violations } from "./architecture.ts";
import { needs } from "./permissions.ts";

async function readSources(folder: string, sources = new Map<string, string>()) {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) await readSources(path, sources);
    else if (name.endsWith(".ts")) sources.set(path, await Deno.readTextFile(path));
  }
  return sources;
}

Deno.test({
  ...needs({ read: ["lib", "tests"] }),
  name: "lib/ and tests/ keep the rules of imports",
  fn: async () => {
    const sources = await readSources("tests", await readSources("lib"));
    assert(sources.size > 20);
    assertEquals(violations(sources), []);
    assertEquals(importCycle(sources), undefined);
  },
});

Deno.test({
  ...needs({ read: ["lib"] }),
  name: "the entry points import nothing that a browser does not have",
  fn: async () => {
    const sources = await readSources("lib");
    for (const exported of Object.values(config.exports)) {
      const entry = exported.replace("./", "");
      assert(behind(entry, sources).has("lib/core/check.ts") || entry.endsWith("png.ts"));
      assertEquals(entryViolations(entry, sources), []);
    }
  },
});

/** The violations of one file. */
function broken(path: string, source: string): string[] {
  return violations(new Map([[path, source]]));
}

Deno.test("importsOf() finds every spelling of an import, and none in comments", () => {
  const source = `/**
 * import { no } from "./no.ts";
 */
// import "./no.ts";
import type { A } from "../a.ts"; // import "./no.ts"
import {
  b,
} from "./b.ts";
export { c } from "./c.ts";
import "d3-array";
import bytes from "./e.wasm" with { type: "bytes" };
const f = await import("./f.ts");
const text = "plain";
`;
  assertEquals(importsOf("lib/folder/file.ts", source), [
    "lib/a.ts",
    "lib/folder/b.ts",
    "lib/folder/c.ts",
    "d3-array",
    "lib/folder/e.wasm",
    "lib/folder/f.ts",
  ]);
});

Deno.test("violations() finds tfjs outside the tensor modules", () => {
  const source = 'import * as tf from "@tensorflow/tfjs";\n';
  assertEquals(broken("lib/diagnostics/sbc.ts", source).length, 1);
  assertEquals(broken("lib/posterior/smc.ts", source).length, 1);
  assertEquals(broken("lib/networks/mlp.ts", source), []);
  assertEquals(broken("lib/posterior/amortized_posterior.ts", source), []);
});

Deno.test("violations() catches a diagnostic that imports the tensor modules", () => {
  const source = 'import type { Npe } from "../flows/npe.ts";\n';
  assertEquals(broken("lib/diagnostics/sbc.ts", source).length, 1);
  assertEquals(broken("lib/workflow/kit.ts", source), []);
  const further = 'import type { Npe } from "../../../flows/npe.ts";\n';
  assertEquals(broken("lib/models/lif/kits/default.ts", further), []);
  assertEquals(
    broken("lib/models/lif/kit.ts", 'import type { Npe } from "../../flows/npe.ts";'),
    [],
  );
});

Deno.test("violations() catches an import from a higher layer, and one without a layer", () => {
  const up = 'import type { Posterior } from "../posterior/posterior.ts";\n';
  assertEquals(broken("lib/training/train.ts", up), [
    "lib/training/train.ts has lib/posterior/posterior.ts: training imports from its own layer and those below",
  ]);
  assertEquals(broken("lib/posterior/smc.ts", up), []);
  assertEquals(broken("lib/diagnostics/sbc.ts", up), []);
  assertEquals(broken("lib/core/a.ts", 'export * from "../mod.ts";').length, 1);
  assertEquals(broken("lib/core/a.ts", 'export * from "../attic/b.ts";').length, 1);
  const files = 'import { readBytes } from "../files.ts";\n';
  assertEquals(broken("lib/workflow/checkpoint.ts", files).length, 1);
  assertEquals(broken("lib/cli/store.ts", files), []);
});

Deno.test("violations() catches a model outside the models, and one neuron in all", () => {
  const source = 'import { lif } from "../models/lif/simulator/lif.ts";\n';
  for (const path of ["lib/diagnostics/sbc.ts", "lib/model/adapter.ts", "lib/flows/npe.ts"]) {
    assert(broken(path, source).length > 0, path);
  }
  assertEquals(broken("lib/cli/store.ts", source), []);
  assertEquals(broken("lib/mod.ts", source.replace("..", ".")).length, 1);
  const lif = 'import { lif } from "../lif/simulator/lif.ts";\n';
  assertEquals(broken("lib/models/neuron/spikes.ts", lif).length, 1);
  const neuron = 'import { spikeCounts } from "../neuron/spikes.ts";\n';
  assertEquals(broken("lib/models/lif/mod.ts", neuron), []);
});

Deno.test("violations() finds a folder that imports a command", () => {
  const source = 'import { progress } from "../cli/progress.ts";\n';
  assertEquals(broken("lib/core/stats.ts", source).length, 1);
  assertEquals(broken("lib/cli/train.ts", 'import { progress } from "./progress.ts";\n'), []);
});

Deno.test("violations() catches hidden randomness, clocks and Deno", () => {
  for (const code of ["Math.random()", "Date.now()", "new Date()", "tf.randomNormal([1])"]) {
    assertEquals(broken("lib/networks/mlp.ts", `const x = ${code};`).length, 1, code);
  }
  assertEquals(broken("lib/core/stats.ts", "crypto.getRandomValues(x);").length, 1);
  assertEquals(broken("lib/core/stats.ts", "await Deno.readFile(path);").length, 1);
  assertEquals(broken("lib/files.ts", "await Deno.readFile(path);"), []);
  assertEquals(
    broken("lib/core/stats.ts", "/** Not Math.random(), nor Deno. */\n// Date.now()\n"),
    [],
  );
});

Deno.test("violations() catches packages named in a source, and long files", () => {
  assertEquals(broken("tests/a_test.ts", 'import * as d3 from "npm:d3-array@3";').length, 1);
  assertEquals(broken("lib/a.ts", "\n".repeat(250)), []);
  assertEquals(broken("lib/a.ts", "\n".repeat(251)), ["lib/a.ts has 251 lines: at most 250"]);
});

Deno.test("entryViolations() follows imports and workers to what no browser has", () => {
  const sources = new Map([
    ["lib/mod.ts", 'export * from "./a/mod.ts";\nexport * from "./b/mod.ts";\n'],
    ["lib/a/mod.ts", 'const url = new URL("./worker.ts", import.meta.url);\n'],
    ["lib/a/worker.ts", 'import { readBytes } from "../files.ts";\n'],
    ["lib/b/mod.ts", 'import "d3-array";\nimport { basename } from "node:path";\n'],
    ["lib/c.ts", "/** Not Deno. */\nexport const c = Deno.args;\n"],
  ]);
  assertEquals(behind("lib/mod.ts", sources).size, 7);
  assertEquals(entryViolations("lib/mod.ts", sources), [
    "lib/mod.ts has node:path behind it",
    "lib/mod.ts has lib/files.ts behind it",
  ]);
  assertEquals(entryViolations("lib/a/worker.ts", sources).length, 1);
  assertEquals(entryViolations("lib/c.ts", sources), ["lib/c.ts has Deno in lib/c.ts behind it"]);
  assertEquals(entryViolations("lib/a.ts", new Map([["lib/a.ts", 'import "d3-array";']])), []);
});

Deno.test("importCycle() finds a cycle, and none in a diamond", () => {
  const file = (...names: string[]) => names.map((name) => `import "./${name}.ts";\n`).join("");
  const diamond = { a: file("b", "c"), b: file("d"), c: file("d"), d: "" };
  const sources = (files: Record<string, string>) =>
    new Map(Object.entries(files).map(([name, source]) => [`lib/${name}.ts`, source]));
  assertEquals(importCycle(sources(diamond)), undefined);
  assertEquals(importCycle(sources({ ...diamond, d: file("b") })), [
    "lib/b.ts",
    "lib/d.ts",
    "lib/b.ts",
  ]);
});
