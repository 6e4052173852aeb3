import { assertEquals, assertThrows } from "@std/assert";
import { marginals } from "../../lib/diagnostics/comparison/marginals.ts";
import { predictive } from "../../lib/models/neuron/predictive.ts";
import { recovery } from "../../lib/diagnostics/calibration/recovery.ts";
import { sbc } from "../../lib/diagnostics/calibration/sbc.ts";
import { marginalTable } from "../../lib/tables/marginals.ts";
import { predictiveTable } from "../../lib/models/neuron/predictive_table.ts";
import { recoveryTable } from "../../lib/tables/recovery.ts";
import { sbcTable } from "../../lib/tables/sbc.ts";
import { neuronBatch } from "../../lib/models/neuron/fields.ts";

const names = ["V_th", "tau_m"] as const;

/** The words of a table, line by line. */
function wordsOf({ text }: { readonly text: string }): string[][] {
  return text.split("\n").map((line) => line.split(/ {2,}/));
}

Deno.test("marginalTable() prints mean, sd and quantiles with their unit", () => {
  const values = Float64Array.from({ length: 202 }, (_, i) => i % 2 === 0 ? i / 2 - 150 : i / 20);
  const report = marginals({ names, count: 101, values });
  assertEquals(wordsOf(marginalTable(report, { units: ["mV", "ms"] })), [
    ["parameter", "mean", "sd", "5 %", "50 %", "95 %"],
    ["V_th (mV)", "-100.00", "29.30", "-145.00", "-100.00", "-55.00"],
    ["tau_m (ms)", "5.05", "2.93", "0.55", "5.05", "9.55"],
  ]);
});

Deno.test("marginalTable() prints the truth beside its estimate, and names the level", () => {
  const report = marginals({ names, count: 2, values: Float64Array.of(1, 2, 3, 4) }, {
    level: 0.5,
  });
  const options = { units: ["mV", "ms"], truth: { V_th: -55.5, tau_m: 10 } };
  const [head, first] = wordsOf(marginalTable(report, options));
  assertEquals(head.slice(1), ["truth", "mean", "sd", "25 %", "50 %", "75 %"]);
  assertEquals(first.slice(0, 3), ["V_th (mV)", "-55.50", "2.00"]);
});

Deno.test("marginalTable() puts no minus before a zero", () => {
  const report = marginals({ names, count: 2, values: Float64Array.of(-0.001, 1, -0.001, 2) });
  assertEquals(wordsOf(marginalTable(report, { units: ["", ""] }))[1][1], "0.00");
});

Deno.test("marginalTable() refuses units that are not one a parameter", () => {
  const report = marginals({ names, count: 2, values: Float64Array.of(1, 2, 3, 4) });
  assertThrows(
    () => marginalTable(report, { units: ["mV"] }),
    RangeError,
    "Cannot print marginals as units must be one for each of 2 parameters",
  );
});

Deno.test("recoveryTable() prints a row a parameter", () => {
  const truth = { names, count: 2, values: Float64Array.of(-55, 10, -53, 12) };
  const values = Float64Array.of(-56, 9, -54, 11, -53.5, 13, -52.5, 15);
  const report = recovery({ names, datasets: 2, count: 2, values }, truth);
  assertEquals(wordsOf(recoveryTable(report)), [
    ["parameter", "r", "R²", "error / sd", "90 % covers", "contraction"],
    ["V_th", "1.00", "1.00", "0.00", "100.0 %", "0.38"],
    ["tau_m", "1.00", "-1.00", "1.00", "50.0 %", "0.00"],
  ]);
});

Deno.test("sbcTable() prints a row a parameter", () => {
  const values = Float64Array.from({ length: 200 }, (_, i) => i % 2 === 0 ? i / 2 : 10);
  const report = sbc({ names, count: 100, values }, { draws: 99, bins: 20 });
  const [head, good, bad] = wordsOf(sbcTable(report));
  assertEquals(head, ["parameter", "p", "p_adj", "location", "dispersion"]);
  assertEquals(good, ["V_th", "1.000", "1.000", "0.00", "0.00"]);
  assertEquals(bad.slice(0, 3), ["tau_m", "0.000", "0.000"]);
});

Deno.test("predictiveTable() compares the observation with its replicates", () => {
  const voltage = Float32Array.of(-70, -60, -66, -50, -68, -40);
  const spikes = Float32Array.of(0, 1, 1, 1, 0, 0);
  const observed = { voltage: Float32Array.of(-65, -50), spikes: Float32Array.of(0, 1) };
  const report = predictive(
    neuronBatch({ voltage, spikes }, 0.2, 3),
    neuronBatch(observed, 0.2),
    { thresholds: [-54, -57, -52] },
  );
  assertEquals(wordsOf(predictiveTable(report)).slice(1), [
    ["voltage samples inside the 90 % band", "50.0 %"],
    ["subthreshold error", "3.00 mV"],
    ["spikes observed", "1"],
    ["replicates with fewer spikes", "33.3 %"],
    ["replicates with as many", "33.3 %"],
    ["replicates with more", "33.3 %"],
  ]);
  const silent = { ...report, subthresholdMae: null };
  assertEquals(wordsOf(predictiveTable(silent))[2], ["subthreshold error", "–"]);
});
