/**
 * What is observed of a neuron: its voltage and its spikes, samples on one time grid.
 *
 * @module
 */
import type { Batch } from "../../model/batch.ts";
import { series, type SeriesField, timesOf } from "../../model/field.ts";

/** Spikes as 0 or 1, one value a sample. */
export type SpikeFields = Readonly<Record<"spikes", SeriesField>>;
/** Voltage in mV, one value a sample. */
export type VoltageFields = Readonly<Record<"voltage", SeriesField>>;
/** The known current in pA, one value a sample: a condition, given to the neuron and not made by it. */
export type CurrentFields = Readonly<Record<"current", SeriesField>>;
/** Voltage and spikes. */
export type NeuronFields = VoltageFields & SpikeFields;

/**
 * The fields of recordings of `length` samples, `step` ms apart.
 *
 * @example Usage
 * ```ts
 * import { neuronFields } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(neuronFields(1000, 0.2).voltage.unit, "mV");
 * ```
 */
export function neuronFields(length: number, step: number): NeuronFields {
  const grid = { length, step, stepUnit: "ms" };
  return {
    voltage: series({ ...grid, unit: "mV" }),
    spikes: series({ ...grid, binary: true }),
  };
}

/**
 * The field of known currents of `length` samples, `step` ms apart.
 *
 * @example Usage
 * ```ts
 * import { currentFields } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(currentFields(1000, 0.2).current.unit, "pA");
 * ```
 */
export function currentFields(length: number, step: number): CurrentFields {
  return { current: series({ length, step, stepUnit: "ms", unit: "pA" }) };
}

/**
 * Recordings as a batch.
 *
 * @param values Row-major, [count, samples] each.
 * @param step Between two samples, in ms.
 *
 * @example Usage
 * ```ts
 * import { neuronBatch } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const one = neuronBatch({ voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) }, 0.2);
 * assertEquals(one.fields.voltage.length, 2);
 * ```
 */
export function neuronBatch(
  values: Batch<NeuronFields>["values"],
  step: number,
  count = 1,
): Batch<NeuronFields> {
  return { fields: neuronFields(values.voltage.length / count, step), count, values };
}

/**
 * The times of the samples of voltage or spikes, in ms.
 *
 * @example Usage
 * ```ts
 * import { neuronFields, sampleTimes } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...sampleTimes({ fields: neuronFields(3, 0.5) })], [0, 0.5, 1]);
 * ```
 */
export function sampleTimes(
  { fields }: { readonly fields: VoltageFields | SpikeFields },
): Float64Array {
  return timesOf("voltage" in fields ? fields.voltage : fields.spikes);
}
