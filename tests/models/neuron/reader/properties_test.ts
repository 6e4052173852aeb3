/** What holds for every recording as CSV, and for a single fault in it. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import fc from "fast-check";
import { csvNumber } from "../../../../lib/core/csv_lines.ts";
import type { Trace } from "../../../../lib/models/neuron/reader/trace.ts";
import { encodeTraceCsv, parseTraceCsv } from "../../../../lib/models/neuron/reader/trace_csv.ts";

const RUNS = { seed: 20, numRuns: 100 };
const expectedOf = ({ times }: Trace) => ({
  steps: times.length,
  dt: 0.2,
  limit: 120,
  current: "white current",
});
const parse = (trace: Trace, text: string) =>
  parseTraceCsv(new TextEncoder().encode(text), expectedOf(trace));

const samples = fc.tuple(fc.float({ min: -120, max: 120, noNaN: true }), fc.boolean());
const traces: fc.Arbitrary<Trace> = fc.tuple(
  fc.integer({ min: 0, max: 100 }),
  fc.array(samples, { minLength: 3, maxLength: 12 }),
).map(([start, all]) => ({
  times: Float64Array.from(all, (_, k) => Number((0.2 * (start + k)).toPrecision(9))),
  // The first is far from 0, so that the file is not taken for one in V.
  voltage: Float32Array.from(all, ([value], k) => k === 0 ? -70.5 : value + 0),
  spikes: Float32Array.from(all, ([, spike]) => Number(spike)),
}));

const styles = fc.record({
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
  separator: fc.constantFrom(",", ";", "\t"),
  quote: fc.boolean(),
  end: fc.constantFrom("\n", "\r\n"),
  bom: fc.boolean(),
  comments: fc.nat(2),
  header: fc.constantFrom(["time", "voltage", "spikes"], ["t (ms)", "V [mV]", "spk"]),
});
type Style = typeof styles extends fc.Arbitrary<infer S> ? S : never;

/** The cells of a trace's file: a line of names, and one a sample. */
const cellsOf = (trace: Trace) =>
  encodeTraceCsv(trace).trimEnd().split("\n").map((line) => line.split(","));

/** The same cells as other programs write them, with a column that is not used. */
function written(
  [, ...rows]: readonly (readonly string[])[],
  { order, separator, quote, end, bom, comments, header }: Style,
): string {
  const lines = [[...header, "trial"], ...rows.map((row) => [...row, "mine"])].map((cells) =>
    order.map((j) => quote ? `"${cells[j]}"` : cells[j]).join(separator)
  );
  const remarks = Array.from({ length: comments }, (_, i) => i === 0 ? "# cell 3" : "");
  return (bom ? "\ufeff" : "") + [...remarks, ...lines, ""].join(end);
}

Deno.test("parseTraceCsv() reads back every recording, however it is written", () => {
  fc.assert(
    fc.property(traces, styles, (trace, style) => {
      const { times, voltage, spikes, lines, ignored } = parse(
        trace,
        written(cellsOf(trace), style),
      );
      assertEquals({ times, voltage, spikes }, trace);
      assertEquals(lines, Array.from(times, (_, k) => k + 2 + style.comments));
      assertEquals(ignored, ['"trial"']);
    }),
    RUNS,
  );
});

const COLUMNS = ["time", "voltage", "spikes"] as const;

Deno.test("parseTraceCsv() refuses a cell of something else with its line, or reads that only", () => {
  const cells = fc.oneof(
    fc.constantFrom("", "-", "NaN", "inf", "0x10", "1e", "1e999", "abc", "1 2", "-9999", "2"),
    fc.string({ unit: fc.constantFrom(..."0123456789.eE+-x"), maxLength: 4 }),
  );
  let refused = 0, accepted = 0;
  fc.assert(
    fc.property(traces, styles, fc.nat(), fc.nat(2), cells, (trace, style, k, j, text) => {
      const row = k % trace.times.length, all = cellsOf(trace);
      all[row + 1][j] = text;
      const file = written(all, style), line = row + 2 + style.comments;
      const value = csvNumber(text);
      if (value === undefined) {
        assertThrows(
          () => parse(trace, file),
          SyntaxError,
          `line ${line} must have a number as ${COLUMNS[j]}`,
        );
        refused++;
        return;
      }
      let read: Trace;
      try {
        read = parse(trace, file);
      } catch (error) {
        assert(error instanceof RangeError, `${error}`);
        // A wrong first or last time shows at another line, or as another step.
        if (j > 0) assertMatch(error.message, new RegExp(`on line ${line}\\b|as if in V`));
        refused++;
        return;
      }
      const { times, voltage, spikes } = read;
      const lists = [trace.times, trace.voltage, trace.spikes].map((list) => [...list]);
      lists[j][row] = j === 1 ? Math.fround(value) : value;
      assertEquals([[...times], [...voltage], [...spikes]], lists);
      accepted++;
    }),
    { ...RUNS, numRuns: 400 },
  );
  assert(refused > 100 && accepted > 20, `${refused} refused, ${accepted} read`);
});

Deno.test("parseTraceCsv() refuses a line that is lost, and one that is there twice", () => {
  fc.assert(
    fc.property(traces, styles, fc.nat(), fc.boolean(), (trace, style, k, twice) => {
      const all = cellsOf(trace), at = 1 + k % trace.times.length;
      all.splice(at, 1, ...(twice ? [all[at], all[at]] : []));
      assertThrows(() => parse(trace, written(all, style)), RangeError, "Cannot read recording as");
    }),
    RUNS,
  );
});
