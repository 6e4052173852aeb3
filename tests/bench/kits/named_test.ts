import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { KIT_NAMES, setupNamed } from "../../../bench/kits/named.ts";
import { startBackend } from "../../../lib/compute/backend.ts";
import { key } from "../../../lib/core/random.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import type { LifFields, LifParameter } from "../../../lib/models/lif/simulator/lif.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type RunningCheckpoint,
} from "../../../lib/workflow/checkpoint.ts";
import type { KitSource } from "../../../lib/workflow/kit.ts";
import { restore } from "../../../lib/workflow/restore.ts";
import { trainWorkflow } from "../../../lib/workflow/train_workflow.ts";
import { workflow } from "../../../lib/workflow/workflow.ts";
import { needs } from "../../permissions.ts";

await startBackend();

/** Short recordings and one epoch of four steps: in the first only layers that start from zero move. */
const SHORT = {
  numbers: { T: 20 },
  train: { n_train: 64, n_val: 32, epochs: 1, batch_size: 16, refresh: 0 },
};

/** What the module of a setup exports, as a worker imports it. */
async function sourceOf(url: string): Promise<KitSource<LifParameter, LifFields>> {
  const module: { readonly default: KitSource<LifParameter, LifFields> } = await import(url);
  return module.default;
}

for (const name of KIT_NAMES) {
  Deno.test({
    ...needs({ read: ["."] }),
    name: `kit ${name} starts as the prior, learns by every weight, and comes back from a ` +
      "checkpoint and its module",
    async fn() {
      const setup = setupNamed(name, SHORT);
      assertEquals(setup.kit.name, name);
      const before = tf.memory().numTensors;
      {
        using own = workflow(setup);
        const { theta, observations } = simulateJoint(key(1), own.model, 8);
        const truths = { ...theta, datasets: 8, count: 1 };
        if (!setup.kit.guide && !setup.kit.transform) {
          const logPrior = own.model.prior.logProb(theta);
          const atoms = own.model.prior.atoms(theta);
          (await own.posterior.logProb(truths, observations)).forEach((value, i) => {
            if (atoms[i] === 0) assertAlmostEquals(value, logPrior[i], 1e-3);
          });
        }
        const start = own.network.variables;
        const initial = new Map([...start].map(([path, v]) => [path, v.dataSync().slice()]));
        let running: RunningCheckpoint | undefined;
        for await (running of trainWorkflow(own, { workers: 1 })) break; // so few need not help
        const { state: _, ...checkpoint } = running!;
        assert(checkpoint.history.every((e) => Number.isFinite(e.trainingLoss + e.validationLoss)));
        for (const [path, variable] of own.network.variables) {
          const values = variable.dataSync();
          assert(
            values.some((value, i) => value !== initial.get(path)?.[i]),
            `${path} is as before`,
          );
        }
        const source = await sourceOf(setup.module?.url ?? "");
        using again = restore(source, decodeCheckpoint(encodeCheckpoint(checkpoint)));
        const draws = await own.posterior.sample(key(7), observations, 3);
        assert(draws.values.every(Number.isFinite));
        assertEquals(await again.posterior.sample(key(7), observations, 3), draws);
      }
      assertEquals(tf.memory().numTensors, before);
    },
  });
}

Deno.test("setupNamed() guesses which kit was meant, and refuses pairs", () => {
  assertThrows(() => setupNamed("orginal"), RangeError, 'did you mean "original"?');
  assertThrows(
    () => setupNamed("hybrid+matching"),
    RangeError,
    "There are default, learned, original, ",
  );
});

Deno.test("setupNamed() refuses numbers that there are not, as they would change nothing", () => {
  for (const name of ["default", "original", "matching"]) {
    assertThrows(() => setupNamed(name, { numbers: { t: 3 } }), TypeError, '"t" is none of them');
    const train = { epoch: 3 } as object;
    assertThrows(() => setupNamed(name, { train }), TypeError, 'did you mean "epochs"?');
  }
});

Deno.test("one kit is guided by an approximate likelihood", () => {
  assertEquals(KIT_NAMES.filter((name) => setupNamed(name).kit.guide), ["default"]);
});
