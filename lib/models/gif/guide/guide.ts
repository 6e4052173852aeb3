/**
 * The neuron's guide: Laplace's approximation of the exact posterior, moved to where the third
 * derivatives put the mean, as features and as the coordinates in which it is N(0, I).
 *
 * @module
 */
import { logDeterminant, solveUpper } from "../../../core/linear_algebra.ts";
import { fisherTransform } from "../../../core/stats.ts";
import { rowOf } from "../../../model/batch.ts";
import type { Guide } from "../../../model/guide.ts";
import type { Transform } from "../../../model/transform.ts";
import { covarianceOf, laplace } from "../../../posterior/laplace.ts";
import { type MovedLaplace, movedLaplace } from "../../../posterior/laplace_mean.ts";
import type { GifConfig } from "../config.ts";
import { gifPosteriorExpand, LONGEST } from "../likelihood/gif_mode.ts";
import { DIM, GIF_PARAMETERS } from "../parameters.ts";
import type { GifFields } from "../simulator/gif.ts";

/** A step to the mode that gains less, in nats, is the last: the next would not be seen. */
const GAIN = 1e-3;

const PAIRS = GIF_PARAMETERS.flatMap((one, i) =>
  GIF_PARAMETERS.slice(0, i).map((other) => [one, other])
);

/** The names of the features, in their order. */
const FEATURES: readonly string[] = Object.freeze([
  ...GIF_PARAMETERS.map((name) => `mean of z of ${name}`),
  ...GIF_PARAMETERS.map((name) => `log sd of z of ${name}`),
  ...PAIRS.map(([one, other]) => `correlation of ${one} and ${other}`),
  ...GIF_PARAMETERS.map((_, k) => `mean less mode along axis ${k + 1}`),
  "log density at the mode",
]);

/** Numbers about an approximation, one for each of the names. */
function featuresOf(approximation: MovedLaplace, logDensity: number): Float64Array {
  const covariance = covarianceOf(approximation);
  const sds = GIF_PARAMETERS.map((_, j) => Math.sqrt(covariance[j * (DIM + 1)]));
  const fisher = sds.flatMap((sd, i) =>
    sds.slice(0, i).map((other, j) => fisherTransform(covariance[i * DIM + j], sd * other))
  );
  return Float64Array.of(
    ...approximation.mean,
    ...sds.map(Math.log),
    ...fisher,
    ...approximation.shift,
    logDensity,
  );
}

/** The transform to Lᵀ (z − mean), of which the approximation is N(0, I). */
function transformOf({ mean, factor }: MovedLaplace): Transform<"normal"> {
  const logDet = logDeterminant(factor, DIM) / 2;
  return {
    domain: "normal",
    forward({ z }, out) {
      for (let j = 0; j < DIM; j++) {
        let sum = 0;
        for (let i = j; i < DIM; i++) sum += factor[i * DIM + j] * (z[i] - mean[i]);
        out[j] = sum;
      }
      return logDet;
    },
    inverse(c, { z }) {
      solveUpper(factor, c, z);
      for (let j = 0; j < DIM; j++) z[j] += mean[j];
    },
  };
}

/**
 * The guide of the neuron: some 35 evaluations of the likelihood and its gradient an observation.
 *
 * @example Usage
 * ```ts
 * import { gifGuide } from "./guide.ts";
 * import { gifConfig } from "../config.ts";
 * import { gifPrior } from "../prior/gif.ts";
 * import { gif } from "../simulator/gif.ts";
 * import { key } from "../../../core/random.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: gifPrior(), simulator: gif() };
 * const { theta, z, observations } = simulateJoint(key(1), model, 1);
 * const c = new Float64Array(12);
 * gifGuide(gifConfig()).of(observations, 0).transform().forward({ theta: theta.values, z }, c);
 * assert(c.every((value) => Math.abs(value) < 5)); // the truth is where the posterior is
 * ```
 */
export function gifGuide(config: GifConfig): Guide<GifFields> {
  const take = gifPosteriorExpand(config);
  return {
    names: FEATURES,
    of(observations, row) {
      const expand = take(rowOf(observations, row));
      const found = laplace(expand, new Float64Array(DIM), { step: LONGEST, gain: GAIN });
      const moved = movedLaplace(expand, found);
      return {
        features: featuresOf(moved, found.logDensity),
        transform: () => transformOf(moved),
      };
    },
  };
}
