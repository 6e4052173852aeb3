import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Batch, seriesBatch } from "../../lib/model/batch.ts";
import { eventSeries, type EventSeriesOptions } from "../../lib/model/event_series.ts";
import { type Fields, series, set, vector } from "../../lib/model/field.ts";
import { summarise } from "../../lib/model/summary_variables.ts";
import { RUNS } from "./random_fields.ts";

interface Given {
  readonly spikes?: readonly number[];
  readonly there?: readonly number[];
  readonly dead?: number;
}

/** The columns of v = 1, 2, 3, … with these events and samples. */
function seen(length: number, { spikes, there, dead = 0 }: Given) {
  const v = Float32Array.from({ length }, (_, k) => k + 1);
  const values: Record<string, Float32Array> = { v };
  if (spikes) values.spikes = Float32Array.from(spikes);
  if (there) values.there = Float32Array.from(there);
  const batch = seriesBatch(values, { count: 1, step: 1 });
  const own = eventSeries(batch.fields, {
    series: ["v"],
    ...spikes && { events: "spikes" },
    ...there && { present: "there" },
    dead,
  });
  const rows = summarise(own, batch), width = own.names.length;
  const column = (c: number) => [...rows].filter((_, i) => i % width === c);
  return { ...own, v: column(0), since: column(1), until: column(2) };
}

// Six samples: bins of time 0, 1, 2, 3–4, 5 since the start, as many since an event, the dead time's.
const START = 0, EVENT = 5, DEAD = 10, UNTIL = 11;

Deno.test("eventSeries() without events counts from the start alone", () => {
  const { since, names, codes, bins, shape } = seen(6, {});
  assertEquals(since, [0, 1, 2, 3, 3, 4]);
  assertEquals([names, codes, bins, shape], [["v", "since"], 1, 5, [6, 2]]);
});

Deno.test("eventSeries() with no event in a series is far from the next one throughout", () => {
  const { since, until, names, codes, bins, shape } = seen(6, { spikes: [0, 0, 0, 0, 0, 0] });
  assertEquals(since, [0, 1, 2, 3, 3, 4].map((bin) => START + bin));
  assertEquals(new Set(until), new Set([bins - 1]));
  assertEquals([names, codes, shape], [["v", "since", "until"], 2, [6, 3]]);
});

Deno.test("eventSeries() counts from an event on, from the next sample if it has no dead time", () => {
  const first = seen(6, { spikes: [1, 0, 0, 0, 0, 0] });
  assertEquals(first.since, [DEAD, ...[0, 1, 2, 3, 3].map((bin) => EVENT + bin)]);
  assertEquals(first.until, [-1, ...Array(5).fill(first.bins - 1)]);
  const last = seen(6, { spikes: [0, 0, 0, 0, 0, 1] });
  assertEquals(last.since, [...[0, 1, 2, 3, 3].map((bin) => START + bin), DEAD]);
  assertEquals(last.until.at(-1), -1);
  assertEquals(last.until.slice(0, 5), [...Array(4).fill(last.bins - 1), UNTIL]);
  const twice = seen(6, { spikes: [0, 1, 1, 0, 0, 0] });
  assertEquals(twice.since, [START, DEAD, DEAD, EVENT, EVENT + 1, EVENT + 2]);
  assertEquals(twice.until.map((code) => code < 0), [false, true, true, false, false, false]);
});

Deno.test("eventSeries() has a bin for an event's dead time, until the next event or the end", () => {
  const spikes = [0, 1, 0, 0, 0, 0];
  const { since, until } = seen(6, { spikes, dead: 2 });
  assertEquals(since, [START, DEAD, DEAD, DEAD, EVENT, EVENT + 1]);
  assertEquals(until.map((code) => code < 0), [false, true, true, true, false, false]);
  assertEquals(seen(6, { spikes, dead: 4 }).since, [START, ...Array(5).fill(DEAD)]);
  assertEquals(seen(6, { spikes, dead: 50 }).since, [START, ...Array(5).fill(DEAD)]);
  const again = seen(6, { spikes: [1, 0, 1, 0, 0, 0], dead: 2 });
  assertEquals(again.since, [...Array(5).fill(DEAD), EVENT]);
});

Deno.test("eventSeries() tells the approach to an event apart by the distance, finer when near", () => {
  const spikes = Array.from({ length: 100 }, (_, k) => Number(k === 60));
  const { until, bins } = seen(100, { spikes });
  const near = until.slice(50, 60);
  assert(near.every((code, i) => i === 0 || code <= near[i - 1]));
  assert(new Set(near).size > 4);
  assertEquals(new Set(until.slice(0, 49)), new Set([bins - 1])); // a tenth of the series away
  assertEquals(new Set(until.slice(61)), new Set([bins - 1])); // and where none follows
});

Deno.test("eventSeries() puts samples that are not there in no bin, and holds the last value", () => {
  const middle = seen(6, { spikes: [0, 1, 0, 0, 0, 0], there: [1, 1, 0, 0, 1, 1] });
  assertEquals(middle.v, [1, 2, 2, 2, 5, 6]);
  assertEquals(middle.since, [START, DEAD, -1, -1, EVENT + 2, EVENT + 3]);
  assertEquals(middle.until.slice(2, 4), [-1, -1]);
  const end = seen(6, { there: [1, 1, 1, 0, 0, 0] });
  assertEquals(end.v, [1, 2, 3, 3, 3, 3]);
  assertEquals(end.since, [0, 1, 2, -1, -1, -1]);
  const start = seen(6, { there: [0, 0, 1, 1, 1, 1] });
  assertEquals(start.v, [3, 3, 3, 4, 5, 6]); // none before: the first
  assertEquals(start.since, [-1, -1, 2, 3, 3, 4]);
  assertEquals(seen(6, { there: [0, 0, 0, 0, 0, 0] }).since, Array(6).fill(-1));
});

const grid = { length: 3, step: 1 };
const spikes = set(series({ ...grid, binary: true }), { most: 2 });
const sweeps = { v: set(series(grid), { most: 2 }), spikes };

/** Two observations, of two sweeps and of one. */
const batch: Batch<typeof sweeps> = {
  fields: sweeps,
  count: 2,
  values: {
    v: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0),
    spikes: Float32Array.of(0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0),
  },
  sizes: { v: Uint32Array.of(2, 1), spikes: Uint32Array.of(2, 1) },
};

Deno.test("eventSeries() of sets counts each sweep for itself, and none that is not there", () => {
  const own = eventSeries(sweeps, { series: ["v"], events: "spikes" });
  assertEquals(own.shape, [2, 3, 3]);
  const rows = [...summarise(own, batch)];
  assertEquals(rows.filter((_, i) => i % 3 === 0), [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0]);
  assertEquals(rows.filter((_, i) => i % 3 === 1), [0, 6, 3, 0, 1, 2, 6, 3, 4, -1, -1, -1]);
  assertEquals(rows.slice(-9), [0, -1, -1, 0, -1, -1, 0, -1, -1]);
});

Deno.test("eventSeries() refuses sets of unequal numbers of sweeps", () => {
  const own = eventSeries(sweeps, { series: ["v"], events: "spikes" });
  const unequal = { ...batch, sizes: { v: Uint32Array.of(2, 1), spikes: Uint32Array.of(2, 2) } };
  assertThrows(
    () => summarise(own, unequal),
    RangeError,
    "each field must have as many sweeps: observation 1 has 1 of v and 2 of spikes",
  );
});

Deno.test("eventSeries() refuses fields of other kinds or grids, and a dead time that is none", () => {
  const fields: Fields = {
    v: series(grid),
    long: series({ length: 4, step: 1 }),
    slow: series({ length: 3, step: 2 }),
    numbers: vector(["a"]),
    sweeps: sweeps.v,
    vectors: set(vector(["a"]), { most: 2 }),
  };
  const refusals: readonly [EventSeriesOptions<Fields>, string][] = [
    [{ series: [] }, "series.length must be an integer >= 1: current value is 0"],
    [{ series: ["v"], dead: -1 }, "dead must be an integer >= 0: current value is -1"],
    [{ series: ["v"], dead: 0.5 }, "dead must be an integer >= 0: current value is 0.5"],
    [{ series: ["x"] }, '"x" must be a series or a set of them: it is no field'],
    [
      { series: ["constructor"] },
      '"constructor" must be a series or a set of them: it is no field',
    ],
    [{ series: ["numbers"] }, '"numbers" must be a series or a set of them: it is a vector'],
    [{ series: ["vectors"] }, "must be a series or a set of them: it is a set of vectors"],
    [
      { series: ["v", "long"] },
      'all must be on the grid of "v", 3 samples 1 apart: "long" has 4 samples 1 apart',
    ],
    [{ series: ["v"], events: "slow" }, '"slow" has 3 samples 2 apart'],
    [{ series: ["v"], present: "sweeps" }, '"sweeps" has 3 samples 1 apart, in sets of at most 2'],
    [{ series: ["sweeps"], events: "v" }, 'of "sweeps", 3 samples 1 apart, in sets of at most 2'],
  ];
  for (const [options, words] of refusals) {
    const error = assertThrows(() => eventSeries(fields, options), RangeError, words);
    assert(error.message.startsWith("Cannot read event series as "));
  }
});

const binary = (length: number) =>
  fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: length, maxLength: length });
const trains = fc.integer({ min: 1, max: 60 }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    spikes: binary(length),
    there: binary(length).map((marks) => marks.map((mark) => 1 - mark)),
    dead: fc.integer({ min: 0, max: 6 }),
  })
);

Deno.test("eventSeries() gives each sample that is there one bin since, and no other any", () => {
  fc.assert(
    fc.property(trains, ({ length, ...given }) => {
      const { since, until, bins } = seen(length, given);
      for (let k = 0; k < length; k++) {
        assertEquals(since[k] >= 0, given.there[k] === 1);
        for (const code of [since[k], until[k]]) {
          assert(Number.isInteger(code) && code >= -1 && code < bins);
        }
        // No bin is of both clocks.
        assert(until[k] < 0 || !since.includes(until[k]));
        const held = given.spikes.slice(Math.max(0, k - given.dead), k + 1).includes(1);
        assertEquals(until[k] < 0, held || given.there[k] === 0);
      }
    }),
    RUNS,
  );
});

Deno.test("eventSeries() bins depend on the events and not on the values", () => {
  fc.assert(
    fc.property(trains, fc.integer(), ({ length, spikes, dead }, seed) => {
      const of = (factor: number) => {
        const values = {
          v: Float32Array.from(spikes, (_, k) => factor * k),
          spikes: Float32Array.from(spikes),
        };
        const batch = seriesBatch(values, { count: 1, step: 1 });
        const own = eventSeries(batch.fields, { series: ["v"], events: "spikes", dead });
        return [...summarise(own, batch)].filter((_, i) => i % 3 > 0);
      };
      assertEquals(of(seed), of(1));
      assertEquals(of(1).length, 2 * length);
    }),
    RUNS,
  );
});

Deno.test("eventSeries() counts alike after any event", () => {
  fc.assert(
    fc.property(trains, ({ length, spikes, dead }) => {
      const { since } = seen(length, { spikes, dead });
      const after = [...spikes].flatMap((spike, k) => spike === 1 ? [k] : []);
      after.forEach((from, i) => {
        const own = since.slice(from, after[i + 1] ?? length);
        assertEquals(
          own,
          seen(length, { spikes: spikes.map((_, k) => Number(k === 0)), dead }).since.slice(
            0,
            own.length,
          ),
        );
      });
    }),
    RUNS,
  );
});
