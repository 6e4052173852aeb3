/**
 * How far the posterior of several sweeps is from the exact one, by their number.
 *
 *     deno run --allow-read bench/sweeps/grade.ts [checkpoint, that of the kit | untrained] [kit]
 *
 * The kit is `sweeps`, or `sweeps_learned`, which has no committed checkpoint:
 *
 *     deno task train --model bench/kits/sweeps_learned.ts
 *
 * @module
 */
import { namedCheckpoint } from "../../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../../lib/cli/store.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { grade } from "../../lib/diagnostics/comparison/grade.ts";
import sweepsKit from "../../lib/models/lif/kits/sweeps.ts";
import type { LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import type { SweepFields } from "../../lib/models/lif/sweeps/config.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { type Workflow, workflow } from "../../lib/workflow/workflow.ts";
import sweepsLearned from "../kits/sweeps_learned.ts";
import { BY_COUNT, readReference } from "./set.ts";

const nats = (value: number | undefined) => value?.toFixed(3);

async function print(
  { model, posterior }: Workflow<LifParameter, SweepFields>,
): Promise<void> {
  const { kl, klOffAtoms, truthGap, information } = await grade(
    posterior,
    model.prior,
    await readReference(model),
    { kinds: BY_COUNT },
  );
  for (const { label, rows, mean } of kl?.byKind ?? []) {
    console.log(`${label}: ${nats(mean)} nats, mean of ${rows} observations`);
  }
  console.log(
    `all: ${nats(kl?.mean)} ± ${nats(kl?.se)}, worst ${nats(kl?.worst)}, off atoms ` +
      `${nats(klOffAtoms?.mean)}, at the truths ${nats(truthGap?.mean)} ± ${nats(truthGap?.se)}; ` +
      `the prior ${nats(information?.mean)}`,
  );
}

const [path = namedCheckpoint("sweeps"), name = "sweeps"] = Deno.args;
const kit = name === "sweeps_learned" ? sweepsLearned : sweepsKit;
await startBackend();
if (path === "untrained") {
  using guide = workflow(setup(kit, { train: { n_train: 256 } }));
  await print(guide);
} else {
  using trained = await loadWorkflow(path, kit);
  await print(trained.workflow);
}
