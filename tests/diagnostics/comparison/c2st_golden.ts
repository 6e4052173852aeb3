/** scikit-learn's answers, made by an independent program: tests/fixtures/c2st_golden.py. */
import { decodeSafetensors } from "../../../lib/core/safetensors.ts";
import golden from "../../fixtures/c2st_golden.safetensors" with { type: "bytes" };

const { tensors } = decodeSafetensors(golden);

/** A tensor of the fixture as doubles. */
export function c2stGolden(name: string): Float64Array {
  return Float64Array.from(tensors[name].data, Number);
}
