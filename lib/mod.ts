/**
 * The main entry point of the library: simulate, train, infer, diagnose. Figures have an entry
 * point of their own, `./figures/mod.ts`, and so has each model, such as `./models/lif/mod.ts`.
 *
 * @example From a model of one's own to a posterior
 * ```ts
 * import * as sbi from "./mod.ts";
 *
 * await sbi.startBackend();
 * const mine = sbi.model({
 *   name: "mine",
 *   prior: sbi.chain({ mu: sbi.normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: sbi.vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + 0.5 * rng.normal()] }),
 * });
 * using workflow = sbi.workflow(sbi.setup(mine, { train: { n_train: 1000, epochs: 3 } }));
 * for await (const { history } of sbi.trainWorkflow(workflow)) console.log(history.at(-1));
 *
 * const { observations } = sbi.simulateJoint(sbi.key(1), mine, 1);
 * const draws = await workflow.posterior.sample(sbi.key(2), observations, 1000);
 * console.log(sbi.marginals(sbi.dataset(draws, 0)));
 * ```
 *
 * @module
 */

// Keys and random streams, draws by name, statistics of numbers.
export * from "./core/mod.ts";
// The backend, and the tree of a network's weights.
export * from "./compute/mod.ts";
// Distributions, and priors as chains of them.
export * from "./distributions/mod.ts";
// Summary networks and their layers.
export * from "./networks/mod.ts";
// Estimators of a posterior density.
export * from "./flows/mod.ts";
// Fields, observations, models, guides and transforms.
export * from "./model/mod.ts";
// How a network is trained.
export * from "./training/mod.ts";
// Posterior draws, and exact ones from those.
export * from "./posterior/mod.ts";
// Checks of a posterior, of an observation, of a model.
export * from "./diagnostics/mod.ts";
// Reports as tables.
export * from "./tables/mod.ts";
// From a model to a trained posterior, and from a checkpoint back to it.
export * from "./workflow/mod.ts";
