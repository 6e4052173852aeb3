import { assert, assertEquals, assertThrows } from "@std/assert";
import { basename } from "node:path";
import { checkpointPath, lockPath, runningPath } from "../../lib/cli/checkpoint_files.ts";
import { recipeNamed } from "../../lib/models/lif/recipes/mod.ts";

const fileOf = (...made: Parameters<typeof recipeNamed>) =>
  basename(checkpointPath(recipeNamed(...made)));

Deno.test("checkpointPath() is the recipe's file, and a file of its own for other numbers", () => {
  assertEquals(basename(checkpointPath()), "default.safetensors");
  assertEquals(checkpointPath("default"), checkpointPath());
  assertEquals(fileOf("hybrid+matching"), "hybrid+matching.safetensors");
  const { epochs } = recipeNamed("default").configuration.train;
  assertEquals(fileOf("default", { train: { epochs } }), "default.safetensors");
  assertEquals(
    fileOf("default", { train: { epochs: 8, seed: 7 }, sim: { I_std: 20 } }),
    "default-I_std-20-epochs-8-seed-7.safetensors",
  );
  assertThrows(() => checkpointPath("defualt"), RangeError, "did you mean");
});

Deno.test("checkpointPath() tells many changed numbers by a hash, each set another", () => {
  const many = (seed: number) =>
    fileOf("original", {
      prior: { V_th_mean: -54, E_L_mean: -69, V_init_mean: -71, V_reset_mean: -73 },
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
