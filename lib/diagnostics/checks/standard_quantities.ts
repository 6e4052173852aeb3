/**
 * Test quantities of any fields, for a model that has none of its own: the components of a short
 * vector; mean, sd, extremes, drift and roughness of a series; size, mean and sd of a set.
 *
 * @module
 */
import type { Batch } from "../../model/batch.ts";
import {
  type Field,
  type Fields,
  fieldSize,
  type SeriesField,
  type SetField,
  type VectorField,
} from "../../model/field.ts";
import { mean, quantiles, sd } from "../../core/stats.ts";
import type { Simulator } from "../../model/simulator.ts";
import type { Summarised } from "./summarised.ts";
import type { TestQuantity } from "./test_quantities.ts";

/** Components of a vector that are looked at one by one; of a longer one, all together. */
const COMPONENTS = 10;

/** A number about the values of one field, of a set those of its elements only. */
interface Measure {
  readonly name: string;
  readonly unit: string;
  of(values: Float32Array): number;
}

function extreme(values: Float32Array, better: (a: number, b: number) => number): number {
  return values.length === 0 ? NaN : values.reduce((a, b) => better(a, b));
}

/** Of values in whatever order. */
function spreadMeasures(name: string, unit: string): Measure[] {
  return [
    { name: `mean of ${name}`, unit, of: mean },
    { name: `sd of ${name}`, unit, of: sd },
    { name: `lowest ${name}`, unit, of: (values) => extreme(values, Math.min) },
    { name: `highest ${name}`, unit, of: (values) => extreme(values, Math.max) },
  ];
}

function vectorMeasures(name: string, { names }: VectorField): Measure[] {
  if (names.length > COMPONENTS) return spreadMeasures(name, "");
  return names.map((component, j) => ({
    name: `${name}.${component}`,
    unit: "",
    of: (values) => values[j],
  }));
}

function seriesMeasures(name: string, { unit, binary, length }: SeriesField): Measure[] {
  const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
  if (binary) return [{ name: `number of ${name}`, unit: "", of: sum }];
  if (length < 2) return [{ name, unit, of: ([value]) => value }];
  const half = length >> 1;
  return [
    ...spreadMeasures(name, unit),
    {
      name: `drift of ${name}`,
      unit,
      of: (values) => mean(values.subarray(half)) - mean(values.subarray(0, half)),
    },
    {
      name: `step between samples of ${name}`,
      unit,
      of: (values) => {
        const steps = values.subarray(1).map((value, k) => Math.abs(value - values[k]));
        return quantiles(steps, [0.5])[0];
      },
    },
  ];
}

function setMeasures(name: string, { of }: SetField): Measure[] {
  const width = fieldSize(of);
  const size = {
    name: `size of ${name}`,
    unit: "",
    of: ({ length }: Float32Array) => length / width,
  };
  if (of.kind === "series") return [size, ...spreadMeasures(name, of.unit)];
  if (width > COMPONENTS) return [size, ...spreadMeasures(name, "")];
  const columns = of.names.flatMap((component, j) => {
    const column = (values: Float32Array) => values.filter((_, k) => k % width === j);
    return [
      {
        name: `mean of ${name}.${component}`,
        unit: "",
        of: (all: Float32Array) => mean(column(all)),
      },
      { name: `sd of ${name}.${component}`, unit: "", of: (all: Float32Array) => sd(column(all)) },
    ];
  });
  return [size, ...columns];
}

function measuresOf(name: string, field: Field): Measure[] {
  if (field.kind === "vector") return vectorMeasures(name, field);
  return field.kind === "series" ? seriesMeasures(name, field) : setMeasures(name, field);
}

function quantitiesOf<X extends Fields>(fields: X, names: readonly string[]): TestQuantity<X>[] {
  return names.flatMap((name) => {
    const field = fields[name];
    const size = fieldSize(field);
    return measuresOf(name, field).map(({ name: called, unit, of }) => ({
      name: called,
      unit,
      evaluate({ values, sizes }: Batch<X>, index: number) {
        const taken = field.kind === "set" && sizes
          ? sizes[name][index] * fieldSize(field.of)
          : size;
        return of(values[name].subarray(index * size, index * size + taken));
      },
    }));
  });
}

/**
 * The standard quantities of what a simulator makes; conditions are given, and the same in every
 * replicate. A quantity is NaN where it is undefined, such as the mean of an empty set.
 *
 * @example Usage
 * ```ts
 * import { standardQuantities } from "./standard_quantities.ts";
 * import { seriesBatch } from "../../model/batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ rate: Float32Array.of(1, 4, 2, 5) }, { count: 1, step: 1 });
 * const values = standardQuantities(batch).map(({ name, evaluate }) => [name, evaluate(batch, 0)]);
 * assertEquals(values[0], ["mean of rate", 3]);
 * assertEquals(values.slice(2), [
 *   ["lowest rate", 1],
 *   ["highest rate", 5],
 *   ["drift of rate", 1],
 *   ["step between samples of rate", 3],
 * ]);
 * ```
 */
export function standardQuantities<X extends Fields>(
  { fields, conditions }: Pick<Simulator<string, X>, "fields" | "conditions">,
): TestQuantity<X>[] {
  const given: readonly string[] = conditions?.names ?? [];
  return quantitiesOf(fields, Object.keys(fields).filter((name) => !given.includes(name)));
}

/**
 * The standard quantities of all fields, as summaries for the test for misspecification: of
 * conditions too, as a network has not learned to answer others than those it was trained with.
 * What is undefined counts as 0; a set's size tells where that is.
 *
 * @example Usage
 * ```ts
 * import { standardSummaries } from "./standard_quantities.ts";
 * import { seriesBatch } from "../../model/batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ rate: Float32Array.of(1, 4, 2, 5) }, { count: 2, step: 1 });
 * const { count, names, values } = standardSummaries(batch).sets["standard quantities"];
 * assertEquals([count, names[0], values[0], values[names.length]], [2, "mean of rate", 2.5, 3.5]);
 * ```
 */
export function standardSummaries<X extends Fields>(observations: Batch<X>): Summarised {
  const { fields, count } = observations;
  const quantities = quantitiesOf(fields, Object.keys(fields));
  const width = quantities.length;
  const values = new Float64Array(count * width);
  quantities.forEach(({ evaluate }, j) => {
    for (let i = 0; i < count; i++) {
      const value = evaluate(observations, i);
      values[i * width + j] = Number.isNaN(value) ? 0 : value;
    }
  });
  const names = quantities.map(({ name }) => name);
  return { sets: { "standard quantities": { names, count, values } } };
}
