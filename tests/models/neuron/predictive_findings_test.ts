import { assertEquals } from "@std/assert";
import { neuronBatch } from "../../../lib/models/neuron/fields.ts";
import { predictive } from "../../../lib/models/neuron/predictive.ts";
import { predictiveFindings } from "../../../lib/models/neuron/predictive_findings.ts";

Deno.test("predictiveFindings() leave out an error that there is none of", () => {
  const values = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
  const one = neuronBatch(values, 0.2);
  const low = predictiveFindings(predictive(one, one, { thresholds: [-55] }));
  assertEquals(low.map(({ value }) => value), [1, 0, 0, 0]);
  assertEquals(low[0].quantity, "share of samples in the 90 % band");
  assertEquals(predictiveFindings(predictive(one, one, { thresholds: [-75] })).length, 3);
});

Deno.test("predictiveFindings() distinguish fewer spikes from more", () => {
  const observations = (...rows: number[][]) =>
    neuronBatch(
      {
        voltage: new Float32Array(4 * rows.length).fill(-70),
        spikes: Float32Array.from(rows.flat()),
      },
      0.2,
      rows.length,
    );
  const replicated = observations([0, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 1], [0, 1, 0, 1]);
  const check = predictive(replicated, observations([1, 0, 0, 0]), { thresholds: [0, 0, 0, 0] });
  assertEquals(predictiveFindings(check).slice(1, 3).map(({ value }) => value), [0.25, 0.5]);
});
