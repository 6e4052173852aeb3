import { assert, assertEquals } from "@std/assert";
import { importCycle, importsOf, violations } from "./architecture.ts";
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
  name: "lib/ and tests/ keep the laws of the house",
  fn: async () => {
    const sources = await readSources("tests", await readSources("lib"));
    assert(sources.size > 20);
    assertEquals(violations(sources), []);
    assertEquals(importCycle(sources), undefined);
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
  assertEquals(importsOf("lib/room/file.ts", source), [
    "lib/a.ts",
    "lib/room/b.ts",
    "lib/room/c.ts",
    "d3-array",
    "lib/room/e.wasm",
    "lib/room/f.ts",
  ]);
});

Deno.test("violations() catches tfjs outside the tensor wing", () => {
  const source = 'import * as tf from "@tensorflow/tfjs";\n';
  assertEquals(broken("lib/diagnostics/sbc.ts", source).length, 1);
  assertEquals(broken("lib/posterior/smc.ts", source).length, 1);
  assertEquals(broken("lib/networks/mlp.ts", source), []);
  assertEquals(broken("lib/posterior/amortized_posterior.ts", source), []);
});

Deno.test("violations() catches a diagnostic that knows the tensor wing", () => {
  const source = 'import type { Npe } from "../flows/npe.ts";\n';
  assertEquals(broken("lib/diagnostics/sbc.ts", source).length, 1);
  assertEquals(broken("lib/workflow/kit.ts", source), []);
  const further = 'import type { Npe } from "../../../flows/npe.ts";\n';
  assertEquals(broken("lib/models/lif/recipes/default.ts", further), []);
  assertEquals(
    broken("lib/models/lif/kit.ts", 'import type { Npe } from "../../flows/npe.ts";'),
    [],
  );
});

Deno.test("violations() catches an import from a higher floor, and one without a floor", () => {
  const up = 'import type { Posterior } from "../posterior/posterior.ts";\n';
  assertEquals(broken("lib/training/train.ts", up), [
    "lib/training/train.ts has lib/posterior/posterior.ts: training knows its own floor and those below",
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
  assertEquals(broken("lib/mod.ts", source.replace("..", ".")), []);
  const lif = 'import { lif } from "../lif/simulator/lif.ts";\n';
  assertEquals(broken("lib/models/neuron/spikes.ts", lif).length, 1);
  const neuron = 'import { spikeCounts } from "../neuron/spikes.ts";\n';
  assertEquals(broken("lib/models/lif/mod.ts", neuron), []);
});

Deno.test("violations() catches a room that knows a command", () => {
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
