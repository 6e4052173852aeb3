/**
 * Simulates observations from the joint distribution, with draws of their exact posteriors.
 *
 * @module
 */
import type { Fields } from "../../model/field.ts";
import { integer } from "../../core/check.ts";
import { simulateJoint } from "../../model/dataset.ts";
import type { JointModel } from "../../model/simulator.ts";
import type { Posterior } from "../../posterior/posterior.ts";
import { fold, type Key } from "../../core/random.ts";
import { logProbWithAtoms } from "./atoms.ts";
import type { ReferencePosteriors } from "./grade.ts";

/** The numbers of observations and draws. */
export interface ReferenceSize {
  /** Observations, each with its truth. */
  readonly observations: number;
  /** Exact draws for each of them. */
  readonly draws: number;
}

/**
 * Simulates observations, and draws from the exact posterior of each.
 *
 * @param exact A posterior that can be taken for exact, such as `referencePosterior`.
 *
 * @example Usage
 * ```ts
 * import { simulateReferencePosteriors } from "./simulate_reference_posteriors.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { referencePosterior } from "../../models/lif/likelihood/reference_posterior.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif({ T: 5 }) };
 * const exact = referencePosterior(model.prior, { T: 5 });
 * const size = { observations: 1, draws: 50 };
 * const { theta, exact: { draws } } = await simulateReferencePosteriors(key(1), model, exact, size);
 * assertEquals([theta.count, draws.count], [1, 50]);
 * ```
 */
export async function simulateReferencePosteriors<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  exact: Posterior<NoInfer<Name>, NoInfer<X>>,
  { observations: size, draws: count }: ReferenceSize,
): Promise<Required<ReferencePosteriors<Name, X>>> {
  integer("simulate reference posteriors", "observations", size, 1);
  integer("simulate reference posteriors", "draws", count, 1);
  const { theta, observations } = simulateJoint(fold(key, "observations"), model, size);
  const draws = await exact.sample(fold(key, "exact"), observations, count);
  const truths = { ...theta, datasets: size, count: 1 };
  return {
    theta,
    observations,
    logPosteriorTruth: await logProbWithAtoms(exact, model.prior, truths, observations),
    exact: {
      draws,
      logPosterior: await logProbWithAtoms(exact, model.prior, draws, observations),
    },
  };
}
