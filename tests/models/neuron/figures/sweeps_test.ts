import { assertEquals, assertThrows } from "@std/assert";
import { sweepPanels, sweepsFigure } from "../../../../lib/models/neuron/figures/sweeps.ts";
import { linesOf } from "../../../figures/reading.ts";

const sweep = (length: number, current: number) => ({
  voltage: Float32Array.from({ length }, (_, k) => -70 + k),
  spikes: Float32Array.from({ length }, (_, k) => Number(k === 1)),
  current: new Float32Array(length).fill(current),
});

Deno.test("sweepPanels() gives all sweeps the same axes, whatever their lengths", () => {
  const panels = sweepPanels([sweep(3, 50), sweep(5, 200)], 0.5);
  assertEquals(panels.length, 4);
  for (const { x } of panels) assertEquals(x?.domain, [0, 2.5]);
  assertEquals(panels.map(({ y }) => y?.domain), [[-70, -66], [-70, -66], [50, 200], [50, 200]]);
  assertEquals(panels.map(({ y }) => y?.label), ["voltage (mV)", null, "current (pA)", null]);
});

Deno.test("sweepPanels() fills the last row, so that currents stand below their voltages", () => {
  const panels = sweepPanels([1, 2, 3, 4, 5].map((I) => sweep(4, I)), 1);
  assertEquals(panels.length, 16);
  assertEquals(panels.map(({ y }) => y?.axis === null).slice(8), [
    ...[false, true, true, true],
    ...[false, true, true, true],
  ]);
});

Deno.test("sweepsFigure() counts the spikes of each sweep", () => {
  const silent = { ...sweep(4, 0), spikes: new Float32Array(4) };
  const { svg } = sweepsFigure([sweep(4, 100), silent], 0.2);
  assertEquals(linesOf(svg).filter((line) => line.includes("spike")), ["1 spike", "0 spikes"]);
});

Deno.test("sweepPanels() refuses no sweep, and series of different lengths", () => {
  assertThrows(() => sweepPanels([], 1), RangeError, "sweeps.length must be an integer >= 1");
  assertThrows(
    () => sweepPanels([{ ...sweep(4, 1), current: new Float32Array(3) }], 1),
    RangeError,
    "Cannot draw sweeps as current of sweep 0 must have 4 values: it has 3",
  );
});
