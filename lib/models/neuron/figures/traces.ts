/**
 * Plots of recordings: voltage and spikes over time.
 *
 * @module
 */
import { neuronBatch, type NeuronFields, sampleTimes } from "../fields.ts";
import * as Plot from "@observablehq/plot";
import { concatenate } from "../../../core/arrays.ts";
import { allFinite, integer, ofLength } from "../../../core/check.ts";
import { type Batch, observation } from "../../../model/batch.ts";
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
export function tracePanels(observations: Batch<NeuronFields>): Plot.PlotOptions[] {
  return panelsOf(observations, () => ({ title: "", color: COLORS.observed }));
}

/** The panels, each with a title and a colour of its own. */
function panelsOf(
  observations: Batch<NeuronFields>,
  look: (index: number) => { readonly title: string; readonly color: string },
): Plot.PlotOptions[] {
  const action = "draw recordings";
  const times = sampleTimes(observations);
  integer(action, "count", observations.count, 1);
  for (const field of ["voltage", "spikes"] as const) {
    ofLength(action, field, observations.values[field], observations.count * times.length);
    allFinite(action, field, observations.values[field]);
  }
  const all = observations.values.voltage;
  const domain = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  const wide = observations.count === 1;
  return Array.from({ length: observations.count }, (_, i) => {
    const { voltage } = observation(observations, i).values;
    const spikes = spikeTimes(observations, i);
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
 * import { neuronBatch } from "../fields.ts";
 * import { tracesFigure } from "./traces.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const values = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * assertMatch(tracesFigure(neuronBatch(values, 0.2)).svg, /1 spike/);
 * ```
 */
export function tracesFigure(observations: Batch<NeuronFields>): Figure {
  return grid(tracePanels(observations), { columns: Math.min(2, observations.count) });
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
 * @throws {RangeError} If `observed` is not one recording, the time grids differ in length, there
 * is no replicate, or a channel has a wrong length or a gap.
 *
 * @example Usage
 * ```ts
 * import { neuronBatch } from "../fields.ts";
 * import { lineupFigure } from "./traces.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const values = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * const one = neuronBatch(values, 0.2);
 * assertMatch(lineupFigure(one, one).svg, /replicate 1/);
 * ```
 */
export function lineupFigure(
  observed: Batch<NeuronFields>,
  replicated: Batch<NeuronFields>,
): Figure {
  const action = "draw lineup";
  ofLength(action, "observed", { length: observed.count }, 1);
  integer(action, "replicated.count", replicated.count, 1);
  const { length, step } = observed.fields.voltage;
  ofLength(action, "replicated.voltage", { length: replicated.fields.voltage.length }, length);
  const shown = Math.min(REPLICATES, replicated.count);
  const join = (field: "voltage" | "spikes") =>
    concatenate(Float32Array, [
      observed.values[field],
      replicated.values[field].subarray(0, shown * length),
    ]);
  const all = neuronBatch({ voltage: join("voltage"), spikes: join("spikes") }, step, 1 + shown);
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
