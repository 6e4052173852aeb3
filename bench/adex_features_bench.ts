/**
 * The adaptive exponential neuron: a network that learns from voltage, spikes and current what to look
 * at against features made by hand, each trained for as many minutes of processor time, in one thread:
 *
 *     deno run --allow-read=lib,bench,deno.json bench/adex_features_bench.ts [minutes, 3]
 *
 * prints the mean −log q(theta | x) of fresh simulations, in nats: as there is no exact posterior, only
 * differences mean something.
 *
 * @module
 */
import process from "node:process";
import { startBackend } from "../lib/compute/backend.ts";
import { fold, key } from "../lib/core/random.ts";
import { mean, sd } from "../lib/core/stats.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import type { AdexFields, AdexParameter } from "../lib/models/adex/simulator/config.ts";
import { batchesOf, type TrainConfig } from "../lib/training/train_config.ts";
import { bestEpoch } from "../lib/training/validation.ts";
import type { KitSource } from "../lib/workflow/kit.ts";
import { setup } from "../lib/workflow/setup.ts";
import { trainWorkflow } from "../lib/workflow/train_workflow.ts";
import { type Workflow, workflow } from "../lib/workflow/workflow.ts";
import adexKit from "../lib/models/adex/kits/learned.ts";
import adexFeatures from "./kits/adex_features.ts";

/** Fresh simulations that each is graded on, and those of an epoch. */
const GRADED = 4000;
const EPOCH = 5120;

type Source = KitSource<AdexParameter, AdexFields>;
type Own = Workflow<AdexParameter, AdexFields>;

/** Trains, and says how many minutes of processor time it took. */
async function trained(
  source: Source,
  train: Partial<TrainConfig>,
): Promise<{ readonly own: Own; readonly minutes: number; readonly seen: number }> {
  const own = workflow(setup(source, { train: { n_train: EPOCH, ...train } }));
  const start = process.cpuUsage();
  let seen = 0;
  for await (const { history } of trainWorkflow(own)) {
    seen = bestEpoch(history).epoch * batchesOf(own.setup.train) * own.setup.train.batch_size;
  }
  const { user, system } = process.cpuUsage(start);
  return { own, minutes: (user + system) / 60e6, seen };
}

/** −log q(theta | x) of fresh simulations. */
async function losses({ model, posterior }: Own): Promise<Float64Array> {
  const { theta, observations } = simulateJoint(fold(key(2), "graded"), model, GRADED);
  const truths = { ...theta, datasets: GRADED, count: 1 };
  return (await posterior.logProb(truths, observations)).map((value) => -value);
}

const budget = Number(Deno.args[0] ?? 3);
await startBackend();
const found: Float64Array[] = [];
for (const [name, source] of [["adex", adexKit], ["adex_features", adexFeatures]] as const) {
  const pilot = await trained(source, { epochs: 2, n_val: 128 });
  pilot.own[Symbol.dispose]();
  const epochs = Math.max(1, Math.round(2 * budget / pilot.minutes));
  const { own, minutes, seen } = await trained(source, { epochs });
  const all = await losses(own);
  own[Symbol.dispose]();
  found.push(all);
  console.log(
    `${name}: ${mean(all).toFixed(3)} ± ${(sd(all) / Math.sqrt(GRADED)).toFixed(3)} nats, ` +
      `${seen} simulations in ${minutes.toFixed(1)} minutes`,
  );
}
const difference = found[1].map((value, i) => value - found[0][i]);
console.log(
  `features less network: ${mean(difference).toFixed(3)} ± ` +
    `${(sd(difference) / Math.sqrt(GRADED)).toFixed(3)} nats`,
);
