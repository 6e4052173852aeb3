import { assert, assertEquals } from "@std/assert";
import {
  standardQuantities,
  standardSummaries,
} from "../../../lib/diagnostics/checks/standard_quantities.ts";
import { key } from "../../../lib/core/random.ts";
import { blankBatch } from "../../../lib/model/batch.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { series, set, vector } from "../../../lib/model/field.ts";
import { toy } from "../toy.ts";

Deno.test("standardQuantities() are of what is simulated, and of the elements of a set", () => {
  const batch = blankBatch(toy.simulator.fields, 2);
  batch.values.events.set([2, 4, 9], 10);
  batch.sizes?.events.set([0, 2]);
  const quantities = standardQuantities(toy.simulator);
  const of = (name: string, i: number) =>
    quantities.find((one) => one.name === name)?.evaluate(batch, i);
  assertEquals(quantities.map(({ name }) => name), [
    "point.x",
    "mean of trace",
    "sd of trace",
    "lowest trace",
    "highest trace",
    "drift of trace",
    "step between samples of trace",
    "size of events",
    "mean of events.size",
    "sd of events.size",
  ]);
  assertEquals([of("size of events", 0), of("mean of events.size", 0)], [0, NaN]);
  assertEquals([of("size of events", 1), of("mean of events.size", 1)], [2, 3]);
  assertEquals(quantities.find(({ name }) => name === "mean of trace")?.unit, "mV");
});

Deno.test("standardQuantities() of long vectors, events, series of one sample and sets of series", () => {
  const names = Array.from({ length: 12 }, (_, j) => `x${j}`);
  const fields = {
    long: vector(names),
    spikes: series({ length: 4, step: 1, binary: true }),
    single: series({ length: 1, step: 1 }),
    sweeps: set(series({ length: 3, step: 1, unit: "mV" }), { most: 2 }),
  };
  const batch = blankBatch(fields, 1);
  batch.values.spikes.set([1, 0, 1, 1]);
  batch.values.single[0] = 7;
  batch.values.sweeps.set([1, 2, 3]);
  batch.sizes?.sweeps.set([1]);
  const found = Object.fromEntries(
    standardQuantities(batch).map(({ name, evaluate }) => [name, evaluate(batch, 0)]),
  );
  assertEquals(found["mean of long"], 0);
  assertEquals([found["number of spikes"], found.single], [3, 7]);
  assertEquals([found["size of sweeps"], found["highest sweeps"]], [1, 3]);
});

Deno.test("standardSummaries() have the conditions, too, and are finite for empty sets", () => {
  const { observations } = simulateJoint(key(1), toy, 60);
  assert(observations.sizes?.events.some((size) => size === 0));
  const { "standard quantities": { names, count, values } } = standardSummaries(observations).sets;
  assertEquals([names.at(-1), count, values.length], ["gain.gain", 60, 60 * names.length]);
  assert(Array.from(values).every(Number.isFinite));
});
