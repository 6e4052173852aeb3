import { assertEquals, assertRejects } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import { namedCheckpoint } from "../../lib/cli/checkpoint_files.ts";
import { chosenSetup, loadTrained, loadWorkflow } from "../../lib/cli/store.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import originalKit from "../../lib/models/lif/kits/original.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/workflow/checkpoint.ts";
import { needs } from "../permissions.ts";
import { temporaryFolder } from "../temporary_folder.ts";
import committed from "../../data/default.safetensors" with { type: "bytes" };

await startBackend();

const needed = needs({ read: ["."], write: [".temporary"] });
const nothing = { recipe: undefined, model: undefined, set: undefined, numbers: undefined };
const unnamed = { ...nothing, checkpoint: undefined };
const model = "tests/workflow/user_model.ts";

Deno.test({
  ...needed,
  name: "chosenSetup() makes the setup that is named, and reports where its checkpoint belongs",
  async fn() {
    const { setup, path } = await chosenSetup({ ...unnamed, set: "T=400", epochs: 3 });
    assertEquals([setup.numbers.T, setup.train.epochs, setup.module?.name], [400, 3, "default"]);
    assertEquals(path.split("/").at(-1), "default-T-400-epochs-3.safetensors");
    const own = await chosenSetup({ ...unnamed, model, simulations: 512 });
    assertEquals(own.path, "tests/workflow/user_model-n_train-512.safetensors");
    assertEquals([own.setup.kit.name, own.setup.module?.name], ["decay", "./user_model.ts"]);
    const both = chosenSetup({ ...unnamed, model, recipe: "default" });
    await assertRejects(() => both, RangeError, "--recipe and --model exclude each other");
    await assertRejects(
      () => chosenSetup({ ...unnamed, set: "I_maen=3" }),
      RangeError,
      '"I_maen" is none of them, did you mean "I_mean"?',
    );
  },
});

Deno.test({
  ...needed,
  name: "loadTrained() takes the committed checkpoint where nothing is named, whatever names it",
  async fn() {
    for (
      const values of [
        unnamed,
        { ...unnamed, recipe: "default" },
        { ...unnamed, set: "T=200" },
        { ...unnamed, checkpoint: namedCheckpoint("default") },
      ]
    ) {
      using trained = await loadTrained(values);
      assertEquals(trained.path, namedCheckpoint("default"));
      assertEquals(trained.workflow.setup.kit.name, "default");
    }
  },
});

Deno.test({
  ...needed,
  name: "loadTrained() answers an untrained experiment by the command that trains it",
  async fn() {
    await assertRejects(
      () => loadTrained({ ...unnamed, set: "T=400" }),
      RangeError,
      "default-T-400.safetensors: deno task train --set T=400 makes it",
    );
    const asked = { ...unnamed, model, checkpoint: ".temporary/none.safetensors" };
    await assertRejects(
      () => loadTrained(asked),
      RangeError,
      `deno task train --model ${model} --checkpoint .temporary/none.safetensors makes it`,
    );
  },
});

Deno.test({
  ...needed,
  name: "loadTrained() refuses a checkpoint of another model or other numbers than named",
  async fn() {
    const checkpoint = namedCheckpoint("default");
    for (
      const [values, words] of [
        [{ recipe: "original" }, "model: original, not default"],
        [{ model }, 'it depends on no numbers: "T" is given'],
        [{ set: "T=400,tref=3" }, "T: 400, not 200; tref: 3, not 2"],
      ] as const
    ) {
      await assertRejects(
        () => loadTrained({ ...nothing, ...values, checkpoint }),
        RangeError,
        words,
      );
    }
    await assertRejects(() => loadWorkflow(checkpoint, originalKit), RangeError, "not default");
    using trained = await loadWorkflow(checkpoint, defaultKit);
    assertEquals(trained.checkpoint, decodeCheckpoint(committed));
  },
});

Deno.test({
  ...needed,
  name: "loadTrained() imports no module that only a checkpoint names",
  async fn() {
    await using folder = await temporaryFolder();
    const checkpoint = `${folder.path}/a.safetensors`;
    const unwanted = new URL("../workflow/unwanted_module.ts", import.meta.url);
    for (const module of [unwanted.href, unwanted.pathname, "", "./a.ts"]) {
      const changed = { ...decodeCheckpoint(committed), module };
      await Deno.writeFile(checkpoint, encodeCheckpoint(changed));
      await assertRejects(
        () => loadTrained({ ...nothing, checkpoint }),
        RangeError,
        `Cannot use checkpoint ${checkpoint} as its model must be named: it was trained with ` +
          `${module || "default"}, so add --model`,
      );
      using trained = await loadTrained({ ...nothing, recipe: "default", checkpoint });
      assertEquals(trained.workflow.setup.module?.name, "default");
    }
  },
});
