import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { JUPYTER_DISPLAY } from "../../lib/core/display.ts";
import { decimal, recordTable, table } from "../../lib/tables/table.ts";

Deno.test("table() sets words to the left and numbers to the right", () => {
  const { text } = table(["what", "unit", "value"], [["voltage", "mV", -65.5], ["count", "", 12]]);
  assertEquals(
    text,
    [
      "what     unit   value",
      "voltage  mV    -65.50",
      "count           12.00",
    ].join("\n"),
  );
});

Deno.test("table() gives whole numbers no decimals, and the others those asked for", () => {
  const rows = [[1, 0.1239], [20, 5]];
  assertEquals(
    table(["count", "share"], rows, { decimals: 3 }).text,
    "count  share\n1      0.124\n20     5.000",
  );
});

Deno.test("table() keeps thousands apart, and puts no minus before a zero", () => {
  assertEquals(table(["", "weights"], [["all", 319_710]]).text, "     weights\nall  319,710");
  assertEquals(
    table(["", "r"], [["a", -0.004], ["b", -0.04]]).text,
    "       r\na   0.00\nb  -0.04",
  );
});

Deno.test("table() prints a dash where there is no number", () => {
  const { text } = table(["", "r"], [["a", NaN], ["b", 1]]);
  assertEquals(text, "   r\na  –\nb  1");
});

Deno.test("table() sets names in HTML as a paper prints them, with a true minus", () => {
  const { html } = table(["parameter", "mean"], [["V_th (mV)", -55], ["tau_m (ms)", 10]]);
  assertStringIncludes(html, "V<sub>th</sub> (mV)");
  assertStringIncludes(html, "τ<sub>m</sub> (ms)");
  assertStringIncludes(html, ">−55<");
});

Deno.test("table() escapes what HTML would read as a tag", () => {
  const { html } = table(["a & b"], [["<script>"]]);
  assertStringIncludes(html, "a &amp; b");
  assertStringIncludes(html, "&lt;script&gt;");
});

Deno.test("table() shows itself as HTML, or as text where HTML can't be shown", async () => {
  const made = table(["parameter"], [["g_L (nS)"]]);
  assertEquals(await made[JUPYTER_DISPLAY](), { "text/html": made.html, "text/plain": made.text });
});

Deno.test("table() refuses a row of another length than the head", () => {
  assertThrows(
    () => table(["a", "b"], [["a", 1], ["b"]]),
    RangeError,
    "Cannot make table as rows[1] must have 2 values: it has 1",
  );
});

Deno.test("recordTable() prints each field as it is", () => {
  const { text } = recordTable("run", { draws: 4_000, Deno: "2.9.6", share: 1e-4 });
  assertStringIncludes(recordTable("training", { learning_rate: 1 }).html, ">learning_rate<");
  assertEquals(text, "run     value\ndraws   4,000\nDeno    2.9.6\nshare  0.0001");
});

Deno.test("table() has as many rows as there are, however many", () => {
  const { text } = table(["row"], Array.from({ length: 130_000 }, () => ["x"]));
  assertEquals(text.split("\n").length, 130_001);
});

Deno.test("decimal() prints a dash for what is no number, and infinity as such", () => {
  assertEquals([NaN, Infinity, -Infinity].map((x) => decimal(x, 2)), ["–", "∞", "-∞"]);
});
