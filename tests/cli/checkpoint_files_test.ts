import { assert, assertEquals } from "@std/assert";
import { basename } from "node:path";
import {
  besideText,
  checkpointPath,
  lockPath,
  namedCheckpoint,
  runningPath,
} from "../../lib/cli/checkpoint_files.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import originalKit from "../../lib/models/lif/kits/original.ts";
import { setup, type SetupOptions } from "../../lib/workflow/setup.ts";
import { needsTemporaryFolder, temporaryFolder } from "../temporary_folder.ts";

const fileOf = (options: SetupOptions = {}) => basename(checkpointPath(setup(defaultKit, options)));

Deno.test("checkpointPath() is the kit's file, and a file of its own for other numbers", () => {
  assertEquals(checkpointPath(setup(defaultKit)), namedCheckpoint("default"));
  assertEquals(fileOf(), "default.safetensors");
  const { epochs } = setup(defaultKit).train;
  assertEquals(fileOf({ train: { epochs } }), "default.safetensors");
  assertEquals(
    fileOf({ train: { epochs: 8, seed: 7 }, numbers: { I_std: 20 } }),
    "default-I_std-20-epochs-8-seed-7.safetensors",
  );
});

Deno.test("checkpointPath() of a model of one's own stands beside its module", () => {
  const own = setup(defaultKit, { train: { epochs: 8 } });
  assertEquals(checkpointPath(setup(defaultKit), "a/mine.ts"), "a/mine.safetensors");
  assertEquals(checkpointPath(own, "a/mine.ts"), "a/mine-epochs-8.safetensors");
  assertEquals(checkpointPath(own, "mine.ts"), "./mine-epochs-8.safetensors");
});

Deno.test("checkpointPath() replaces many changed numbers by a hash of them", () => {
  const many = (seed: number) =>
    basename(checkpointPath(setup(originalKit, {
      numbers: { V_th_mean: -54, E_L_mean: -69, V_init_mean: -71, V_reset_mean: -73 },
      train: { learning_rate: 1e-4, n_train: 3000, n_val: 300, epochs: 7, batch_size: 64, seed },
    })));
  assert(/^original-[0-9a-f]{12}\.safetensors$/.test(many(1)), many(1));
  assert(many(1) !== many(2));
  assertEquals(many(1), many(1));
});

Deno.test("runningPath() and lockPath() stand beside the checkpoint", () => {
  assertEquals(runningPath("a/b.safetensors"), "a/b.training.safetensors");
  assertEquals(lockPath("a/b"), "a/b.training.lock");
});

Deno.test({
  ...needsTemporaryFolder,
  name: "besideText() names the checkpoints of other numbers, and nothing where there is none",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/mine-T-3.safetensors`;
    assertEquals(await besideText(path), "");
    assertEquals(await besideText(`${folder.path}/none/mine.safetensors`), "");
    for (const name of ["mine", "mine-T-4", "mine.training", "other"]) {
      await Deno.writeTextFile(`${folder.path}/${name}.safetensors`, "");
    }
    assertEquals(
      await besideText(path),
      "; of other numbers there are mine-T-4.safetensors, mine.safetensors",
    );
  },
});
