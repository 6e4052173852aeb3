/** `deno task train`: from nothing to a checkpoint. @module */
import { runCommand } from "./command.ts";
import { CHECKPOINT_OPTIONS, chosenSetup, startChosenBackend, TRAIN_OPTIONS } from "./store.ts";
import { trainToFile } from "./train_to_file.ts";

await runCommand({
  name: "deno task train",
  purpose: "Simulates, trains and writes a checkpoint; the run is saved after each epoch.",
  options: {
    ...CHECKPOINT_OPTIONS,
    ...TRAIN_OPTIONS,
    resume: { type: "boolean", help: "go on with the run that was interrupted" },
    anew: { type: "boolean", help: "discard the run that was interrupted" },
    force: { type: "boolean", help: "replace a checkpoint of another model or other numbers" },
  },
}, async (values) => {
  const { resume, anew, force, workers } = values;
  const { setup, path } = await chosenSetup(values);
  await startChosenBackend(values);
  await trainToFile(setup, { path, resume, anew, force, workers, log: console.log });
});
