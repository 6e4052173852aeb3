/**
 * The leaky integrate-and-fire neuron with escape noise: the generalised one of `../gif/` without
 * anything that a spike leaves behind but the reset. As a special case of it, it has its exact
 * likelihood, and so an evidence.
 *
 * @module
 */
import { row, type Theta } from "../../core/draws.ts";
import { type Batch, type Row, rowOf } from "../../model/batch.ts";
import type { Simulator } from "../../model/simulator.ts";
import { blankExpansion, type Expansion, laplace } from "../../posterior/laplace.ts";
import { laplaceProblem } from "../../posterior/laplace_problem.ts";
import type { ExactProblem } from "../../posterior/refine.ts";
import type { GifConfig } from "../gif/config.ts";
import { gifLikelihood } from "../gif/likelihood/gif_likelihood.ts";
import { gifPosteriorExpand, LONGEST } from "../gif/likelihood/gif_mode.ts";
import { gifTrace } from "../gif/likelihood/gif_trace.ts";
import { DIM, GIF_PARAMETERS, type GifParameter } from "../gif/parameters.ts";
import { LEAKY_SHIFT, type LeakyParameter, leakyPrior } from "../gif/prior/gif.ts";
import { gif, type GifFields } from "../gif/simulator/gif.ts";

/** What a spike leaves behind in the generalised neuron, off; the time constants have no effect. */
const OFF = { b_fast: 0, b_slow: 0, c_fast: 0, c_slow: 0, tau_b: 1, tau_c: 1 } as const;
/** Those of them that are steps at a spike. */
const STEPS: ReadonlySet<string> = new Set(["b_fast", "b_slow", "c_fast", "c_slow"]);

/** So many sd of the logarithm below its median, a log-normal parameter is nothing. */
const NOTHING = -50;

const generalised = (theta: Theta<LeakyParameter>): Theta<GifParameter> => ({ ...theta, ...OFF });

/** The neuron of one experiment. */
export function leaky(config: GifConfig): Simulator<LeakyParameter, GifFields> {
  const { fields, conditions, simulate } = gif(config);
  return {
    parameters: leakyPrior().names,
    fields,
    ...(conditions && { conditions }),
    simulate: (rng, theta, out) => simulate(rng, generalised(theta), out),
  };
}

/**
 * The exact posterior of one recording, by importance sampling about its mode.
 *
 * @throws {RangeError} If the recording is refused by {@linkcode gifTrace}.
 *
 * @example Usage
 * ```ts
 * import { leaky, leakyProblem } from "./leaky.ts";
 * import { key } from "../../core/random.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { gifConfig } from "../gif/config.ts";
 * import { leakyPrior } from "../gif/prior/gif.ts";
 * import { assert } from "@std/assert";
 *
 * const config = gifConfig({ T: 200 });
 * const { z, observations } = simulateJoint(
 *   key(1),
 *   { prior: leakyPrior(), simulator: leaky(config) },
 *   1,
 * );
 * assert(Number.isFinite(leakyProblem(observations, config).target.logLikelihood(z)[0]));
 * ```
 */
export function leakyProblem(
  observation: Batch<GifFields>,
  config: GifConfig,
): ExactProblem<LeakyParameter> {
  const observed = rowOf(observation, 0), prior = leakyPrior();
  const evaluate = gifLikelihood(gifTrace(observed, config), config);
  return laplaceProblem(prior, {
    logLikelihood(theta) {
      const values = new Float64Array(DIM);
      return Float64Array.from({ length: theta.count }, (_, i) => {
        const full = generalised(row(theta, i));
        GIF_PARAMETERS.forEach((name, column) => values[column] = full[name]);
        return evaluate(values);
      });
    },
    mode: () => {
      const start = new Float64Array(prior.names.length);
      return laplace(leakyExpand(observed, config), start, { step: LONGEST });
    },
  });
}

/**
 * Expands the log posterior density: the generalised neuron's where a spike leaves nothing behind, in
 * the leaky one's coordinates z = z′ − shift, with its prior.
 */
function leakyExpand(
  observed: Row<GifFields>,
  config: GifConfig,
): (point: Float64Array, out: Expansion) => void {
  const expand = gifPosteriorExpand(config)(observed), all = blankExpansion(DIM);
  const { names } = leakyPrior(), own = names.map((name) => GIF_PARAMETERS.indexOf(name));
  const z = Float64Array.from(GIF_PARAMETERS, (name) => STEPS.has(name) ? NOTHING : 0);
  return (point, out) => {
    own.forEach((column, i) => z[column] = point[i] + (LEAKY_SHIFT[names[i]] ?? 0));
    expand(z, all);
    out.value = all.value;
    own.forEach((row, i) => {
      // Both priors are standard normal: their curvature is the same, but not their slope.
      out.value += 0.5 * (z[row] ** 2 - point[i] ** 2);
      out.gradient[i] = all.gradient[row] + z[row] - point[i];
      for (let j = 0; j <= i; j++) {
        const [high, low] = [Math.max(row, own[j]), Math.min(row, own[j])];
        out.information[i * own.length + j] = all.information[high * DIM + low];
      }
    });
  };
}
