import { assertEquals, assertThrows } from "@std/assert";
import { readRecording } from "../../../lib/models/lif/reader.ts";
import { priorConfig } from "../../../lib/models/lif/prior/lif.ts";
import { simConfig } from "../../../lib/models/lif/simulator/lif.ts";

const trained = { sim: simConfig({ T: 6 }), prior: priorConfig() };

/** A file of 30 samples that spikes at these; sample k stands on line k + 3. */
function file(spikes: readonly number[], voltage = -70): Uint8Array {
  const rows = Array.from(
    { length: 30 },
    (_, k) => `${(0.2 * k).toFixed(1)},${voltage},${Number(spikes.includes(k))}\n`,
  );
  return new TextEncoder().encode(`# a cell\nt,V,spike\n${rows.join("")}`);
}

function assertImpossible(spikes: readonly number[], words: string, voltage = -70): void {
  assertThrows(
    () => readRecording(file(spikes, voltage), trained),
    RangeError,
    `Cannot infer from recording as ${words}; the model gives this recording the likelihood 0`,
  );
}

Deno.test("readRecording() reads what the neuron can make", () => {
  const { observation, notes } = readRecording(file([3, 14]), trained);
  assertEquals([...observation.values.spikes.keys()].filter((k) => observation.values.spikes[k]), [
    3,
    14,
  ]);
  assertEquals([observation.count, observation.fields.voltage.length, notes], [1, 30, []]);
});

Deno.test("readRecording() refuses spikes that can't be, by the lines of the file", () => {
  const apart =
    "spikes must be at least 11 samples apart, 10 for the refractory time of 2 ms and " +
    "the one that spikes";
  assertImpossible([3, 13], `${apart}: the spike on line 16 comes 10 after that on line 6`);
  assertImpossible([3, 4], `${apart}: the spike on line 7 comes 1 after that on line 6`);
  assertImpossible(
    Array.from({ length: 29 }, (_, k) => k + 1),
    `${apart}: the spike on line 5 comes 1 after that on line 4`,
    -10,
  );
  assertImpossible(
    [0],
    "every neuron must start below its threshold: the spike on line 3 is on the first sample",
  );
  assertImpossible([29], "the last sample can't spike: the spike on line 32 is on it");
});

Deno.test("readRecording() takes its bounds from the experiment, not from a constant", () => {
  assertThrows(() => readRecording(file([], 130), trained), RangeError, "between -120 and 120 mV");
  const wide = { ...trained, sim: simConfig({ T: 6, v_clip: 150, tref: 0.4 }) };
  assertEquals(readRecording(file([3, 6], 130), wide).observation.count, 1);
});
