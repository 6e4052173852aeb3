import { assertEquals, assertStringIncludes } from "@std/assert";
import { displayData, inJupyter, show } from "../../../lib/cli/notebooks/jupyter.ts";
import { figure } from "../../../lib/figures/figure.ts";
import { panel } from "../../../lib/figures/theme.ts";
import { table } from "../../../lib/tables/table.ts";

Deno.test("inJupyter() is false where tests run", () => {
  assertEquals(inJupyter(), false);
});

Deno.test("show() does nothing outside a notebook", async () => {
  await show(table(["a"], [["b"]]));
});

Deno.test("displayData() sends a figure as PNG, in the size it was drawn for", async () => {
  const drawn = figure(panel({ width: 300, height: 200, x: { domain: [0, 1] } }));
  const { data, metadata } = await displayData(drawn);
  const png = Uint8Array.fromBase64(data["image/png"]);
  const pixels = new DataView(png.buffer).getUint32(16); // the width in the PNG's header
  assertEquals(metadata, { "image/png": { width: drawn.width, height: drawn.height } });
  assertEquals(pixels, 2 * drawn.width);
});

Deno.test("displayData() sends a table as HTML and text", async () => {
  const { data, metadata } = await displayData(table(["parameter"], [["tau_m (ms)"]]));
  assertStringIncludes(data["text/html"], "<table>");
  assertEquals(data["text/plain"], "parameter\ntau_m (ms)");
  assertEquals(metadata, {});
});
