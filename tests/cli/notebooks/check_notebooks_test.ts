import { assertEquals, assertThrows } from "@std/assert";
import { cellsAsModule } from "../../../lib/cli/notebooks/check_notebooks.ts";

Deno.test("cellsAsModule() numbers the code cells, as a failing run does", () => {
  const cells = [
    { cell_type: "code", source: 'import { key } from "../lib/core/random.ts";' },
    { cell_type: "markdown", source: ["# Prior\n", "Why these bounds"] },
    { cell_type: "code", source: ["const root = key(45);\n", "await root"] },
    { cell_type: "raw", source: "not code" },
  ];
  assertEquals(
    cellsAsModule(JSON.stringify({ nbformat: 4, cells })),
    `// Cell 1
import { key } from "../lib/core/random.ts";

// Cell 2
const root = key(45);
await root

export {};
`,
  );
});

Deno.test("cellsAsModule() refuses what is no notebook of format 4", () => {
  const words = "Cannot read notebook as its format must be 4: current value is";
  assertThrows(() => cellsAsModule("{"), SyntaxError, "Cannot read notebook as it must be JSON");
  assertThrows(() => cellsAsModule("{}"), SyntaxError, `${words} undefined`);
  assertThrows(() => cellsAsModule('{"nbformat": 3, "worksheets": []}'), SyntaxError, `${words} 3`);
  assertThrows(() => cellsAsModule('{"nbformat": 4}'), SyntaxError, `${words} 4`);
});
