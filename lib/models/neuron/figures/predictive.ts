/**
 * The posterior predictive check of one recording: its voltage, and its number of spikes.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { max, min } from "d3-array";
import { integer } from "../../../core/check.ts";
import type { PredictiveReport } from "../predictive.ts";
import { type Figure, grid } from "../../../figures/figure.ts";
import {
  BAND_OPACITY,
  BAR_OPACITY,
  COLORS,
  fixed,
  heading,
  panel,
} from "../../../figures/theme.ts";
import { countTicks } from "../../../figures/ticks.ts";
import { extremes, thinned } from "../../../figures/thin.ts";
import { spikeTicks } from "./traces.ts";

/** Samples drawn at most, of each line. */
const MOST = 4000;

/**
 * The observed voltage over the pointwise median and band of its replicates, with the observed
 * spikes as ticks above and the median threshold as a line.
 *
 * How to read it: the observed trace stays in the band `level` of the time, in every stretch of
 * the recording. Failure: long excursions, or a band so wide that anything would fit.
 *
 * @throws {RangeError} If the recording is empty.
 */
export function voltagePanel(report: PredictiveReport): Plot.PlotOptions {
  integer("draw predicted voltage", "times.length", report.times.length, 1);
  const { times, observed, median, lower, upper, threshold } = report;
  const error = report.subthresholdMae;
  const line = extremes(observed, MOST).rows;
  const band = thinned(times.map((_, t) => t), MOST).rows;
  const covered = `band covers ${(100 * report.coverage).toFixed(1)} % of samples`;
  return panel({
    width: 700,
    height: 280,
    marginTop: 38,
    marginRight: 44,
    x: { label: "time (ms)", nice: true },
    y: { label: "voltage (mV)", nice: true, ticks: 6 },
    marks: [
      Plot.areaY(band, {
        x: (t) => times[t],
        y1: (t) => lower[t],
        y2: (t) => upper[t],
        fill: COLORS.posterior,
        fillOpacity: BAND_OPACITY,
      }),
      Plot.lineY(line, {
        x: (t) => times[t],
        y: (t) => observed[t],
        stroke: COLORS.observed,
        strokeWidth: 0.7,
      }),
      Plot.lineY(band, {
        x: (t) => times[t],
        y: (t) => median[t],
        stroke: COLORS.posterior,
        strokeWidth: 1.5,
      }),
      Plot.ruleY([threshold], { stroke: COLORS.posterior, strokeDasharray: "4,3" }),
      Plot.text([threshold], {
        y: (v) => v,
        text: () => "V_th",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 6,
        fill: COLORS.posterior,
      }),
      spikeTicks(report.spikeTimes),
      heading(covered, "left", { above: 18 }),
      heading(
        error === null ? "" : `subthreshold error ${error.toFixed(2)} mV`,
        "right",
        { above: 18 },
      ),
    ],
  });
}

/**
 * {@linkcode voltagePanel} with its legend.
 *
 * @example Usage
 * ```ts
 * import { voltageFigure } from "./predictive.ts";
 * import { neuronBatch } from "../fields.ts";
 * import { predictive } from "../predictive.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const values = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * const one = neuronBatch(values, 0.2);
 * const { svg } = voltageFigure(predictive(one, one, { thresholds: [-55] }));
 * assertMatch(svg, /covers 100.0 %/);
 * ```
 */
export function voltageFigure(report: PredictiveReport): Figure {
  const percent = Math.round(100 * report.level);
  const { note } = extremes(report.observed, MOST);
  const part = thinned(report.times, MOST).note;
  return grid([voltagePanel(report)], {
    columns: 1,
    legend: [
      { label: `observed, spikes above${note}`, color: COLORS.observed, mark: "line" },
      { label: `predictive median${part}`, color: COLORS.posterior, mark: "line" },
      { label: `${percent} % band`, color: COLORS.posterior, mark: "band" },
      { label: "median threshold", color: COLORS.posterior, mark: "dash" },
    ],
  });
}

/**
 * The spike counts of the replicates, the observed count marked, with the shares of replicates that
 * have fewer spikes, as many, and more.
 *
 * How to read it: the mark stands within the bulk of the bars. Failure: it stands in a tail (nearly
 * all have more: the model fires too much; fewer: too little), or the bars spread over all counts
 * (the posterior does not reproduce the firing rate).
 *
 * @throws {RangeError} If there are no replicates.
 */
export function spikeCountPanel(
  { replicatedCounts, observedCount }: PredictiveReport,
): Plot.PlotOptions {
  const replicates = replicatedCounts.length;
  integer("draw spike counts", "replicatedCounts.length", replicates, 1);
  const low = Math.min(observedCount, min(replicatedCounts) ?? observedCount);
  const high = Math.max(observedCount, max(replicatedCounts) ?? observedCount);
  const share = (holds: (count: number) => boolean) =>
    `${fixed(100 * replicatedCounts.filter(holds).length / replicates, 1)} %`;
  const compared = `fewer ${share((count) => count < observedCount)}, ` +
    `as many ${share((count) => count === observedCount)}, ` +
    `more ${share((count) => count > observedCount)}`;
  const step = Math.ceil((high - low + 1) / 40); // whole counts a bar, at most 40 bars
  const bars = Math.ceil((high - low + 1) / step);
  const thresholds = Array.from({ length: bars + 1 }, (_, i) => low - 0.5 + i * step);
  const room = Math.max(1, Math.ceil((12 - (high - low)) / 2)); // a lone count is no wall
  const domain = [Math.max(-0.5, thresholds[0] - room), thresholds[bars] + room];
  return panel({
    width: 460,
    height: 260,
    x: { label: "spikes in the recording", domain, ...countTicks(domain[0], domain[1]) },
    y: { label: "replicates (%)", ticks: 5, insetTop: 8 },
    marks: [
      Plot.rectY(
        replicatedCounts,
        Plot.binX<Plot.RectYOptions>({
          y: (bin: readonly number[]) => 100 * bin.length / replicates,
        }, {
          x: (count) => count,
          thresholds,
          fill: COLORS.posterior,
          fillOpacity: BAR_OPACITY,
        }),
      ),
      Plot.ruleX([observedCount], { stroke: COLORS.observed, strokeWidth: 2 }),
      heading(`observed: ${observedCount}`, "left"),
      heading(compared, "right"),
    ],
  });
}

/**
 * {@linkcode spikeCountPanel} with its legend.
 *
 * @example Usage
 * ```ts
 * import { spikeCountFigure } from "./predictive.ts";
 * import { neuronBatch } from "../fields.ts";
 * import { predictive } from "../predictive.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const values = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * const one = neuronBatch(values, 0.2);
 * const { svg } = spikeCountFigure(predictive(one, one, { thresholds: [-55] }));
 * assertMatch(svg, /observed: 1/);
 * ```
 */
export function spikeCountFigure(report: PredictiveReport): Figure {
  return grid([spikeCountPanel(report)], {
    columns: 1,
    legend: [
      {
        label: `${report.replicatedCounts.length.toLocaleString("en")} replicates`,
        color: COLORS.posterior,
        mark: "bar",
      },
      { label: "observed", color: COLORS.observed, mark: "line" },
    ],
  });
}
