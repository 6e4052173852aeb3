/**
 * What the local classifier test needs, from what every calibration check has: simulations and
 * draws of their posteriors. The summaries are posterior means: few, of any observation, and what a
 * posterior depends on most.
 *
 * @module
 */
import type { Draws, PosteriorDraws } from "../../core/draws.ts";
import { dataset } from "../../core/draws.ts";
import type { LocalC2stCalibration, LocalC2stSubject } from "./local_c2st.ts";
import { checkPairing } from "../calibration/pairing.ts";
import type { Summaries } from "./summary_distances.ts";

/** The mean of each parameter over draws `from` on, [dim]. */
function meansFrom({ names, count, values }: Draws, from: number): number[] {
  return names.map((_, j) => {
    let sum = 0;
    for (let i = from; i < count; i++) sum += values[i * names.length + j];
    return sum / (count - from);
  });
}

function summariesOf(names: readonly string[], rows: readonly number[][]): Summaries {
  return {
    names: names.map((name) => `mean ${name}`),
    count: rows.length,
    values: Float64Array.from(rows.flat()),
  };
}

/**
 * The calibration of {@linkcode localC2st}: of each simulation the first draw, and the means of the
 * others, so that a draw and the truth differ in nothing else.
 *
 * @throws {RangeError} If parameters or counts differ, a value is not finite or there are fewer
 * than two draws.
 *
 * @example Usage
 * ```ts
 * import { localCalibration } from "./local_calibration.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * // theta ~ N(0, 1), nothing is observed: the posterior is the prior.
 * const names = ["theta"] as const, datasets = 200, count = 19;
 * const truth = { names, count: datasets, values: normals(key(1), datasets) };
 * const posterior = { names, datasets, count, values: normals(key(2), datasets * count) };
 * const { draws, summaries } = localCalibration(truth, posterior);
 * assertEquals([draws.count, summaries.count], [200, 200]);
 * ```
 */
export function localCalibration<Name extends string>(
  truth: Draws<Name>,
  posterior: PosteriorDraws<NoInfer<Name>>,
): LocalC2stCalibration<Name> {
  checkPairing("calibrate local test", posterior, truth);
  const sets = Array.from({ length: posterior.datasets }, (_, i) => dataset(posterior, i));
  const dim = truth.names.length;
  const values = new Float64Array(truth.count * dim);
  sets.forEach((draws, i) => values.set(draws.values.subarray(0, dim), i * dim));
  return {
    truth,
    draws: { names: truth.names, count: truth.count, values },
    summaries: summariesOf(truth.names, sets.map((draws) => meansFrom(draws, 1))),
  };
}

/**
 * The subject of {@linkcode localC2st}, from draws of its posterior.
 *
 * @example Usage
 * ```ts
 * import { localSubject } from "./local_calibration.ts";
 * import { drawsOf } from "../../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { summaries } = localSubject(drawsOf(["theta"], [{ theta: 1 }, { theta: 3 }]));
 * assertEquals([summaries.names[0], summaries.values[0]], ["mean theta", 2]);
 * ```
 */
export function localSubject<Name extends string>(draws: Draws<Name>): LocalC2stSubject<Name> {
  return { draws, summaries: summariesOf(draws.names, [meansFrom(draws, 0)]) };
}
