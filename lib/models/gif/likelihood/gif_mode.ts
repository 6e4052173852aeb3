/**
 * The mode of the exact posterior and its curvature, in the prior's standard normal coordinates.
 *
 * @module
 */
import type { Row } from "../../../model/batch.ts";
import {
  type Expansion,
  type Laplace,
  laplace,
  type LaplaceOptions,
} from "../../../posterior/laplace.ts";
import type { GifConfig } from "../config.ts";
import { DIM } from "../parameters.ts";
import { gifJacobian, gifPrior } from "../prior/gif.ts";
import type { GifFields } from "../simulator/gif.ts";
import { type GifExpand, gifExpand, gifExpansion } from "./gif_expansion.ts";
import { gifExpansionPass, hasGifExpansionPass } from "./gif_expansion_pass.ts";
import { type GifTrace, gifTrace } from "./gif_trace.ts";

/** The longest step, in sd of the prior: the hazard is an exponential, far from its tangent. */
export const LONGEST = 1.5;

/**
 * Expands a log density about z into `out`; the information is that of the prior alone if `curved` is
 * false.
 */
export type ExpandNormal = (z: Float64Array, out: Expansion, curved?: boolean) => void;

/**
 * A function that takes a recording in, and gives the expansion of log p(z) + log p(recording | T(z))
 * about z until the next is taken, with the curvature of {@linkcode gifExpand}.
 */
export function gifPosteriorExpand(config: GifConfig): (row: Row<GifFields>) => ExpandNormal {
  const take = hasGifExpansionPass
    ? gifExpansionPass(config)
    : (trace: GifTrace) => gifExpand(trace, config);
  const prior = gifPrior();
  const jacobian = new Float64Array(DIM * DIM), product = new Float64Array(DIM * DIM);
  const own = gifExpansion();
  function expandNormal(
    expand: GifExpand,
    z: Float64Array,
    out: Expansion,
    curved?: boolean,
  ): void {
    const theta = prior.fromNormal(z).values;
    expand(theta, own, curved);
    gifJacobian(theta, jacobian);
    const { information, gradient } = own;
    let squares = 0;
    for (let i = 0; i < DIM; i++) {
      squares += z[i] * z[i];
      let slope = -z[i];
      for (let p = 0; p < DIM; p++) {
        slope += jacobian[p * DIM + i] * gradient[p];
        let sum = 0;
        for (let q = 0; q < DIM; q++) {
          sum += information[Math.max(p, q) * DIM + Math.min(p, q)] * jacobian[q * DIM + i];
        }
        product[p * DIM + i] = sum;
      }
      out.gradient[i] = slope;
    }
    for (let i = 0; i < DIM; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = i === j ? 1 : 0;
        for (let p = 0; p < DIM; p++) sum += jacobian[p * DIM + i] * product[p * DIM + j];
        out.information[i * DIM + j] = sum;
      }
    }
    out.value = own.value - 0.5 * squares;
  }

  return (row) => {
    const expand = take(gifTrace(row, config));
    return (z, out, curved) => expandNormal(expand, z, out, curved);
  };
}

/**
 * A function that finds Laplace's approximation of the exact posterior of one recording, in the
 * prior's standard normal coordinates.
 *
 * @throws {RangeError} When it is asked: if the recording is refused by {@linkcode gifTrace}.
 *
 * @example Usage
 * ```ts
 * import { gifMode } from "./gif_mode.ts";
 * import { gifConfig } from "../config.ts";
 * import { gifPrior } from "../prior/gif.ts";
 * import { gif } from "../simulator/gif.ts";
 * import { key } from "../../../core/random.ts";
 * import { rowOf } from "../../../model/batch.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: gifPrior(), simulator: gif() };
 * const { z, observations } = simulateJoint(key(1), model, 1);
 * const { mode, converged } = gifMode(gifConfig())(rowOf(observations, 0));
 * assert(converged && Math.abs(mode[0] - z[0]) < 0.3);
 * ```
 */
export function gifMode(
  config: GifConfig,
): (row: Row<GifFields>, options?: LaplaceOptions) => Laplace {
  const expand = gifPosteriorExpand(config);
  return (row, options = {}) =>
    laplace(expand(row), new Float64Array(DIM), { step: LONGEST, ...options });
}
