/**
 * How far the posterior of several sweeps is from the exact one, by their number.
 *
 *     deno run --allow-read bench/sweeps/grade.ts [checkpoint, that of the kit | untrained]
 *
 * @module
 */
import { namedCheckpoint } from "../../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../../lib/cli/store.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import sweepsKit from "../../lib/models/lif/kits/sweeps.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import { gradeSweeps } from "./set.ts";

const [path = namedCheckpoint("sweeps")] = Deno.args;
await startBackend();
if (path === "untrained") {
  using guide = workflow(setup(sweepsKit, { train: { n_train: 256 } }));
  await gradeSweeps(guide, console.log);
} else {
  using trained = await loadWorkflow(path, sweepsKit);
  await gradeSweeps(trained.workflow, console.log);
}
