/**
 * Recordings as an electrophysiologist sees them.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { concatenate } from "../../../core/arrays.ts";
import { allFinite, integer, ofLength } from "../../../core/check.ts";
import { recording, type Recordings } from "../../../model/simulator.ts";
import { spikeTimes } from "../spikes.ts";
import { type Figure, grid } from "../../../figures/figure.ts";
import { COLORS, heading, panel } from "../../../figures/theme.ts";
import { extremes } from "../../../figures/thin.ts";

/** Samples drawn at most. */
const MOST = 4000;

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
  return panelsOf(recordings, () => ({ title: "", color: COLORS.observed }));
}

/** The panels, each with a title and a colour of its own. */
function panelsOf(
  recordings: Recordings<"voltage" | "spikes">,
  look: (index: number) => { readonly title: string; readonly color: string },
): Plot.PlotOptions[] {
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
    const { title, color } = look(i);
    const { rows, note } = extremes(voltage, MOST);
    return panel({
      width: wide ? 700 : 345,
      height: wide ? 240 : 180,
      marginTop: 38,
      x: { label: "time (ms)", nice: true },
      y: { label: "voltage (mV)", domain, nice: true, ticks: 5 },
      marks: [
        Plot.lineY(rows, {
          x: (t) => times[t],
          y: (t) => voltage[t],
          stroke: color,
          strokeWidth: 0.8,
        }),
        spikeTicks(spikes),
        heading(title, "left", { bold: true, above: 18 }),
        heading(
          `${spikes.length} ${spikes.length === 1 ? "spike" : "spikes"}${note}`,
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

/** Replicates beside the recording. */
const REPLICATES = 5;

/**
 * The recording and the first five of its replicates, on common axes.
 *
 * How to read it: one who didn't know which is the recording couldn't tell by the eye (Buja, Cook,
 * Hofmann, Lawrence, Lee, Swayne & Wickham 2009, Phil. Trans. R. Soc. A 367, 4361–4383). Failure:
 * the recording has a feature that no replicate has.
 *
 * @throws {RangeError} If `observed` is not one recording, the time grids differ in length, there is
 * no replicate, or a channel has a wrong length or a gap.
 *
 * @example Usage
 * ```ts
 * import { lineupFigure } from "./traces.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const times = Float64Array.of(0, 0.2);
 * const channels = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * const one = { count: 1, times, channels };
 * assertMatch(lineupFigure(one, one).svg, /replicate 1/);
 * ```
 */
export function lineupFigure(
  observed: Recordings<"voltage" | "spikes">,
  replicated: Recordings<"voltage" | "spikes">,
): Figure {
  const action = "draw lineup";
  ofLength(action, "observed", { length: observed.count }, 1);
  integer(action, "replicated.count", replicated.count, 1);
  ofLength(action, "replicated.times", replicated.times, observed.times.length);
  const shown = Math.min(REPLICATES, replicated.count);
  const join = (channel: "voltage" | "spikes") =>
    concatenate(Float32Array, [
      observed.channels[channel],
      replicated.channels[channel].subarray(0, shown * observed.times.length),
    ]);
  const all = {
    count: 1 + shown,
    times: observed.times,
    channels: { voltage: join("voltage"), spikes: join("spikes") },
  };
  return grid(
    panelsOf(
      all,
      (i) =>
        i === 0
          ? { title: "observed", color: COLORS.observed }
          : { title: `replicate ${i}`, color: COLORS.posterior },
    ),
    { columns: 2 },
  );
}
