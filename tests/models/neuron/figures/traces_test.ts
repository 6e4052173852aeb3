import { assertEquals, assertThrows } from "@std/assert";
import {
  lineupFigure,
  tracePanels,
  tracesFigure,
} from "../../../../lib/models/neuron/figures/traces.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { linesOf } from "../../../figures/reading.ts";
import { neuronBatch } from "../../../../lib/models/neuron/fields.ts";

const observations = neuronBatch(
  {
    voltage: Float32Array.of(-70, -60, -75, -65, -64, -63),
    spikes: Float32Array.of(0, 1, 0, 0, 0, 0),
  },
  1,
  2,
);

Deno.test("tracePanels() gives all recordings one voltage axis", () => {
  for (const { y } of tracePanels(observations)) {
    assertEquals(y?.domain, [-75, -60]);
    assertEquals(y?.label, "voltage (mV)");
  }
});

Deno.test("tracesFigure() draws a tick a spike and counts them", () => {
  const { svg } = tracesFigure(observations);
  assertEquals(linesOf(svg).filter((line) => line.includes("spike")), ["1 spike", "0 spikes"]);
  assertEquals(svg.match(/d="M0,0L0,-9"/g)?.length, 1);
});

Deno.test("tracePanels() refuses no recording, wrong lengths and gaps", () => {
  const refuses = (changes: Partial<typeof observations>, words: string) =>
    assertThrows(() => tracePanels({ ...observations, ...changes }), RangeError, words);
  refuses({ count: 0 }, "Cannot draw recordings as count must be an integer >= 1");
  refuses({ count: 3 }, "voltage must have 9 values: it has 6");
  const voltage = observations.values.voltage.with(4, NaN);
  refuses(
    { values: { ...observations.values, voltage } },
    "Cannot draw recordings as voltage[4] must be finite: current value is NaN",
  );
});

Deno.test("lineupFigure() puts the recording beside five replicates at most", () => {
  const values = { voltage: new Float32Array(18).fill(-65), spikes: new Float32Array(18) };
  const six = neuronBatch(values, 1, 6);
  const lines = linesOf(lineupFigure(observation(observations, 0), six).svg);
  assertEquals(
    lines.filter((line) => /observed|replicate/.test(line)),
    ["observed", ...[1, 2, 3, 4, 5].map((i) => `replicate ${i}`)],
  );
  assertEquals(lines.filter((line) => line === "1 spike").length, 1);
  assertThrows(
    () => lineupFigure(observations, six),
    RangeError,
    "Cannot draw lineup as observed must have 1 values: it has 2",
  );
});
