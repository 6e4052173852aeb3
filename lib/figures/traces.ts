/**
 * Recordings as an electrophysiologist sees them.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { allFinite, integer, ofLength } from "../check.ts";
import { recording, type Recordings } from "../simulators/simulator.ts";
import { spikeTimes } from "../statistics/spikes.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, heading, panel } from "./theme.ts";

/** Spikes as ticks in the margin above the frame; times in ms. */
export function spikeTicks(times: readonly number[]): Plot.Vector {
  return Plot.vector(times, {
    x: (time) => time,
    frameAnchor: "top",
    anchor: "start",
    dy: -4,
    length: 9,
    shape: {
      draw(context, length) {
        context.moveTo(0, 0);
        context.lineTo(0, -length);
      },
    },
    stroke: COLORS.observed,
    strokeWidth: 1.2,
  });
}

/**
 * Voltage against time, one panel a recording, its spikes as ticks above; all panels share the
 * voltage axis.
 *
 * How to read it: the voltage climbs from its start, and falls to its reset at each tick. Failure:
 * a trace that runs away, or traces from a prior that all look alike, or like no neuron.
 *
 * @throws {RangeError} If there is no recording, or a channel has a wrong length or a gap.
 */
export function tracePanels(recordings: Recordings<"voltage" | "spikes">): Plot.PlotOptions[] {
  const action = "draw recordings";
  const times = Array.from(recordings.times);
  integer(action, "count", recordings.count, 1);
  integer(action, "times.length", times.length, 1);
  for (const channel of ["voltage", "spikes"] as const) {
    ofLength(action, channel, recordings.channels[channel], recordings.count * times.length);
    allFinite(action, channel, recordings.channels[channel]);
  }
  const all = recordings.channels.voltage;
  const domain = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  const wide = recordings.count === 1;
  return Array.from({ length: recordings.count }, (_, i) => {
    const { voltage } = recording(recordings, i).channels;
    const spikes = spikeTimes(recordings, i);
    return panel({
      width: wide ? 700 : 345,
      height: wide ? 240 : 180,
      marginTop: 38,
      x: { label: "time (ms)", nice: true },
      y: { label: "voltage (mV)", domain, nice: true, ticks: 5 },
      marks: [
        Plot.lineY(times, { x: times, y: voltage, stroke: COLORS.observed, strokeWidth: 0.8 }),
        spikeTicks(spikes),
        heading(
          `${spikes.length} ${spikes.length === 1 ? "spike" : "spikes"}`,
          "right",
          { above: 18 },
        ),
      ],
    });
  });
}

/**
 * {@linkcode tracePanels}, two a row if there are more than one.
 *
 * @example Usage
 * ```ts
 * import { tracesFigure } from "./traces.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const times = Float64Array.of(0, 0.2);
 * const channels = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * assertMatch(tracesFigure({ count: 1, times, channels }).svg, /1 spike/);
 * ```
 */
export function tracesFigure(recordings: Recordings<"voltage" | "spikes">): Figure {
  return grid(tracePanels(recordings), { columns: Math.min(2, recordings.count) });
}
