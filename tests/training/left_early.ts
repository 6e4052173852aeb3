/** A program that leaves its training after an epoch: it must come to its end. @module */
import { startBackend } from "../../lib/compute/backend.ts";
import { trainInWorkers } from "../../lib/training/train_in_workers.ts";
import { conjugateModel, conjugateTask } from "./conjugate.ts";

await startBackend();
const overrides = { n_train: 1000, n_val: 512, epochs: 2, batch_size: 50 };
using model = conjugateModel();
const module = { url: new URL("./conjugate.ts", import.meta.url).href, argument: { overrides } };
for await (const _ of trainInWorkers(conjugateTask(model, overrides), module, { workers: 2 })) {
  break;
}
console.log("left");
