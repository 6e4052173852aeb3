/**
 * Our own training as a contender: `deno run bench/ours.ts '<job in JSON>'` writes the JSON lines
 * of `contender.ts`.
 *
 * @module
 */
import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../lib/compute/backend.ts";
import { decodeReferencePosteriors } from "../lib/diagnostics/comparison/reference_posteriors.ts";
import { grade } from "../lib/diagnostics/comparison/grade.ts";
import { readBytes } from "../lib/files.ts";
import type { TrainConfig } from "../lib/training/train_config.ts";
import { REFERENCE_PATH } from "../lib/cli/checkpoint_files.ts";
import type { LifFields, LifParameter } from "../lib/models/lif/simulator/lif.ts";
import { restoreSetup } from "../lib/workflow/restore.ts";
import { trainWorkflow } from "../lib/workflow/train_workflow.ts";
import { type Workflow, workflow } from "../lib/workflow/workflow.ts";
import { setupNamed } from "./kits/named.ts";
import type { GradedEvent, TurnEvent } from "./contender.ts";

/** What to train, and how. */
export interface Job {
  readonly kit: string;
  /**
   * Own ones, plain tfjs with our replacements, or stock tfjs; the last in one thread only.
   */
  readonly kernels: "on" | "off" | "stock";
  readonly workers: number;
  readonly train: Partial<TrainConfig>;
  /**
   * Wait after each epoch and tell its steps' times, or grade at the start and after each epoch.
   */
  readonly tell: "turns" | "grades";
}

function write(event: TurnEvent | GradedEvent): void {
  console.log(JSON.stringify(event));
}

async function start(kernels: Job["kernels"]): Promise<void> {
  const stock = tf.getKernelsForBackend("wasm");
  await startBackend("wasm", { kernels: kernels === "on" ? "on" : "off" });
  if (kernels !== "stock") return;
  for (const config of stock) {
    tf.unregisterKernel(config.kernelName, "wasm");
    tf.registerKernel(config);
  }
}

/** The most memory seen so far, in MiB. */
function memoryMeter() {
  let peak = 0;
  return {
    look: () => void (peak = Math.max(peak, Deno.memoryUsage().rss / 2 ** 20)),
    peak: () => peak,
  };
}

/** Seconds that all threads of this process have computed. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function main({ kit: name, kernels, workers, train, tell }: Job): Promise<void> {
  const memory = memoryMeter();
  await start(kernels);
  const setup = setupNamed(name, { train });
  using training = workflow(setup);
  const exact = decodeReferencePosteriors(await readBytes(REFERENCE_PATH), training.model);
  const turns = Deno.stdin.readable.getReader();

  const { n_train, batch_size } = setup.train;
  const steps = Math.floor(n_train / batch_size);
  let seconds = 0;
  let since = 0; // performance.now() when the program began
  let cpu = 0, cpuSince = 0;
  const tellGrade = async (step: number, { posterior }: Workflow<LifParameter, LifFields>) => {
    const { truthGap, klOffAtoms: kl } = await grade(posterior, training.model.prior, exact);
    if (!truthGap || !kl) throw new SyntaxError("Cannot grade as the file must have exact draws");
    const gaps = { gap: truthGap.mean, gap_se: truthGap.se, kl: kl.mean, kl_se: kl.se };
    write({
      event: "graded",
      step,
      seconds,
      cpu_seconds: cpu,
      ...gaps,
      peak_mib: memory.peak(),
    });
  };

  if (tell === "grades") {
    memory.look();
    seconds = performance.now() / 1000;
    cpu = cpuSeconds();
    await tellGrade(0, training);
    since = performance.now();
    cpuSince = cpuSeconds();
  }
  const options = { workers, onSimulation: memory.look, onProgress: memory.look };
  for await (const checkpoint of trainWorkflow(training, options)) {
    seconds += (performance.now() - since) / 1000;
    cpu += cpuSeconds() - cpuSince;
    const { epoch, seconds: taken } = checkpoint.history.at(-1)!;
    const step = epoch * steps;
    if (tell === "turns") {
      write({ event: "turn", step, ms: [1000 * taken / steps], peak_mib: memory.peak() });
      if ((await turns.read()).done) break;
    } else {
      using trained = restoreSetup(setup, checkpoint);
      await tellGrade(step, trained);
    }
    since = performance.now();
    cpuSince = cpuSeconds();
  }
}

if (import.meta.main) await main(JSON.parse(Deno.args[0]));
