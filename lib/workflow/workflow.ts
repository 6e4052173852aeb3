/**
 * A workflow: a setup with its parts made. From nothing to a trained posterior in three calls,
 * {@linkcode ./setup.ts | setup}, {@linkcode workflow} and {@linkcode ./train_workflow.ts |
 * trainWorkflow}; or from a checkpoint in one, {@linkcode ./restore.ts | restore}.
 *
 * @module
 */
import { fold, type Key, key } from "../core/random.ts";
import { type Npe, npe } from "../flows/npe.ts";
import { type Adapter, adapter, type InputParts, networkInputs } from "../model/adapter.ts";
import type { Batch } from "../model/batch.ts";
import { drawPrior, simulateBatches } from "../model/dataset.ts";
import type { Fields } from "../model/field.ts";
import type { JointModel } from "../model/simulator.ts";
import { fitStandardisationTo, type Standardisation } from "../model/standardisation.ts";
import { amortizedPosterior } from "../posterior/amortized_posterior.ts";
import type { AmortizedPosterior } from "../posterior/posterior.ts";
import { type ExactProblem, refine, type Refinement } from "../posterior/refine.ts";
import type { Architecture } from "../flows/npe.ts";
import { type Moments, momentsOf } from "../model/transform.ts";
import type { Kit } from "./kit.ts";
import type { Setup } from "./setup.ts";
import { standardEstimator } from "./standard.ts";
import { standardNetwork } from "./standard_network.ts";
import { standardSummary } from "./standard_parts.ts";

/**
 * What is estimated from warm-up simulations: the standardisation of the networks' inputs and
 * outputs.
 */
export interface WarmUp {
  /** Of theta, in physical units. */
  readonly moments: Moments;
  /** Of the summary variables. */
  readonly standardisation: Standardisation;
}

/** The parts of a setup, made. Disposing it disposes the weights. */
export interface Workflow<Name extends string = string, X extends Fields = Fields>
  extends Disposable {
  /** What it was made from. */
  readonly setup: Setup<Name, X>;
  /** The standardisation that the networks use. */
  readonly warmUp: WarmUp;
  /** The kit's. */
  readonly model: JointModel<Name, X>;
  /** Between physical units and the networks'. */
  readonly adapter: Adapter<Name, X>;
  /** The networks, with their weights. */
  readonly network: Npe;
  /** q(theta | x), as good as the network is trained. */
  readonly posterior: AmortizedPosterior<Name, X>;
  /**
   * Exact draws for one observation, from those of the posterior.
   *
   * @param problem The exact posterior, if not the kit's.
   * @throws {RangeError} If the model has no exact posterior, or draws can leave the prior's
   * support.
   */
  refine(
    key: Key,
    observation: Batch<X>,
    count: number,
    problem?: ExactProblem<Name>,
  ): Promise<Refinement<Name>>;
}

/** Simulations of the warm-up; a smaller training set warms up by itself, at no further cost. */
const WARM_UP = 10_000;

/** What the network of a kit is fed with, and what it is. */
export interface NetworkParts<X extends Fields = Fields> extends InputParts<X> {
  readonly architecture: Architecture;
}

/**
 * What the network of a kit is fed with, and what it is: by default what suits the model's fields,
 * or its own summaries and guide.
 *
 * @throws {RangeError} If it has an architecture, and neither summaries nor a guide for it to read.
 */
export function networkParts<Name extends string, X extends Fields>(
  { name, model, summaries, guide, architecture }: Kit<Name, X>,
): NetworkParts<X> {
  if (architecture && !summaries && !guide) {
    throw new RangeError(
      `Cannot build network of ${name} as its kit must have summaries or a guide, which its architecture ` +
        "reads: there is neither",
    );
  }
  if (summaries || guide) {
    return {
      summaries,
      guide,
      architecture: architecture ?? { summary: standardSummary, estimator: standardEstimator },
    };
  }
  const standard = standardNetwork(model.simulator.fields);
  return {
    summaries: standard.summaries,
    architecture: { summary: standard.network, estimator: standardEstimator },
  };
}

/** Standardisation from warm-up simulations, in memory that doesn't grow with their number. */
export function warmUp<Name extends string, X extends Fields>(
  { kit, train }: Setup<Name, X>,
): WarmUp {
  const { model } = kit;
  const small = train.n_train < WARM_UP;
  // "pilot" is only the label of a key: the committed weights depend on it.
  const own = fold(key(train.seed), small ? "training" : "pilot");
  const to = small ? train.n_train : WARM_UP;
  function* observations() {
    for (const batch of simulateBatches(own, model, { from: 0, to })) {
      yield batch.observations;
    }
  }
  return {
    moments: momentsOf(drawPrior(own, model.prior, { to }).theta),
    standardisation: fitStandardisationTo(networkInputs(networkParts(kit)), to, observations),
  };
}

/**
 * Makes the parts of a setup, the networks untrained. A backend must have been started.
 *
 * @param units Those of an earlier warm-up; if not given, it is simulated now.
 *
 * @example Usage
 * ```ts
 * import { workflow } from "./workflow.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { vector } from "../model/field.ts";
 * import { model } from "../model/model.ts";
 * import { setup } from "./setup.ts";
 * import { simulateJoint } from "../model/dataset.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * using untrained = workflow(setup(mine, { train: { n_train: 256 } }));
 * const { observations } = simulateJoint(key(1), mine, 2);
 * const draws = await untrained.posterior.sample(key(2), observations, 10);
 * assertEquals([draws.datasets, draws.count], [2, 10]);
 * ```
 */
export function workflow<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  units: WarmUp = warmUp(setup),
): Workflow<Name, X> {
  const { kit, train: { seed } } = setup;
  const { model } = kit;
  const { architecture, ...inputs } = networkParts(kit);
  const adapted = adapter({
    prior: model.prior,
    fields: model.simulator.fields,
    ...inputs,
    transform: kit.transform?.(units.moments),
    standardisation: units.standardisation,
  });
  const network = npe(
    fold(key(seed), "weights"),
    { dim: model.prior.names.length, summaryShape: adapted.summaryShape },
    architecture,
  );
  const posterior = amortizedPosterior(network, adapted);
  return {
    setup,
    warmUp: units,
    model,
    adapter: adapted,
    network,
    posterior,
    async refine(key, observation, count, problem = kit.exact?.(observation)) {
      if (!problem) {
        throw new RangeError(
          `Cannot refine posterior as ${kit.name} must have an exact posterior: it has none`,
        );
      }
      return await refine(
        key,
        (key, count) => posterior.propose(key, observation, count),
        problem,
        count,
      );
    },
    [Symbol.dispose]: () => network[Symbol.dispose](),
  };
}
