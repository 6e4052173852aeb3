/** Fields and batches of any kind, for fast-check. @module */
import fc from "fast-check";
import { type Batch, blankBatch, observationsOf, rowOf } from "../../lib/model/batch.ts";
import {
  type Field,
  type Fields,
  fieldSize,
  series,
  type SeriesField,
  set,
  vector,
  type VectorField,
} from "../../lib/model/field.ts";

/** Names that a person might give, some of them of every object or in need of quotes. */
const name = fc.oneof(
  fc.constantFrom("x", "y", "rate (Hz)", "a,b", "c;d", 'e"f', "constructor", "µ"),
  fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 1, maxLength: 6 }),
);
const names = (maxLength: number) => fc.uniqueArray(name, { minLength: 1, maxLength });

export const vectors: fc.Arbitrary<VectorField> = names(4).map(vector);
/** Series of a given length, or of any. */
export const seriesOf = (length: fc.Arbitrary<number>): fc.Arbitrary<SeriesField> =>
  fc.record({
    length,
    step: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    unit: fc.constantFrom("", "mV"),
    stepUnit: fc.constantFrom("", "ms"),
    binary: fc.boolean(),
  }).map(series);
const anySeries = seriesOf(fc.integer({ min: 1, max: 6 }));
const ones: fc.Arbitrary<VectorField | SeriesField> = fc.oneof(vectors, anySeries);
export const sets: fc.Arbitrary<Field> = fc.tuple(ones, fc.integer({ min: 1, max: 4 }))
  .map(([of, most]) => set(of, { most }));

/** One to four fields of some kind. */
export const fieldsOf = (field: fc.Arbitrary<Field>, maxLength = 4): fc.Arbitrary<Fields> =>
  names(maxLength).chain((all) =>
    fc.tuple(...all.map(() => field)).map((own) =>
      Object.fromEntries(all.map((name, i) => [name, own[i]]))
    )
  );
export const anyFields: fc.Arbitrary<Fields> = fieldsOf(fc.oneof(vectors, anySeries, sets));

/** A float32 that is neither NaN nor infinite; −0 is 0, which JSON does not tell apart. */
export const finite: fc.Arbitrary<number> = fc.float({ noNaN: true, noDefaultInfinity: true })
  .map((value) => value + 0);

/** `count` observations of these fields. */
export function batchOf<X extends Fields>(fields: X, count: number): fc.Arbitrary<Batch<X>> {
  const row = Object.values<Field>(fields).map((field) => {
    const inner = field.kind === "set" ? field.of : field;
    const value = inner.kind === "series" && inner.binary ? fc.constantFrom(0, 1) : finite;
    const size = fieldSize(inner);
    const minLength = field.kind === "set" ? 0 : 1,
      maxLength = field.kind === "set" ? field.most : 1;
    return fc.array(fc.array(value, { minLength: size, maxLength: size }), {
      minLength,
      maxLength,
    });
  });
  return fc.array(fc.tuple(...row), { minLength: count, maxLength: count }).map((all) => {
    const batch = blankBatch(fields, count);
    all.forEach((own, i) => {
      Object.values(rowOf(batch, i)).forEach((into, f) => {
        if (into instanceof Float32Array) return into.set(own[f].flat());
        into.values.set(own[f].flat());
        into.size = own[f].length;
      });
    });
    return batch;
  });
}

/** Fields, and one to five observations of them. */
export const batches: fc.Arbitrary<Batch> = fc.tuple(anyFields, fc.integer({ min: 1, max: 5 }))
  .chain(([fields, count]) => batchOf(fields, count));

/** How often a property is tried, and with which seed. */
export const RUNS = { seed: 20, numRuns: 60 };

/** The values of a batch, those of one field changed. */
export function valuesBy(
  { values }: Pick<Batch, "values">,
  name: string,
  change: (own: Float32Array) => Float32Array,
): Batch["values"] {
  const entries = Object.entries(values).map(([other, own]) => [
    other,
    other === name ? change(own) : own,
  ]);
  return Object.fromEntries(entries);
}

/** A copy that shares no numbers. */
export function copyOf<X extends Fields>(batch: Batch<X>): Batch<X> {
  return observationsOf(batch, Array.from({ length: batch.count }, (_, i) => i));
}
