/**
 * Recordings with exact log-likelihoods, log evidence and posterior moments, made by independent
 * programs: see the metadata of tests/fixtures/lif_reference.safetensors.
 *
 * @module
 */
import type { Draws } from "../../lib/core/draws.ts";
import { decodeSafetensors } from "../../lib/core/safetensors.ts";
import {
  lif,
  LIF_PARAMETERS,
  type LifFields,
  type LifParameter,
} from "../../lib/models/lif/simulator/lif.ts";
import { type Batch, observation } from "../../lib/model/batch.ts";
import bytes from "../fixtures/lif_reference.safetensors" with { type: "bytes" };
import { neuronBatch } from "../../lib/models/neuron/fields.ts";

const { tensors } = decodeSafetensors(bytes);

/** A tensor of the fixture as doubles. */
export function referenceValues(name: string): Float64Array {
  return Float64Array.from(tensors[name].data, Number);
}

const voltage = Float32Array.from(referenceValues("voltage"));

/** All recordings of the fixture. */
export const referenceRecordings: Batch<LifFields> = neuronBatch(
  { voltage, spikes: Float32Array.from(referenceValues("spikes")) },
  lif().fields.voltage.step,
  voltage.length / 1000,
);

/** One of them. */
export function referenceRecording(index: number): Batch<LifFields> {
  return observation(referenceRecordings, index);
}

/** Rows of theta. */
export function thetaOf(...rows: readonly ArrayLike<number>[]): Draws<LifParameter> {
  const values = Float64Array.from(rows.flatMap((row) => Array.from(row)));
  return { names: LIF_PARAMETERS, count: rows.length, values };
}
