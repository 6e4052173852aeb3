import { assertEquals, assertThrows } from "@std/assert";
import { traceColumns } from "../../../../lib/models/neuron/reader/trace_columns.ts";

const columns = (...header: string[]) => traceColumns(header, 1, "white current of 200 ± 50 pA");

function assertRefused(header: readonly string[], words: string): void {
  assertThrows(() => columns(...header), SyntaxError, `Cannot read recording as ${words}`);
}

Deno.test("traceColumns() recognises the usual names, in any order and with units", () => {
  for (
    const header of [
      ["time", "voltage", "spikes"],
      ["t", "V", "spike"],
      ["time (ms)", "Vm [mV]", "spk"],
      ["Time/ms", "v_m", "Spikes"],
      ["time_ms", "V_mV", "is spike"],
      ["t (msec)", "membrane potential (mV)", "spikes (0/1)"],
    ]
  ) {
    assertEquals(columns(...header), {
      places: { time: 0, voltage: 1, spikes: 2 },
      ignored: [],
    }, String(header));
  }
  assertEquals(columns("spikes", "t", "V").places, { time: 1, voltage: 2, spikes: 0 });
});

Deno.test("traceColumns() reports which columns it doesn't use", () => {
  const { places, ignored } = columns("", "time", "voltage", "spikes", "trial", "i");
  assertEquals(places, { time: 1, voltage: 2, spikes: 3 });
  assertEquals(ignored, ["column 1", '"trial"', '"i"']);
});

Deno.test("traceColumns() refuses other units, and reports what to do", () => {
  assertRefused(
    ["time (s)", "V", "spikes"],
    'time must be in ms: its column is "time (s)"; convert it, and call it "time (ms)"',
  );
  assertRefused(["t_s", "V", "spikes"], "time must be in ms");
  assertRefused(["t", "V (V)", "spikes"], 'voltage must be in mV: its column is "V (V)"');
  assertRefused(["t", "Vm/µV", "spikes"], "voltage must be in mV");
  assertRefused(["t", "V", "spikes (ms)"], 'spikes must be in 0/1: its column is "spikes (ms)"');
});

Deno.test("traceColumns() requires a header and each column", () => {
  assertRefused(
    ["0", "-70.5", "0"],
    "it must begin with the names of its columns: line 1 is numbers, " +
      '"0", "-70.5", "0"; put "time,voltage,spikes", in their order, above it',
  );
  assertRefused(
    ["t", "V"],
    'it must have a column "spikes", 1 at each sample where the neuron spiked, 0 at all others: ' +
      'the columns on line 1 are "t", "V"',
  );
  assertRefused(["t", "V", "spike_times"], 'it must have a column "spikes"');
  assertThrows(
    () => columns("t", "V", "spike times"),
    SyntaxError,
    '"spike times" holds times; mark the samples instead',
  );
  assertRefused(["V", "spikes"], 'it must have a column "time", the time of each sample, in ms');
});

Deno.test("traceColumns() refuses two columns for one, and a current", () => {
  assertRefused(
    ["t", "time", "V", "spikes"],
    'it must have one column of time: it has "t" and "time"; remove all but one',
  );
  for (const name of ["current", "I", "I (pA)", "stimulus", "I_inj", "current_pA"]) {
    assertRefused(
      ["t", "V", "spikes", name],
      "the network assumes a white current of 200 ± 50 pA, and no other can be given: it has the " +
        `column "${name}"; remove it if`,
    );
  }
});
