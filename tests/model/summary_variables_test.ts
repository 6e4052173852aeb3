import { assertEquals } from "@std/assert";
import {
  beside,
  keptNames,
  nameIndices,
  presenceOf,
  summarise,
  type SummaryVariables,
  timeSeriesOf,
} from "../../lib/model/summary_variables.ts";
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

const marked: SummaryVariables = { ...both, marked: true };
const coded: SummaryVariables = { ...timeSeriesOf(["voltage", "since", "until"], 2), codes: 2 };

Deno.test("keptNames() are marks and codes, however nested", () => {
  assertEquals(keptNames(both), [false, false]);
  assertEquals(keptNames(marked), [false, true]);
  assertEquals(keptNames(coded), [false, true, true]);
  assertEquals(keptNames(beside([voltage, beside([coded, marked])])), [
    false,
    ...[false, true, true],
    ...[false, true],
  ]);
});

Deno.test("presenceOf() points from each value to the mark or the first code of its row", () => {
  const of = (variables: SummaryVariables) => {
    const { behind, above } = presenceOf(variables);
    return [...behind].map((place, i) => [place, above[i]]);
  };
  assertEquals(of(voltage), [[-1, 0], [-1, 0]]);
  assertEquals(of(marked), [[1, 0], [0, 0], [1, 0], [0, 0]]);
  const row = [[1, -1], [0, -1], [0, -1]];
  assertEquals(of(coded), [...row, ...row]);
  assertEquals(
    of(beside([voltage, beside([coded, marked])])),
    [voltage, coded, marked].flatMap(of),
  );
});
