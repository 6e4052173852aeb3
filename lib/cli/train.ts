/** `deno task train`: from nothing to a checkpoint. @module */
import { checkpointPath } from "./checkpoint_files.ts";
import { runCommand } from "./command.ts";
import { CHECKPOINT_OPTIONS, recipeOf, startChosenBackend, TRAIN_OPTIONS } from "./store.ts";
import { trainToFile } from "./train_to_file.ts";

await runCommand({
  name: "deno task train",
  purpose: "Simulates, trains and writes a checkpoint; the run is saved after each epoch.",
  options: {
    ...CHECKPOINT_OPTIONS,
    ...TRAIN_OPTIONS,
    resume: { type: "boolean", help: "go on with the run that was interrupted" },
    anew: { type: "boolean", help: "discard the run that was interrupted" },
    force: { type: "boolean", help: "replace a checkpoint of another recipe or other numbers" },
  },
}, async (values) => {
  const recipe = recipeOf(values);
  const { checkpoint: path = checkpointPath(recipe), resume, anew, force, workers } = values;
  await startChosenBackend(values);
  await trainToFile(recipe, { path, resume, anew, force, workers, log: console.log });
});
