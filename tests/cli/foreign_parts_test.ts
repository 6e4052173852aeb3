import { assertEquals } from "@std/assert";
import { foreignParts, importsLeft } from "../../lib/cli/foreign_parts.ts";

Deno.test("foreignParts() finds what only Node or Deno has, and what is required", () => {
  const cases: readonly [string, string[]][] = [
    ['var canvas = __require("canvas");', ['__require("canvas")']],
    ['module.exports = __require2("fs");', ['__require2("fs")']],
    ['const { basename } = process.getBuiltinModule("node:path");', ['"node:path"']],
    ["await Deno.readFile(path);", ["Deno.readFile"]],
  ];
  for (const [code, parts] of cases) assertEquals(foreignParts(code), parts, code);
});

Deno.test("foreignParts() finds nothing in what runs everywhere", () => {
  const code = `var __require = (x) => { throw new Error(x); };
var table = { node: 1, import: 2, require: "canvas" };
export { table };
`;
  assertEquals(foreignParts(code), []);
});

Deno.test("importsLeft() reads static and dynamic imports, and none of a module without", () => {
  const dependencies = [{ specifier: "d3-array" }, { specifier: "./a.js", isDynamic: true }];
  const info = (modules: readonly object[]) => JSON.stringify({ version: 1, modules });
  assertEquals(importsLeft(info([{ dependencies }, { error: "not found" }])), [
    "d3-array",
    "./a.js",
  ]);
  assertEquals(importsLeft(info([{ kind: "esm" }])), []);
});
