import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { predictive } from "../../../lib/models/neuron/predictive.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { neuronBatch } from "../../../lib/models/neuron/fields.ts";

const STEPS = 500, STEP = 0.2;

/** Noise of mean 0 about a level and a spike with probability `rate` a sample. */
function observations(
  label: string,
  count: number,
  { level = -65, sd = 1, rate = 0.02 }: { level?: number; sd?: number; rate?: number },
) {
  const rng = stream(fold(key(45), label));
  const size = count * STEPS;
  const voltage = Float32Array.from({ length: size }, () => level + sd * rng.normal());
  const spikes = Float32Array.from({ length: size }, () => Number(rng.uniform() < rate));
  return neuronBatch({ voltage, spikes }, STEP, count);
}

const thresholds = new Float64Array(200).fill(-50);
const examine = (model: Parameters<typeof observations>[2]) =>
  predictive(observations("replicated", 200, model), observations("observed", 1, {}), {
    thresholds,
  });

Deno.test("predictive() covers at its level when the model is right", () => {
  const report = examine({});
  assertAlmostEquals(report.coverage, 0.9, 0.04);
  assert(report.spikeCountPercentile > 0.05 && report.spikeCountPercentile < 0.95);
  assertAlmostEquals(report.subthresholdMae ?? NaN, Math.sqrt(2 / Math.PI), 0.1);
});

Deno.test("predictive() covers too little when the predictions are too sure", () => {
  assert(examine({ sd: 0.5 }).coverage < 0.7);
});

Deno.test("predictive() covers too much when the predictions are too vague", () => {
  assert(examine({ sd: 2 }).coverage > 0.98);
});

Deno.test("predictive() misses a shifted voltage and a wrong firing rate", () => {
  const report = examine({ level: -62, rate: 0.1 });
  assert(report.coverage < 0.2);
  assert((report.subthresholdMae ?? 0) > 2);
  assertEquals(report.spikeCountPercentile, 0);
});

Deno.test("predictive() reports R-7 bands, counts with ties and the error below the median threshold", () => {
  const report = predictive(
    neuronBatch(
      {
        voltage: Float32Array.of(-70, -60, -66, -50, -68, -40),
        spikes: Float32Array.of(0, 1, 1, 1, 0, 0),
      },
      0.5,
      3,
    ),
    neuronBatch({ voltage: Float32Array.of(-65, -50), spikes: Float32Array.of(0, 1) }, 0.5),
    { thresholds: [-54, -57, -52], level: 0.5 },
  );
  assertEquals(report, {
    level: 0.5,
    times: [0, 0.5],
    observed: [-65, -50],
    median: [-68, -50],
    lower: [-69, -55],
    upper: [-67, -45],
    coverage: 0.5,
    spikeTimes: [0.5],
    observedCount: 1,
    replicatedCounts: [1, 2, 0],
    spikeCountPercentile: 2 / 3,
    threshold: -54,
    subthresholdMae: 3,
  });
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("predictive() has no subthreshold error where nothing is below the threshold", () => {
  const one = observations("observed", 1, { level: 0 });
  assertEquals(predictive(one, one, { thresholds: [-50] }).subthresholdMae, null);
});

Deno.test("predictive() refuses what doesn't belong together", () => {
  const one = observations("observed", 1, {});
  const two = observations("replicated", 2, {});
  const pair = { thresholds: [-50, -50] };
  assertThrows(
    () => predictive(two, two, pair),
    RangeError,
    "Cannot check predictions as observed.count must be 1: current value is 2",
  );
  assertThrows(() => predictive(two, one, { thresholds: [-50] }), RangeError, "thresholds must");
  assertThrows(
    () => predictive(neuronBatch(two.values, 2 * STEP, 2), one, pair),
    RangeError,
    "replicated.fields.voltage.step must be in [0.2, 0.2]: current value is 0.4",
  );
  assertThrows(
    () => predictive({ ...two, count: 0 }, one, { thresholds: [] }),
    RangeError,
    "replicated.count must be an integer >= 1: current value is 0",
  );
  const gap = { ...one.values, voltage: one.values.voltage.with(3, NaN) };
  assertThrows(
    () => predictive(two, { ...one, values: gap }, pair),
    RangeError,
    "observed.voltage[3] must be finite: current value is NaN",
  );
});
