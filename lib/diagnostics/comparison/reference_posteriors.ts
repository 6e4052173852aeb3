/**
 * Reads and writes reference posteriors: observations with known parameters in a safetensors file, with
 * tensors `theta` [N, D], the channels [N, T], and where the exact posterior is known
 * `logpost_truth` [N], `draws` [N, L, D] and `logpost_draws` [N, L]; at an atom of the prior these
 * are logs of a mass, as those of `Prior.logProb` are.
 *
 * @module
 */
import type { Fields } from "../../model/field.ts";
import { allFinite } from "../../core/check.ts";
import type { JointModel } from "../../model/simulator.ts";
import type { Dataset } from "../../model/dataset.ts";
import {
  decodeDataset,
  encodeDataset,
  type Provenance,
  tensorOfShape,
} from "../../model/dataset_file.ts";
import { decodeSafetensors, encodeSafetensors } from "../../core/safetensors.ts";
import type { ReferencePosteriors } from "./grade.ts";

/**
 * Reads the reference posteriors of a given model.
 *
 * @throws {SyntaxError} If a tensor is missing or has another shape; `draws` and `logpost_draws`
 * come together or not at all.
 * @throws {RangeError} If a value is not finite.
 *
 * @example Usage
 * ```ts
 * import { decodeReferencePosteriors } from "./reference_posteriors.ts";
 * import { key } from "../../core/random.ts";
 * import { chain } from "../../distributions/chain.ts";
 * import { normal } from "../../distributions/normal.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { encodeDataset } from "../../model/dataset_file.ts";
 * import { vector } from "../../model/field.ts";
 * import { model } from "../../model/model.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * const bytes = encodeDataset(simulateJoint(key(1), mine, 3), { seed: 1, configuration: {} });
 * assertEquals(decodeReferencePosteriors(bytes, mine).theta.count, 3);
 * ```
 */
export function decodeReferencePosteriors<Name extends string, X extends Fields>(
  bytes: Uint8Array,
  model: JointModel<Name, X>,
): ReferencePosteriors<Name, X> {
  const { theta, observations } = decodeDataset(bytes, model);
  const { tensors } = decodeSafetensors(bytes);
  const { names, count } = theta;
  const doubles = (name: string, shape: readonly number[]) => {
    const values = Float64Array.from(tensorOfShape(tensors, name, shape).data, Number);
    allFinite("read reference posteriors", name, values);
    return values;
  };
  const set = {
    theta,
    observations,
    ...(tensors.logpost_truth && { logPosteriorTruth: doubles("logpost_truth", [count]) }),
  };
  if (!tensors.draws && !tensors.logpost_draws) return set;
  const perRow = tensorOfShape(tensors, "draws", [count, -1, names.length]).shape[1];
  return {
    ...set,
    exact: {
      draws: {
        names,
        datasets: count,
        count: perRow,
        values: doubles("draws", [count, perRow, names.length]),
      },
      logPosterior: doubles("logpost_draws", [count, perRow]),
    },
  };
}

/**
 * The bytes of reference posteriors, which {@linkcode decodeReferencePosteriors} reads.
 *
 * @param data The truths and the observations.
 * @param exact Of these: log p(theta* | x), draws and their log densities.
 *
 * @example Usage
 * ```ts
 * import { decodeReferencePosteriors, encodeReferencePosteriors } from "./reference_posteriors.ts";
 * import { key } from "../../core/random.ts";
 * import { chain } from "../../distributions/chain.ts";
 * import { normal } from "../../distributions/normal.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { vector } from "../../model/field.ts";
 * import { model } from "../../model/model.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * const data = simulateJoint(key(1), mine, 2);
 * const draws = { names: mine.prior.names, datasets: 2, count: 1, values: Float64Array.of(0, 1) };
 * const bytes = encodeReferencePosteriors(data, {
 *   logPosteriorTruth: Float64Array.of(-1, -2),
 *   exact: { draws, logPosterior: Float64Array.of(-3, -4) },
 * }, { seed: 1, configuration: {} });
 * assertEquals(decodeReferencePosteriors(bytes, mine).exact?.draws, draws);
 * ```
 */
export function encodeReferencePosteriors<Name extends string, X extends Fields>(
  data: Dataset<Name, X>,
  { logPosteriorTruth, exact: { draws, logPosterior } }: Pick<
    Required<ReferencePosteriors<Name, X>>,
    "logPosteriorTruth" | "exact"
  >,
  provenance: Provenance,
): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(encodeDataset(data, provenance));
  const { datasets, count, names } = draws;
  return encodeSafetensors({
    tensors: {
      ...tensors,
      logpost_truth: { data: logPosteriorTruth, shape: [datasets] },
      draws: { data: draws.values, shape: [datasets, count, names.length] },
      logpost_draws: { data: logPosterior, shape: [datasets, count] },
    },
    metadata,
  });
}
