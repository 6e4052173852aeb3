import { assert, assertEquals } from "@std/assert";
import { basename } from "node:path";
import {
  checkpointPath,
  lockPath,
  namedCheckpoint,
  runningPath,
} from "../../lib/cli/checkpoint_files.ts";
import type { Fields } from "../../lib/model/field.ts";
import type { KitSource } from "../../lib/workflow/kit.ts";
import { setup, type SetupOptions } from "../../lib/workflow/setup.ts";
import defaultKit from "../../lib/models/lif/recipes/default.ts";
import originalKit from "../../lib/models/lif/recipes/original.ts";
import user from "../workflow/user_model.ts";

function fileOf<Name extends string, X extends Fields>(
  source: KitSource<Name, X>,
  options: SetupOptions = {},
): string {
  return basename(checkpointPath(setup(source, options)));
}

Deno.test("checkpointPath() is the kit's file, and a file of its own for other numbers", () => {
  const own = setup(defaultKit);
  assertEquals(basename(checkpointPath(own)), "default.safetensors");
  assertEquals(checkpointPath(own), namedCheckpoint("default"));
  const { epochs } = own.train;
  const { T } = own.numbers;
  assertEquals(fileOf(defaultKit, { numbers: { T }, train: { epochs } }), "default.safetensors");
  assertEquals(
    fileOf(defaultKit, { train: { epochs: 8, seed: 7 }, numbers: { I_std: 20 } }),
    "default-I_std-20-epochs-8-seed-7.safetensors",
  );
});

Deno.test("checkpointPath() of a user's own model stands beside its module", () => {
  const own = setup(user);
  assertEquals(checkpointPath(own, "mine/decay_model.ts"), "mine/decay_model.safetensors");
  assertEquals(checkpointPath(own, "decay_model.ts"), "./decay_model.safetensors");
  assertEquals(
    checkpointPath(setup(user, { train: { seed: 7 } }), "/home/me/decay.ts"),
    "/home/me/decay-seed-7.safetensors",
  );
});

Deno.test("checkpointPath() tells many changed numbers by a hash, each set another", () => {
  const many = (seed: number) =>
    fileOf(originalKit, {
      numbers: { V_th_mean: -54, E_L_mean: -69, V_init_mean: -71, V_reset_mean: -73 },
      train: { learning_rate: 1e-4, n_train: 3000, n_val: 300, epochs: 7, batch_size: 64, seed },
    });
  assert(/^original-[0-9a-f]{12}\.safetensors$/.test(many(1)), many(1));
  assert(many(1) !== many(2));
  assertEquals(many(1), many(1));
});

Deno.test("runningPath() and lockPath() stand beside the checkpoint", () => {
  assertEquals(runningPath("a/b.safetensors"), "a/b.training.safetensors");
  assertEquals(lockPath("a/b"), "a/b.training.lock");
});
