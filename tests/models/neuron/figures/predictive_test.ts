import { assert, assertEquals, assertThrows } from "@std/assert";
import type { PredictiveReport } from "../../../../lib/models/neuron/predictive.ts";
import {
  spikeCountFigure,
  spikeCountPanel,
  voltageFigure,
  voltagePanel,
} from "../../../../lib/models/neuron/figures/predictive.ts";
import { COLORS } from "../../../../lib/figures/theme.ts";
import { linesOf, shapesOf } from "../../../figures/reading.ts";

const report: PredictiveReport = {
  level: 0.9,
  times: [0, 1, 2],
  observed: [-70, -60, -75],
  median: [-71, -62, -74],
  lower: [-72, -66, -76],
  upper: [-69, -59, -73],
  coverage: 1,
  spikeTimes: [1],
  observedCount: 1,
  replicatedCounts: [1, 1, 3],
  spikeCountPercentile: 2 / 3,
  threshold: -58,
  subthresholdMae: 4 / 3,
};

Deno.test("voltageFigure() prints coverage, error and the threshold's name", () => {
  const { svg } = voltageFigure(report);
  assertEquals(linesOf(svg).slice(-3), [
    "Vth",
    "band covers 100.0 % of samples",
    "subthreshold error 1.33 mV",
  ]);
});

Deno.test("voltageFigure() draws without an error where nothing was below the threshold", () => {
  const { svg } = voltageFigure({ ...report, subthresholdMae: null });
  assert(!svg.includes("subthreshold error"));
});

Deno.test("spikeCountFigure() draws one bar a count", () => {
  const { svg } = spikeCountFigure(report);
  const attributes = ["height"];
  const bars = shapesOf(svg, { name: "rect", fill: COLORS.posterior, attributes }).flat();
  assertEquals(bars.length, 2);
  assertEquals(bars[0], 2 * bars[1]);
  assertEquals(linesOf(svg).slice(-2), ["observed: 1", "fewer 0.0 %, as many 66.7 %, more 33.3 %"]);
});

Deno.test("spikeCountFigure() reports for a perfect fit that all replicates have as many spikes", () => {
  const of = (replicatedCounts: number[]) =>
    linesOf(spikeCountFigure({ ...report, observedCount: 14, replicatedCounts }).svg).at(-1);
  assertEquals(of([14, 14, 14]), "fewer 0.0 %, as many 100.0 %, more 0.0 %");
  assertEquals(of([13, 13, 2, 15]), "fewer 75.0 %, as many 0.0 %, more 25.0 %");
});

Deno.test("spikeCountPanel() starts at zero spikes or later, with ticks at whole numbers", () => {
  const { x } = spikeCountPanel({ ...report, replicatedCounts: [0, 0], observedCount: 0 });
  assertEquals(x?.domain, [-0.5, 6.5]);
  assertEquals(x?.ticks, [0, 1, 2, 3, 4, 5, 6]);
  const many = { ...report, replicatedCounts: [40, 90], observedCount: 120 };
  assertEquals(spikeCountPanel(many).x?.domain, [38.5, 121.5]);
});

Deno.test("voltagePanel() and spikeCountPanel() refuse an empty report", () => {
  assertThrows(
    () => voltagePanel({ ...report, times: [] }),
    RangeError,
    "Cannot draw predicted voltage as times.length must be an integer >= 1: current value is 0",
  );
  assertThrows(
    () => spikeCountPanel({ ...report, replicatedCounts: [] }),
    RangeError,
    "Cannot draw spike counts as replicatedCounts.length must be an integer >= 1",
  );
});
