import { assert, assertEquals } from "@std/assert";
import * as figures from "../../lib/figures/mod.ts";
import { figure } from "../../lib/figures/figure.ts";
import { panel, textWidth } from "../../lib/figures/theme.ts";
import { gallery, type Setting } from "./gallery.ts";
import { axesOf, linesOf } from "./reading.ts";

/** Numbers of a neuron, narrow ones, wide ones, and hardly any rows. */
const SETTINGS: readonly Setting[] = [
  { rows: 40, center: -72.13, spread: 0.5 },
  { rows: 40, center: -72.13, spread: 0.06 },
  { rows: 40, center: 3, spread: 4 },
  { rows: 2, center: 0, spread: 0.3 },
];

for (const setting of SETTINGS) {
  const { rows, center, spread } = setting;
  Deno.test(`every axis has two ticks or more, apart: ${rows} rows about ${center} ± ${spread}`, () => {
    for (const [name, draw] of Object.entries(gallery(setting))) {
      const { svg } = draw();
      const axes = axesOf(svg).filter(({ labels }) => labels.length > 0);
      assert(axes.length >= 2 || name === "standouts", name);
      for (const { direction, labels, places } of axes) {
        // The names of what stands out are no ticks.
        if (name === "standouts" && direction === "y") continue;
        assert(labels.length >= 2, `${name}, ${direction}: ${labels}`);
        const order = places.map((_, i) => i).sort((i, j) => places[i] - places[j]);
        order.slice(1).forEach((i, k) => {
          const room = direction === "y"
            ? 10
            : (textWidth(labels[i]) + textWidth(labels[order[k]])) / 2;
          assert(places[i] - places[order[k]] > room, `${name}, ${direction}: ${labels}`);
        });
      }
      assert(!/NaN|Infinity/.test(svg), name);
      assert(linesOf(svg).every((line) => !line.includes("undefined")), name);
    }
  });
}

Deno.test("an axis with one tick is found, and one whose ticks a neighbour has is none", () => {
  const { svg } = figure(
    panel({ x: { domain: [0, 1], ticks: [0.5] }, y: { domain: [0, 1], tickFormat: () => "" } }),
  );
  assertEquals(axesOf(svg).map(({ labels }) => labels.length), [0, 1]);
});

Deno.test("every figure draws 130,000 rows, and no file is too large to be opened", () => {
  for (const [name, draw] of Object.entries(gallery({ rows: 130_000, center: -70, spread: 1 }))) {
    const { svg } = draw();
    assert(svg.length < 5e6, `${name}: ${svg.length} bytes`);
  }
});

Deno.test("the gallery has every figure", () => {
  const drawn = Object.keys(gallery(SETTINGS[0])).length;
  const known = Object.keys(figures).filter((name) => name.endsWith("Figure")).length;
  // tarpFigure is ecdfFigure with one panel; losses are drawn twice.
  assert(drawn >= known, `${drawn} of ${known}`);
});
