/**
 * The places of sets, each read by the same network.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { elements } from "../core/arrays.ts";
import { integer } from "../core/check.ts";
import type { SummaryNetwork } from "./network.ts";

/** What a network reads of sets. */
export interface SetPlacesOptions {
  /**
   * The shape [most, …, width] of one set with all its places, taken or free. The last of the
   * `width` numbers is 1 throughout an element that is there, and 0 in a free place.
   */
  readonly shape: readonly number[];
  /** [N, …, width] → [N, element.dim]: reads one element, its mark included. */
  readonly element: SummaryNetwork;
}

/** Sets as their network has read them. */
export interface SetPlaces {
  /** [N, most, 1]: 1 where an element is, 0 in a free place. */
  readonly taken: tf.Tensor3D;
  /** [N, most, element.dim], of free places with no meaning. */
  readonly outputs: tf.Tensor3D;
}

/**
 * Reads sets, [N, …shape]. To be called inside a `tf.tidy`.
 *
 * @param action What is being built, for its refusals.
 * @throws {RangeError} If a number is not a positive integer, or the element's network takes noise.
 */
export function setPlaces(
  action: string,
  { shape: [most, ...of], element }: SetPlacesOptions,
): (x: tf.Tensor) => SetPlaces {
  const width = of.at(-1) ?? 0, size = elements(of);
  integer(action, "most", most, 1);
  integer(action, "width", width, 1);
  if (element.noise) {
    throw new RangeError(
      `Cannot ${action} as its element network must take no noise: it takes ${element.noise}`,
    );
  }
  return (x) => {
    const sets = x.shape[0];
    const places = x.reshape<tf.Tensor3D>([sets, most, size]);
    return {
      taken: places.slice([0, 0, width - 1], [sets, most, 1]),
      outputs: element.apply(places.reshape([sets * most, ...of]))
        .reshape([sets, most, element.dim]),
    };
  };
}
