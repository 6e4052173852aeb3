/**
 * A model of one file, trained with the standard network and numbers.
 *
 * @module
 */
import { adapter, fillRows } from "../lib/model/adapter.ts";
import type { BuildEstimator } from "../lib/flows/estimator.ts";
import { npe } from "../lib/flows/npe.ts";
import { whitened } from "../lib/model/coordinates.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import type { Fields } from "../lib/model/field.ts";
import type { Model } from "../lib/model/model.ts";
import { fitStandardisation } from "../lib/model/standardisation.ts";
import { amortizedPosterior } from "../lib/posterior/amortized_posterior.ts";
import type { AmortizedPosterior } from "../lib/posterior/posterior.ts";
import { fold, key } from "../lib/core/random.ts";
import type { EpochReport } from "../lib/core/history.ts";
import { train } from "../lib/training/train.ts";
import { type TrainConfig, trainConfig } from "../lib/training/train_config.ts";
import { STANDARD_TRAIN, standardEstimator } from "../lib/workflow/standard.ts";
import { standardNetwork } from "../lib/workflow/standard_network.ts";

/** A trained model; disposing it disposes the weights. */
export interface TrainedExample<Name extends string, X extends Fields> extends Disposable {
  readonly posterior: AmortizedPosterior<Name, X>;
  readonly history: readonly EpochReport[];
}

/** Simulations whose means and sds are the standard units; the first of those trained on. */
const PILOT = 1000;

/** Trains in this thread. A backend must have been started. */
export async function trainExample<Name extends string, X extends Fields>(
  model: Model<Name, X>,
  overrides: Partial<TrainConfig> = {},
  estimator: BuildEstimator = standardEstimator,
): Promise<TrainedExample<Name, X>> {
  const config = trainConfig({ ...STANDARD_TRAIN, ...overrides });
  const root = key(config.seed);
  const { summaries, network: summary } = standardNetwork(model.simulator.fields);
  const { observations } = simulateJoint(
    fold(root, "training"),
    model,
    Math.min(PILOT, config.n_train),
  );
  const units = fitStandardisation(summaries, observations);
  const own = adapter(whitened(model.prior), summaries, units, model.simulator.fields);
  const network = npe(
    fold(root, "weights"),
    { dim: model.prior.names.length, summaryShape: own.summaryShape },
    { summary, estimator },
  );
  const rows = (label: string) => ({
    fill: (range: { from: number; to: number }, into: Parameters<typeof fillRows>[4], at: number) =>
      fillRows(fold(root, label), model, own, range, into, at),
  });
  let history: readonly EpochReport[] = [];
  try {
    for await (
      const state of train({
        key: fold(root, "batches"),
        model: network,
        config,
        training: rows("training"),
        validation: rows("validation"),
      })
    ) history = state.history;
  } catch (error) {
    network[Symbol.dispose]();
    throw error;
  }
  return {
    posterior: amortizedPosterior(network, own),
    history,
    [Symbol.dispose]: () => network[Symbol.dispose](),
  };
}
