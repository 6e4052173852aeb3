import { assertEquals, assertMatch } from "@std/assert";
import { trialsTable } from "../../../bench/compare/table.ts";
import { resultWith } from "./trials_fixture.ts";

Deno.test("trialsTable() has a row a trial, the best first, also in Markdown", () => {
  const { text, markdown } = trialsTable([
    resultWith("affine", "offline", { kl: 0.4, minutes: 1 }),
    resultWith("hybrid", "online", { seed: 2, kl: 0.1, minutes: 2.5 }),
  ]);
  assertMatch(text, /hybrid.*2\.50.*0\.10.*0\.20\naffine.*1\.00.*0\.40.*0\.80$/);
  const lines = markdown.split("\n");
  assertEquals(lines.length, 4);
  assertEquals(
    lines[2],
    "| hybrid | none | online | 2 | 5,000 | 4,000 | 4 | 2.50 | 0.10 | 0.01 | 0.30 | 0.09 | 0.10 | 0.20 |",
  );
  assertMatch(lines[1], /^\| :-- \| :-- \| :-- \| --: \|/);
});

Deno.test("trialsTable() distinguishes results with other kinds", () => {
  const one = resultWith("affine", "offline", { kl: 0.4, minutes: 1 });
  const other = { ...one, byKind: [{ label: "few", mean: 0.7 }] };
  const [head, , first, second] = trialsTable([one, other]).markdown.split("\n");
  assertMatch(head, /\| none \| more \| few \|$/);
  assertMatch(first, /\| 0\.40 \| 0\.80 \| – \|$/);
  assertMatch(second, /\| – \| – \| 0\.70 \|$/);
});

Deno.test("trialsTable() of nothing is a head", () => {
  assertEquals(trialsTable([]).text.split("\n").length, 1);
});
