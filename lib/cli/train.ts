/** `deno task train`: from nothing to a checkpoint. @module */
import { runCommand } from "./command.ts";
import {
  CHECKPOINT_OPTIONS,
  checkpointPath,
  recipeOf,
  startChosenBackend,
  TRAIN_OPTIONS,
  trainToFile,
} from "./store.ts";

await runCommand({
  name: "deno task train",
  purpose: "Simulates, trains and writes a checkpoint; the run is saved after each epoch.",
  options: {
    ...CHECKPOINT_OPTIONS,
    ...TRAIN_OPTIONS,
    resume: { type: "boolean", help: "go on with the run that was interrupted" },
  },
}, async (values) => {
  const recipe = recipeOf(values);
  await startChosenBackend(values);
  const path = values.checkpoint ?? checkpointPath(recipe.name);
  using _ = await trainToFile(recipe, {
    path,
    resume: values.resume,
    workers: values.workers,
    log: console.log,
  });
});
