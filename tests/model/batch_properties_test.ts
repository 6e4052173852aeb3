/** What holds for observations of any fields, whatever their numbers. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { key } from "../../lib/core/random.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import {
  type Batch,
  blankBatch,
  copyObservation,
  firstObservations,
  observation,
  observationsOf,
  rowOf,
} from "../../lib/model/batch.ts";
import { checkBatch } from "../../lib/model/check_batch.ts";
import { drawPrior, simulateBatches, simulateJoint } from "../../lib/model/dataset.ts";
import { decodeDataset, encodeDataset } from "../../lib/model/dataset_file.ts";
import { type Fields, fieldSize, set, vector } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import type { Simulator } from "../../lib/model/simulator.ts";
import { anyFields, batches, copyOf, RUNS, valuesBy } from "./random_fields.ts";

const batchAndRows = batches.chain((batch) =>
  fc.tuple(fc.constant(batch), fc.array(fc.nat(batch.count - 1), { maxLength: 6 }))
);

Deno.test("observation(), rowOf(), observationsOf() and firstObservations() agree", () => {
  fc.assert(
    fc.property(batchAndRows, ([batch, rows]) => {
      const taken = observationsOf(batch, rows);
      assertEquals([taken.fields, taken.count], [batch.fields, rows.length]);
      rows.forEach((row, at) => assertEquals(observation(taken, at), observation(batch, row)));
      for (let i = 0; i < batch.count; i++) {
        const { values, sizes } = observation(batch, i);
        for (const [name, own] of Object.entries(rowOf(batch, i))) {
          const [found, size] = own instanceof Float32Array ? [own] : [own.values, own.size];
          assertEquals([found, size], [values[name], sizes?.[name]?.[0]]);
        }
      }
      const half = Math.floor(batch.count / 2);
      const places = Array.from({ length: half }, (_, i) => i);
      assertEquals(firstObservations(batch, half), observationsOf(batch, places));
    }),
    RUNS,
  );
});

Deno.test("copyObservation() copies one observation, and nothing beside it", () => {
  fc.assert(
    fc.property(batches, fc.nat(), fc.nat(), (batch, a, b) => {
      const from = a % batch.count, to = b % batch.count;
      const into = blankBatch(batch.fields, batch.count);
      copyObservation(batch, from, into, to);
      for (let i = 0; i < batch.count; i++) {
        const blank = blankBatch(batch.fields, 1);
        assertEquals(observation(into, i), i === to ? observation(batch, from) : blank);
      }
    }),
    RUNS,
  );
});

const check = (fields: Fields, batch: Batch) => checkBatch("use batch", fields, batch);

Deno.test("checkBatch() accepts every batch, also blank ones", () => {
  fc.assert(
    fc.property(batches, (batch) => {
      check(batch.fields, batch);
      check(batch.fields, blankBatch(batch.fields, batch.count));
      check(batch.fields, firstObservations(batch, 0));
    }),
    RUNS,
  );
});

/** Single faults of a field of a batch, where it can have them. */
const FAULTS: Readonly<Record<string, (batch: Batch, name: string, at: number) => Batch | void>> = {
  "NaN": (batch, name, at) => {
    batch.values[name][at % batch.values[name].length] = NaN;
    return batch;
  },
  "infinite": (batch, name, at) => {
    batch.values[name][at % batch.values[name].length] = -Infinity;
    return batch;
  },
  "a value less": (batch, name) => ({
    ...batch,
    values: valuesBy(batch, name, (own) => own.subarray(1)),
  }),
  "a value more": (batch, name) => ({
    ...batch,
    values: valuesBy(batch, name, (own) => Float32Array.of(...own, 0)),
  }),
  "an observation more": ({ fields, values, ...batch }, name) => ({
    ...batch,
    fields,
    values: valuesBy({ values }, name, (own) => {
      return Float32Array.of(...own, ...own.subarray(0, fieldSize(fields[name])));
    }),
  }),
  "too many elements": (batch, name, at) => {
    const sizes = batch.sizes?.[name], field = batch.fields[name];
    if (!sizes || field.kind !== "set") return;
    sizes[at % batch.count] = field.most + 1;
    return batch;
  },
  "values beyond the elements": (batch, name, at) => {
    const sizes = batch.sizes?.[name], field = batch.fields[name];
    const row = at % batch.count;
    if (!sizes || field.kind !== "set" || sizes[row] === field.most) return;
    batch.values[name][(row + 1) * fieldSize(field) - 1] = 1;
    return batch;
  },
  "a size more": (batch, name) => {
    if (batch.fields[name].kind !== "set") return;
    return { ...batch, sizes: { ...batch.sizes, [name]: new Uint32Array(batch.count + 1) } };
  },
  "no values": ({ values, ...batch }, name) => ({
    ...batch,
    values: Object.fromEntries(Object.entries(values).filter(([other]) => other !== name)),
  }),
  "no field": ({ fields, ...batch }, name) => ({
    ...batch,
    fields: Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name)),
  }),
  "another field": (batch, name) => ({
    ...batch,
    fields: { ...batch.fields, [name]: vector(["another", "one"]) },
  }),
};

for (const [fault, make] of Object.entries(FAULTS)) {
  Deno.test(`checkBatch() refuses ${fault}, naming the field`, () => {
    let refused = 0;
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(), (batch, which, at) => {
        const names = Object.keys(batch.fields), name = names[which % names.length];
        const faulty = make(copyOf(batch), name, at);
        if (!faulty) return;
        const { message } = assertThrows(() => check(batch.fields, faulty), RangeError);
        assertStringIncludes(message, "Cannot use batch as ");
        assertStringIncludes(message, name);
        refused++;
      }),
      RUNS,
    );
    assert(refused > 5, `only ${refused} were faulty`);
  });
}

Deno.test("checkBatch() refuses a field more, in fields and in values", () => {
  fc.assert(
    fc.property(batches, ({ fields, values, ...batch }) => {
      const more = { other: vector(["one"]) }, own = { other: new Float32Array(batch.count) };
      for (
        const faulty of [
          { ...batch, fields: { ...fields, ...more }, values },
          { ...batch, fields, values: { ...values, ...own } },
          { ...batch, fields: { ...fields, ...more }, values: { ...values, ...own } },
        ]
      ) {
        assertThrows(() => check(fields, faulty), RangeError, "other");
      }
    }),
    RUNS,
  );
});

const prior = chain({ mu: normal({ mean: 3, sd: 2 }), nu: normal({ mean: 0, sd: 1 }) });

/** A simulator of these fields, which never runs. */
const idle = (fields: Fields): Simulator<"mu" | "nu"> => ({
  parameters: prior.names,
  fields,
  simulate: () => {},
});

Deno.test("encodeDataset() refuses a field that would be written over", () => {
  const data = { ...drawPrior(key(1), prior, { to: 2 }) };
  const taken = [["theta"], ["z"], ["x", "x.sizes"]];
  for (const names of taken) {
    const fields = Object.fromEntries(names.map((name) => [name, set(vector(["a"]), { most: 2 })]));
    const observations = blankBatch(fields, 2);
    assertThrows(
      () => encodeDataset({ ...data, observations }, { seed: 1, configuration: {} }),
      RangeError,
      `Cannot write data set as no field may be called theta, z or as a set's sizes: "${
        names.at(-1)
      }"`,
    );
  }
});

Deno.test("decodeDataset() gives back what encodeDataset() was given, for any fields", () => {
  fc.assert(
    fc.property(batches, fc.nat(1e6), (observations, seed) => {
      const data = { ...drawPrior(key(seed), prior, { to: observations.count }), observations };
      const bytes = encodeDataset(data, { seed, configuration: {} });
      assertEquals(decodeDataset(bytes, { prior, simulator: idle(observations.fields) }), data);
    }),
    RUNS,
  );
});

/** A model that fills any fields with what depends on theta and noise. */
function filling(fields: Fields) {
  return model({
    name: "filling",
    prior,
    observables: fields,
    conditions: {
      fields: { given: vector(["one"]) },
      sample: (rng) => ({ given: [rng.normal()] }),
    },
    simulate: (rng, { mu, nu }, { given }) =>
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => {
          const one = field.kind === "set" ? field.of : field;
          const value = () =>
            one.kind === "series" && one.binary
              ? Number(rng.uniform() < 0.5)
              : mu * given[0] + nu + rng.normal();
          const element = () => Array.from({ length: fieldSize(one) }, value);
          if (field.kind !== "set") return [name, element()];
          const length = Math.floor((field.most + 1) * rng.uniform());
          return [name, Array.from({ length }, element)];
        }),
      ),
  });
}

Deno.test("simulateJoint() of any model is the same however it is cut", () => {
  fc.assert(
    fc.property(anyFields, fc.nat(1e6), fc.nat(7), (fields, seed, cut) => {
      const own = filling(fields);
      const whole = simulateJoint(key(seed), own, 8);
      check(own.simulator.fields, whole.observations);
      const into = copyOf(firstObservations(whole.observations, 1));
      const one = simulateJoint(key(seed), own, 1, { from: cut, into });
      assertEquals(one.observations, observation(whole.observations, cut));
      assertEquals(one.theta.values, whole.theta.values.slice(2 * cut, 2 * cut + 2));
      const parts = [...simulateBatches(key(seed), own, { from: cut, to: 8 })];
      assertEquals(parts.length, 1);
      const rest = Array.from({ length: 8 - cut }, (_, i) => cut + i);
      assertEquals(parts[0].observations, observationsOf(whole.observations, rest));
    }),
    RUNS,
  );
});
