import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import {
  decodeCheckpoint,
  decodeRunningCheckpoint,
  encodeCheckpoint,
} from "../../lib/workflow/checkpoint.ts";
import { lockPath, runningPath } from "../../lib/cli/checkpoint_files.ts";
import { lock } from "../../lib/cli/lock.ts";
import { loadOrTrain } from "../../lib/cli/store.ts";
import { trainToFile, type TrainToFileOptions } from "../../lib/cli/train_to_file.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import { needsTemporaryFolder, temporaryFolder } from "../temporary_folder.ts";

await startBackend();
const setupOf = (epochs: number) =>
  setup(defaultKit, {
    numbers: { T: 20 },
    train: { n_train: 256, n_val: 128, epochs, batch_size: 32, refresh: 0 },
  });
const short = setupOf(2);

/** A run that was killed after its first epoch. */
async function killed(path: string): Promise<Uint8Array> {
  using own = workflow(short);
  for await (const running of trainWorkflow(own, { workers: 1 })) {
    await Deno.writeFile(runningPath(path), encodeCheckpoint(running));
    break;
  }
  return await Deno.readFile(runningPath(path));
}

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name)).sort();
}

const quiet = (path: string, options: Partial<TrainToFileOptions> = {}) => ({
  path,
  workers: 1,
  log: () => {},
  ...options,
});

Deno.test({
  ...needsTemporaryFolder,
  name: "trainToFile() writes the checkpoint, and replaces none of other numbers unless forced",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.safetensors`;
    const made = await trainToFile(short, quiet(path));
    assertEquals(await names(folder.path), ["a.safetensors"]);
    const bytes = await Deno.readFile(path);
    assertEquals(decodeCheckpoint(bytes), made);

    const longer = setupOf(3);
    const { message } = await assertRejects(() => trainToFile(longer, quiet(path)), RangeError);
    assertStringIncludes(
      message,
      `Cannot train into ${path} as what is there must be a checkpoint`,
    );
    assertStringIncludes(message, "epochs: 3, not 2");
    await assertRejects(() => loadOrTrain(longer, quiet(path)), RangeError, "--force replaces it");
    assertEquals(await Deno.readFile(path), bytes);

    await trainToFile(longer, quiet(path, { force: true }));
    assertEquals(decodeCheckpoint(await Deno.readFile(path)).history.length, 3);

    await Deno.writeFile(path, bytes.subarray(0, bytes.length - 1)); // damaged
    await assertRejects(() => trainToFile(short, quiet(path)), RangeError, "--force replaces it");
    await trainToFile(short, quiet(path, { force: true }));
    assertEquals(decodeCheckpoint(await Deno.readFile(path)).weights, made.weights);

    await Deno.writeTextFile(path, "a recording of mine");
    for (const force of [false, true]) {
      await assertRejects(
        () => trainToFile(short, quiet(path, { force })),
        RangeError,
        "what is there must be a checkpoint: it is none",
      );
    }
    assertEquals(await Deno.readTextFile(path), "a recording of mine");
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name:
    "trainToFile() never loses a run under way unless asked to, and ends it in the same weights",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.safetensors`;
    const whole = await trainToFile(short, quiet(`${folder.path}/whole.safetensors`));
    const saved = await killed(path);
    await assertRejects(
      () => trainToFile(short, quiet(path)),
      RangeError,
      "after epoch 1 of 2; --resume goes on with it, --anew discards it",
    );
    await assertRejects(
      () => trainToFile(setupOf(3), quiet(path)),
      RangeError,
      "is another, --anew discards it: epochs: 3, not 2",
    );
    await assertRejects(
      () => trainToFile(setupOf(3), quiet(path, { resume: true })),
      RangeError,
      "epochs: 3, not 2",
    );
    assertEquals(await Deno.readFile(runningPath(path)), saved);

    const damaged = saved.slice();
    damaged[damaged.length - 1] ^= 1;
    await Deno.writeFile(runningPath(path), damaged);
    for (const options of [{}, { resume: true }]) {
      await assertRejects(() => trainToFile(short, quiet(path, options)), Error, "is damaged");
    }
    const anew = await trainToFile(short, quiet(path, { anew: true }));
    assertEquals(anew.weights, whole.weights);

    await Deno.remove(path);
    await killed(path);
    const told: string[] = [];
    using trained = await loadOrTrain(short, quiet(path, { log: (line) => told.push(line) }));
    assertEquals(trained.checkpoint.weights, whole.weights);
    assertStringIncludes(told.join("\n"), "going on with the run under way");
    assert(!told.some((line) => line.startsWith("epoch 1")), "the first epoch was trained again");
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "trainToFile() goes on with a run whose last epoch is saved, and refuses what excludes",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.safetensors`;
    using own = workflow(short);
    const [, last] = await Array.fromAsync(trainWorkflow(own, { workers: 1 }));
    await Deno.writeFile(runningPath(path), encodeCheckpoint(last));
    decodeRunningCheckpoint(await Deno.readFile(runningPath(path)));
    const both = quiet(path, { resume: true, anew: true });
    await assertRejects(() => trainToFile(short, both), RangeError, "exclude each other");
    await trainToFile(short, quiet(path, { resume: true }));
    assertEquals(await names(folder.path), ["a.safetensors"]);
    await assertRejects(
      () => trainToFile(short, quiet(path, { resume: true })),
      RangeError,
      "there must be a run under way",
    );
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "trainToFile() reports before the work that it can't write, or that another training does",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.safetensors`;
    {
      using _ = await lock(lockPath(path), () => {
        throw new Error("nobody holds it");
      });
      await assertRejects(
        () => trainToFile(short, quiet(path)),
        RangeError,
        `Cannot train into ${path} as only one training may write it: another is under way`,
      );
    }
    await Deno.mkdir(path);
    await assertRejects(() => trainToFile(short, quiet(path)), TypeError, "it is a folder");
    await assertRejects(
      () => trainToFile(short, quiet(path, { force: true })),
      TypeError,
      "it is a folder",
    );
    await assertRejects(
      () => trainToFile(short, quiet(`${folder.path}/b`, { workers: 0 })),
      RangeError,
      "--workers must be an integer >= 1",
    );
    assertEquals(await names(folder.path), ["a.safetensors"]);
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "trainToFile() reports what a run leaves that learned nothing",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.safetensors`;
    const log: string[] = [];
    const useless = setup(defaultKit, {
      numbers: { T: 20 },
      train: { n_train: 32, n_val: 32, epochs: 1, batch_size: 32, refresh: 0, warmup: 0 },
    });
    const options = { path, workers: 1, log: (line: string) => void log.push(line) };
    await assertRejects(() => trainToFile(useless, options), Error, "must fall below");
    assertEquals(
      log.at(-1),
      `the run up to epoch 1 is kept in ${runningPath(path)}; deno task train --anew discards it`,
    );
    assertEquals(await names(folder.path), ["a.training.safetensors"]);
  },
});
