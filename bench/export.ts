/**
 * The simulations that everyone trains on, as files: those of the recipe `original`, and the
 * observations with exact posteriors that everyone is graded on.
 *
 * @module
 */
import type { Dataset } from "../lib/dataset.ts";
import { simulateJoint } from "../lib/dataset.ts";
import { encodeDataset, type Provenance } from "../lib/dataset_file.ts";
import type { GradingSet } from "../lib/diagnostics/grade.ts";
import { writeAtomically } from "../lib/files.ts";
import { lifPrior } from "../lib/priors/lif.ts";
import type { Prior } from "../lib/priors/prior.ts";
import { fold, key } from "../lib/random.ts";
import type { Configuration } from "../lib/recipes/recipe.ts";
import { encodeSafetensors } from "../lib/safetensors.ts";
import { lif, type LifChannel, type LifParameter } from "../lib/simulators/lif.ts";

/** A grading set with exact draws. */
export type ExactSet = Required<GradingSet<LifParameter, LifChannel>>;

/** The data sets of a training run, row by row those that {@linkcode trainStudy} simulates. */
export function trainingSets(
  { sim, prior, train: { seed, n_train, n_val } }: Configuration,
): Readonly<Record<"training" | "validation", Dataset<LifParameter, LifChannel>>> {
  const model = { prior: lifPrior(prior), simulator: lif(sim) };
  const root = key(seed);
  return {
    training: simulateJoint(fold(root, "training"), model, n_train),
    validation: simulateJoint(fold(root, "validation"), model, n_val),
  };
}

/** A grading set as a file that says which truths and draws lie on an atom of the prior. */
export function encodeGradingSet(set: ExactSet, prior: Prior<LifParameter>): Uint8Array {
  const { theta, recordings, logPosteriorTruth, exact: { draws, logPosterior } } = set;
  const { datasets, count, names, values } = draws;
  const steps = recordings.times.length;
  return encodeSafetensors({
    tensors: {
      theta: { data: theta.values, shape: [datasets, names.length] },
      voltage: { data: recordings.channels.voltage, shape: [datasets, steps] },
      spikes: { data: recordings.channels.spikes, shape: [datasets, steps] },
      draws: { data: values, shape: [datasets, count, names.length] },
      logpost_truth: { data: logPosteriorTruth, shape: [datasets] },
      logpost_draws: { data: logPosterior, shape: [datasets, count] },
      truth_atoms: { data: prior.atoms(theta), shape: [datasets] },
      draw_atoms: {
        data: prior.atoms({ names, count: datasets * count, values }),
        shape: [datasets, count],
      },
    },
    metadata: { parameters: names.join(",") },
  });
}

/** Writes `training`, `validation` and `grading.safetensors` into a folder. */
export async function exportSimulations(
  folder: string,
  configuration: Configuration,
  set: ExactSet,
): Promise<void> {
  const provenance: Provenance = {
    seed: configuration.train.seed,
    configuration: { ...configuration },
  };
  for (const [name, dataset] of Object.entries(trainingSets(configuration))) {
    await writeAtomically(`${folder}/${name}.safetensors`, encodeDataset(dataset, provenance));
  }
  const bytes = encodeGradingSet(set, lifPrior(configuration.prior));
  await writeAtomically(`${folder}/grading.safetensors`, bytes);
}
