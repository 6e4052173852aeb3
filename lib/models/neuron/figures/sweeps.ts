/**
 * Plots of sweeps: the voltage, the spikes, and the known current below.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { integer, ofLength, positive } from "../../../core/check.ts";
import { type Figure, grid } from "../../../figures/figure.ts";
import { COLORS, heading, panel } from "../../../figures/theme.ts";
import { extremes } from "../../../figures/thin.ts";
import { spikeTicks } from "./traces.ts";

/** A sweep to be drawn. */
export interface DrawnSweep {
  /** In mV, one value a sample. */
  readonly voltage: Float32Array;
  /** 0 or 1. */
  readonly spikes: Float32Array;
  /** The known current in pA. */
  readonly current: Float32Array;
}

/** Samples drawn at most. */
const MOST = 4000;
/** Sweeps side by side. */
const COLUMNS = 4;

const lowest = (all: readonly Float32Array[]) =>
  Math.min(...all.map((values) => values.reduce((a, b) => Math.min(a, b))));
const highest = (all: readonly Float32Array[]) =>
  Math.max(...all.map((values) => values.reduce((a, b) => Math.max(a, b))));

/**
 * Voltage against time, a panel a sweep, its spikes as ticks above, and below it the current; all
 * sweeps share their axes. Rows of panels: the voltages of up to four sweeps, then their currents.
 *
 * How to read it: the voltage follows the current with its time constant, and falls to its reset at
 * each tick. Failure: a voltage that doesn't follow, or comes before the current.
 *
 * @param step Between two samples, in ms.
 * @throws {RangeError} If there is no sweep, step is not > 0, or series have different lengths.
 */
export function sweepPanels(sweeps: readonly DrawnSweep[], step: number): Plot.PlotOptions[] {
  const action = "draw sweeps";
  integer(action, "sweeps.length", sweeps.length, 1);
  positive(action, "step", step);
  sweeps.forEach(({ voltage, spikes, current }, i) => {
    ofLength(action, `spikes of sweep ${i}`, spikes, voltage.length);
    ofLength(action, `current of sweep ${i}`, current, voltage.length);
  });
  const columns = Math.min(COLUMNS, sweeps.length);
  const longest = Math.max(...sweeps.map(({ voltage }) => voltage.length)) * step;
  const axisOf = (name: "voltage" | "current") => {
    const all = sweeps.map((sweep) => sweep[name]);
    return [lowest(all), highest(all)];
  };
  const [voltages, currents] = [axisOf("voltage"), axisOf("current")];
  const line = (values: Float32Array, stroke: string) =>
    Plot.lineY(extremes(values, MOST).rows, {
      x: (t) => t * step,
      y: (t) => values[t],
      stroke,
      strokeWidth: 0.8,
    });
  const common = (first: boolean) => ({
    width: first ? 200 : 160,
    marginLeft: first ? 52 : 12,
  });
  const left = (first: boolean, label: string) =>
    first ? { label, ticks: 4 } : { label: null, ticks: 4, tickFormat: () => "" };
  const panels: Plot.PlotOptions[] = [];
  for (let from = 0; from < sweeps.length; from += columns) {
    const row = sweeps.slice(from, from + columns);
    row.forEach(({ voltage, spikes }, i) => {
      const times = [...spikes.keys()].filter((k) => spikes[k] > 0).map((k) => k * step);
      panels.push(panel({
        ...common(i === 0),
        height: 130,
        marginTop: 38,
        marginBottom: 8,
        x: { domain: [0, longest], ticks: 3, tickFormat: () => "", label: null },
        y: { domain: voltages, nice: true, ...left(i === 0, "voltage (mV)") },
        marks: [
          line(voltage, COLORS.observed),
          spikeTicks(times),
          heading(`${times.length} ${times.length === 1 ? "spike" : "spikes"}`, "right", {
            above: 18,
          }),
        ],
      }));
    });
    for (let i = row.length; i < columns; i++) panels.push(emptyPanel(130));
    row.forEach(({ current }, i) => {
      panels.push(panel({
        ...common(i === 0),
        height: 110,
        marginTop: 8,
        x: { domain: [0, longest], ticks: 3, label: "time (ms)" },
        y: { domain: currents, nice: true, inset: 4, ...left(i === 0, "current (pA)") },
        marks: [line(current, COLORS.training)],
      }));
    });
    for (let i = row.length; i < columns; i++) panels.push(emptyPanel(110));
  }
  return panels;
}

/** A place in the last row that no sweep takes. */
function emptyPanel(height: number): Plot.PlotOptions {
  return panel({ width: 160, height, x: { axis: null }, y: { axis: null } });
}

/**
 * {@linkcode sweepPanels}, up to four sweeps a row.
 *
 * @example Usage
 * ```ts
 * import { sweepsFigure } from "./sweeps.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const sweep = {
 *   voltage: Float32Array.of(-70, -61),
 *   spikes: Float32Array.of(0, 1),
 *   current: Float32Array.of(100, 150),
 * };
 * assertMatch(sweepsFigure([sweep], 0.2).svg, /current \(pA\)/);
 * ```
 */
export function sweepsFigure(sweeps: readonly DrawnSweep[], step: number): Figure {
  return grid(sweepPanels(sweeps, step), { columns: Math.min(COLUMNS, sweeps.length) });
}
