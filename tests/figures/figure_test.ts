import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import * as Plot from "@observablehq/plot";
import { figure, grid } from "../../lib/figures/figure.ts";
import { panel } from "../../lib/figures/theme.ts";
import { linesOf } from "./reading.ts";

const options = panel({
  x: { label: "tau_m (ms)", domain: [5, 20], ticks: 2 },
  y: { label: "V_reset (mV)", domain: [-75, -70], ticks: 2 },
  marks: [Plot.dot([[10, -72]], { clip: true })],
});

Deno.test("figure() is one standalone svg that resvg and browsers can read", () => {
  const { svg } = figure(options);
  assertMatch(svg, /^<svg [^>]*viewBox="0 0 260 230"[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  assert(!svg.includes("<style"));
  assert(!svg.includes("<figure"));
});

Deno.test("figure() sets parameter names with Greek letters and subscripts", () => {
  const { svg } = figure(options);
  assertEquals(linesOf(svg), ["−74", "−72", "−70", "Vreset (mV)", "10", "20", "τm (ms)"]);
  assertStringIncludes(svg, 'font-size="0.75em">reset</tspan>');
});

Deno.test("figure() gives the same svg for the same options, whatever was drawn before", () => {
  const first = figure(options).svg;
  assertStringIncludes(first, "url(#clip-0)");
  assertEquals(figure(options).svg, first);
});

Deno.test("figure() gives a PNG at two pixels a px, byte for byte the same again", async () => {
  const png = await figure(options).png();
  assertEquals([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const header = new DataView(png.buffer);
  assertEquals([header.getUint32(16), header.getUint32(20)], [520, 460]);
  assertEquals(await figure(options).png(), png);
});

Deno.test("figure() has the letters of parameter names and legends in its font", async () => {
  const drawn = async (label: string) =>
    await grid([panel({})], {
      columns: 1,
      legend: [{ label, color: "black", mark: "line" }],
    }).png();
  const missing = await drawn("\u{10FFFD}");
  for (const letter of ["τ", "θ", "χ", "−"]) {
    assert((await drawn(letter)).join() !== missing.join());
  }
});

Deno.test("figure() shows itself in a notebook as PNG", async () => {
  const shown = figure(options);
  const bundle = await shown[Symbol.for("Jupyter.display") as keyof typeof shown & symbol]();
  assertEquals(bundle["image/png"], (await shown.png()).toBase64());
  assertEquals(bundle["text/plain"], "Figure");
});

Deno.test("grid() lays panels out in rows, as wide and high as the largest, and skips null", () => {
  const wide = panel({ width: 300, height: 100 }), high = panel({ width: 100, height: 200 });
  const { svg } = grid([wide, high, null, wide], { columns: 2 });
  assertMatch(svg, /^<svg [^>]*viewBox="0 0 630 330"/);
  const places = [...svg.matchAll(/<svg [^>]*class[^>]*>/g)].map(([tag]) =>
    [" x", " y"].map((name) => Number(tag.match(new RegExp(`${name}="(\\d+)"`))?.[1]))
  );
  assertEquals(places, [[10, 10], [320, 10], [320, 220]]);
});

Deno.test("grid() writes title and legend above the panels", () => {
  const { svg } = grid([panel({ x: { axis: null }, y: { axis: null } })], {
    columns: 1,
    title: "a < b",
    legend: [
      { label: "truth", color: "red", mark: "dot" },
      { label: "band", color: "blue", mark: "band" },
    ],
  });
  assertEquals(linesOf(svg), ["a < b", "●truth■band"]);
});

Deno.test("grid() refuses nothing to draw, and panels that aren't one svg", () => {
  assertThrows(
    () => grid([], { columns: 1 }),
    RangeError,
    "Cannot draw grid as panels.length must be an integer >= 1: current value is 0",
  );
  assertThrows(() => grid([options], { columns: 0 }), RangeError, "columns must be");
  assertThrows(() => figure({ ...options, title: "no" }), TypeError, "must be one <svg>");
});
