/**
 * From a checkpoint to the workflow that was saved.
 *
 * @module
 */
import { allFinite, ofLength } from "../core/check.ts";
import { networkInputs } from "../model/adapter.ts";
import type { Fields } from "../model/field.ts";
import { layoutOf, writeWeights } from "../training/weights.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { fingerprint } from "./fingerprint.ts";
import type { KitSource } from "./kit.ts";
import { differences, type Setup, setup, type SetupOptions } from "./setup.ts";
import { networkParts, type Workflow, workflow } from "./workflow.ts";

/** What identifies the setup of a checkpoint. */
type SetupOf = Pick<Checkpoint, "name" | "numbers" | "train" | "parameters" | "fingerprint">;

/** In what a checkpoint is not of a setup, as "epochs: 50, not 10": wanted, found. */
export function unlike<Name extends string, X extends Fields>(
  { kit, numbers, train }: Setup<Name, X>,
  { name, parameters, fingerprint: print, ...found }: SetupOf,
): string[] {
  const wanted = kit.model.prior.names.join(", "), theirs = parameters.join(", ");
  const different = [
    ...(name === kit.name ? [] : [`model: ${kit.name}, not ${name}`]),
    ...(theirs === wanted ? [] : [`parameters: ${wanted}, not ${theirs}`]),
    ...differences({ numbers, train }, found),
  ];
  if (different.length > 0 || print === fingerprint(kit)) return different;
  return ["its prior, simulator or summaries were others in training: train anew"];
}

/**
 * Refuses a checkpoint that was made with another kit or other numbers, whose units are not those
 * of the kit's parameters and summary variables, or whose weights are not numbers.
 */
function checkSetup<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  checkpoint: Checkpoint,
  otherwise: (different: string) => Error,
): void {
  const action = `restore checkpoint of ${checkpoint.name}`;
  const different = unlike(setup, checkpoint);
  if (different.length > 0) throw otherwise(different.join("; "));
  const { moments, standardisation } = checkpoint.warmUp;
  const { names } = networkInputs(networkParts(setup.kit));
  for (const part of ["mean", "sd"] as const) {
    ofLength(action, `theta.${part}`, moments[part], checkpoint.parameters.length);
    allFinite(action, `theta.${part}`, moments[part]);
    ofLength(action, `summary.${part}`, standardisation[part], names.length);
    allFinite(action, `summary.${part}`, standardisation[part]);
  }
  allFinite(action, "weights", checkpoint.weights);
}

/** Refuses weights that are not those of the workflow's networks. */
function checkLayout<Name extends string, X extends Fields>(
  { network }: Workflow<Name, X>,
  { name, layout }: Checkpoint,
): void {
  const wanted = layoutOf(network.variables);
  const unlike = wanted.findIndex(({ path, shape }, i) =>
    layout[i]?.path !== path || `${layout[i].shape}` !== `${shape}`
  );
  if (unlike < 0 && wanted.length === layout.length) return;
  const say = (entry?: { path: string; shape: readonly number[] }) =>
    entry ? `${entry.path} [${entry.shape}]` : "nothing";
  const at = Math.max(0, unlike);
  throw new SyntaxError(
    `Cannot restore checkpoint of ${name} as its weights must begin with ${say(wanted[at])}: ` +
      `found ${say(layout[at])}`,
  );
}

/**
 * The workflow of a setup with the weights of a checkpoint.
 *
 * @param otherwise The error if the checkpoint is of another setup, from what is different.
 * @throws {SyntaxError} If the checkpoint is of another setup, or its weights do not fit the
 * networks.
 * @throws {RangeError} If its units or weights are not as many numbers as the kit has.
 */
export function restoreSetup<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  checkpoint: Checkpoint,
  otherwise = (different: string): Error =>
    new SyntaxError(
      `Cannot restore checkpoint of ${checkpoint.name} as it must be of the setup's numbers: ` +
        different,
    ),
): Workflow<Name, X> {
  checkSetup(setup, checkpoint, otherwise);
  const restored = workflow(setup, checkpoint.warmUp);
  try {
    checkLayout(restored, checkpoint);
    writeWeights(restored.network.variables, checkpoint.weights);
    return restored;
  } catch (error) {
    restored[Symbol.dispose]();
    throw error;
  }
}

/**
 * The workflow that a checkpoint was made from, with its weights.
 *
 * @param source The model, kit or family of kits that was trained: a checkpoint imports nothing.
 * @throws {SyntaxError} If the checkpoint is of another, or its weights do not fit the networks.
 * @throws {RangeError} If its units or weights are not as many numbers as the kit has.
 *
 * @example Usage
 * ```ts
 * import { restore } from "./restore.ts";
 * import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
 * import { trainWorkflow } from "./train_workflow.ts";
 * import { workflow } from "./workflow.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { vector } from "../model/field.ts";
 * import { model } from "../model/model.ts";
 * import { setup } from "./setup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * using mu = workflow(setup(mine, { train: { n_train: 1000, epochs: 2 } }));
 * const [checkpoint] = await Array.fromAsync(trainWorkflow(mu));
 * using restored = restore(mine, decodeCheckpoint(encodeCheckpoint(checkpoint)));
 * assertEquals(restored.setup.train.epochs, 2);
 * ```
 */
export function restore<Name extends string, X extends Fields>(
  source: KitSource<Name, X>,
  checkpoint: Checkpoint,
  { module }: Pick<SetupOptions, "module"> = {},
): Workflow<Name, X> {
  const { numbers, train } = checkpoint;
  return restoreSetup(setup(source, { numbers, train, ...(module && { module }) }), checkpoint);
}
