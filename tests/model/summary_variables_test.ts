import { assertEquals } from "@std/assert";
import { beside, nameIndices, summarise, timeSeriesOf } from "../../lib/model/summary_variables.ts";
import { seriesBatch } from "../../lib/model/batch.ts";

const observations = seriesBatch(
  { voltage: Float32Array.of(1, 2, 3, 4), spikes: Float32Array.of(5, 6, 7, 8) },
  { count: 2, step: 1 },
);
const voltage = timeSeriesOf(["voltage"], 2);
const both = timeSeriesOf(["voltage", "spikes"], 2);

Deno.test("beside() writes its parts one after another", () => {
  const row = beside([voltage, both]);
  assertEquals(row.names, ["voltage", "voltage", "spikes"]);
  assertEquals([...summarise(row, observations)], [1, 2, 1, 5, 2, 6, 3, 4, 3, 7, 4, 8]);
});

Deno.test("nameIndices() give every sample of a channel the place of its name, however nested", () => {
  assertEquals([...nameIndices(both)], [0, 1, 0, 1]);
  assertEquals([...nameIndices(beside([voltage, both]))], [0, 0, 1, 2, 1, 2]);
  const nested = beside([voltage, beside([both, voltage])]);
  assertEquals([...nameIndices(nested)], [0, 0, 1, 2, 1, 2, 3, 3]);
});
