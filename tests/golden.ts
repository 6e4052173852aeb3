/**
 * Golden traces and moments made by an independent program: tests/fixtures/lif_golden.py.
 *
 * @module
 */
import { decodeSafetensors } from "../lib/core/safetensors.ts";
import golden from "./fixtures/lif_golden.safetensors" with { type: "bytes" };

const { tensors } = decodeSafetensors(golden);

/** A tensor of the fixture as doubles. */
export function goldenValues(name: string): Float64Array {
  return Float64Array.from(tensors[name].data, Number);
}
