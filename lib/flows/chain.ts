/**
 * Composition of bijectors.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Bijector, Transformed } from "./bijector.ts";

function run(bijectors: readonly Bijector[], way: "forward" | "inverse"): Bijector["forward"] {
  return (x, context) => {
    const [first, ...rest] = bijectors;
    let { value, logDet }: Transformed = first[way](x, context);
    for (const bijector of rest) {
      const image: Transformed = bijector[way](value, context);
      value = image.value;
      logDet = tf.add(logDet, image.logDet); // not addN: WebGPU takes but 8 arguments
    }
    return { value, logDet };
  };
}

/**
 * Applies bijectors in reading order: forward, the first listed is the first applied.
 *
 * @throws {RangeError} If there is none, or their dims differ.
 *
 * @example Usage
 * ```ts
 * import { chain } from "./chain.ts";
 * import { permute } from "./permute.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const x = toTensor([5, 6, 7], [1, 3]);
 * const twice = chain([permute([1, 2, 0]), permute([0, 2, 1])]);
 * assertEquals([...await toValues(twice.forward(x, x).value)], [6, 5, 7]);
 * ```
 */
export function chain(bijectors: readonly Bijector[]): Bijector {
  if (bijectors.length === 0) {
    throw new RangeError("Cannot chain bijectors as at least one is needed: there is none");
  }
  const { dim } = bijectors[0];
  bijectors.forEach((bijector, i) => {
    if (bijector.dim !== dim) {
      throw new RangeError(
        `Cannot chain bijectors as all must have dim ${dim}: number ${i} has dim ${bijector.dim}`,
      );
    }
  });
  return Object.freeze({
    dim,
    forward: run(bijectors, "forward"),
    inverse: run(bijectors.toReversed(), "inverse"),
  });
}
