/**
 * The simulations that everyone trains on, as files: those of the kit `original`, and the
 * observations with exact posteriors that everyone is graded on.
 *
 * @module
 */
import type { Dataset } from "../lib/model/dataset.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { encodeDataset, type Provenance } from "../lib/model/dataset_file.ts";
import type { ReferencePosteriors } from "../lib/diagnostics/comparison/grade.ts";
import { toCoordinates } from "../lib/model/coordinates.ts";
import { dataset } from "../lib/core/draws.ts";
import { writeAtomically } from "../lib/files.ts";
import type { Prior } from "../lib/distributions/prior.ts";
import { fold, key } from "../lib/core/random.ts";
import { encodeSafetensors } from "../lib/core/safetensors.ts";
import type { LifFields, LifParameter } from "../lib/models/lif/simulator/lif.ts";
import type { Setup } from "../lib/workflow/setup.ts";
import { type Workflow, workflow } from "../lib/workflow/workflow.ts";

/** Reference posteriors with draws. */
export type ExactSet = Required<ReferencePosteriors<LifParameter, LifFields>>;

type LifSetup = Setup<LifParameter, LifFields>;

/** The data sets of a training run, row by row those that `trainWorkflow` simulates. */
export function trainingSets(
  { kit: { model }, train: { seed, n_train, n_val } }: LifSetup,
): Readonly<Record<"training" | "validation", Dataset<LifParameter, LifFields>>> {
  const root = key(seed);
  return {
    training: simulateJoint(fold(root, "training"), model, n_train),
    validation: simulateJoint(fold(root, "validation"), model, n_val),
  };
}

/** Reference posteriors as a file that says which truths and draws lie on an atom of the prior. */
export function encodeReferencePosteriors(set: ExactSet, prior: Prior<LifParameter>): Uint8Array {
  const { theta, observations, logPosteriorTruth, exact: { draws, logPosterior } } = set;
  const { datasets, count, names, values } = draws;
  const steps = observations.fields.voltage.length;
  return encodeSafetensors({
    tensors: {
      theta: { data: theta.values, shape: [datasets, names.length] },
      voltage: { data: observations.values.voltage, shape: [datasets, steps] },
      spikes: { data: observations.values.spikes, shape: [datasets, steps] },
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

/**
 * Reference posteriors in the inputs and coordinates of a workflow: `inputs` [N, size] in standard
 * units, `points` [N, 1 + L, dim], the truth first, log |det dpoint/dtheta| and log p(theta | x),
 * which is NaN at an atom of the prior.
 */
export function encodeGradingInputs(
  { adapter, model }: Workflow<LifParameter, LifFields>,
  set: ExactSet,
): Uint8Array {
  const { theta, observations, logPosteriorTruth, exact: { draws, logPosterior } } = set;
  const { names, datasets, count } = draws;
  const dim = names.length, each = 1 + count;
  const values = new Float64Array(datasets * each * dim);
  const logP = new Float64Array(datasets * each);
  for (let i = 0; i < datasets; i++) {
    values.set(theta.values.subarray(i * dim, (i + 1) * dim), i * each * dim);
    values.set(dataset(draws, i).values, (i * each + 1) * dim);
    logP[i * each] = logPosteriorTruth[i];
    logP.set(logPosterior.subarray(i * count, (i + 1) * count), i * each + 1);
  }
  const rows = { names, count: datasets * each, values };
  const { summaryVariables, transform } = adapter.prepare(observations);
  const size = summaryVariables.length / datasets;
  const points = toCoordinates(model.prior, rows, (row) => transform(Math.floor(row / each)));
  const atoms = model.prior.atoms(rows);
  const shape = [datasets, each];
  return encodeSafetensors({
    tensors: {
      inputs: { data: summaryVariables, shape: [datasets, size] },
      points: { data: Float32Array.from(points.values), shape: [...shape, dim] },
      log_det: { data: points.logDet, shape },
      log_posterior: { data: logP.map((value, i) => atoms[i] ? NaN : value), shape },
    },
  });
}

/**
 * Writes the simulations of a budget as a setup sees them, its inputs and coordinates, into a
 * folder.
 */
export async function exportInputs(
  folder: string,
  setup: LifSetup,
  budget: LifSetup,
  set: ExactSet,
): Promise<void> {
  using own = workflow(setup);
  for (const [name, joint] of Object.entries(trainingSets(budget))) {
    const { count, inferenceVariables, summaryVariables } = own.adapter.adapt(joint);
    const bytes = encodeSafetensors({
      tensors: {
        inputs: { data: summaryVariables, shape: [count, summaryVariables.length / count] },
        coordinates: { data: inferenceVariables, shape: [count, joint.theta.names.length] },
      },
    });
    await writeAtomically(`${folder}/${name}.safetensors`, bytes);
  }
  await writeAtomically(`${folder}/grading.safetensors`, encodeGradingInputs(own, set));
}

/** Writes `training`, `validation` and `grading.safetensors` into a folder. */
export async function exportSimulations(
  folder: string,
  setup: LifSetup,
  set: ExactSet,
): Promise<void> {
  const { kit, numbers, train } = setup;
  const provenance: Provenance = {
    seed: train.seed,
    configuration: { numbers, train },
  };
  for (const [name, dataset] of Object.entries(trainingSets(setup))) {
    await writeAtomically(`${folder}/${name}.safetensors`, encodeDataset(dataset, provenance));
  }
  const bytes = encodeReferencePosteriors(set, kit.model.prior);
  await writeAtomically(`${folder}/grading.safetensors`, bytes);
}
