/**
 * Training into a file: what is there is not lost, another training is not disturbed, and the run
 * can be resumed after each epoch.
 *
 * @module
 */
import {
  type Checkpoint,
  decodeCheckpoint,
  decodeRunningCheckpoint,
  encodeCheckpoint,
  KIND,
  type RunningCheckpoint,
} from "../workflow/checkpoint.ts";
import { integer } from "../core/check.ts";
import { checkWritable, writeAtomically } from "../files.ts";
import type { OnProgress } from "../core/history.ts";
import type { Fields } from "../model/field.ts";
import { restoreSetup, unlike } from "../workflow/restore.ts";
import type { Setup } from "../workflow/setup.ts";
import { bestEpoch } from "../training/validation.ts";
import { trainWorkflow } from "../workflow/train_workflow.ts";
import { type Workflow, workflow } from "../workflow/workflow.ts";
import { describeRunning, lockPath, readIfThere, runningPath } from "./checkpoint_files.ts";
import { epochLines, failureLine, interruptionLine } from "./epoch_lines.ts";
import { ifInterrupted } from "./interrupt.ts";
import { lock } from "./lock.ts";
import { progress } from "./progress.ts";
import { reasonOf } from "./read_as.ts";

/** Where training writes, and what becomes of what is there. */
export interface TrainToFileOptions {
  readonly path: string;
  /** Goes on with the run under way, which must be there. */
  readonly resume?: boolean;
  /** Begins anew although a run is under way, which is lost. */
  readonly anew?: boolean;
  /** Replaces the file although it is not a checkpoint of the same model and numbers. */
  readonly force?: boolean;
  /** Threads that train; default one a core. */
  readonly workers?: number | undefined;
  /** Called with each line of progress. */
  readonly log: (line: string) => void;
}

/** In so many first bytes the header of every checkpoint, of whatever format, says its kind. */
const HEAD = 1000;

/** Why a file can't be read, or in what it is not of this setup; undefined if it is of it. */
async function objection<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  path: string,
  decode: (bytes: Uint8Array) => Checkpoint,
): Promise<string | undefined> {
  try {
    const found = await readIfThere(path, decode);
    return found && (unlike(setup, found).join("; ") || undefined);
  } catch (error) {
    if (error instanceof SyntaxError) return reasonOf(error);
    throw error;
  }
}

/** Refuses to replace, also on request, what never was a checkpoint: a recording, for example. */
async function checkIsCheckpoint(path: string): Promise<void> {
  const decoder = new TextDecoder();
  const head = await readIfThere(path, (bytes) => decoder.decode(bytes.subarray(0, HEAD)));
  if (head === undefined || head.includes(KIND)) return;
  throw new RangeError(
    `Cannot train into ${path} as what is there must be a checkpoint: it is none`,
  );
}

/** Refuses to replace what is no checkpoint of the same model and numbers. */
async function checkReplaceable<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  path: string,
): Promise<void> {
  const found = await objection(setup, path, decodeCheckpoint);
  if (found === undefined) return;
  throw new RangeError(
    `Cannot train into ${path} as what is there must be a checkpoint of the same model and numbers ` +
      `(deno task train --force replaces it): ${found}`,
  );
}

/** The run under way, refused unless it is of this setup. */
async function readRunning<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  path: string,
): Promise<RunningCheckpoint> {
  const running = await readIfThere(runningPath(path), decodeRunningCheckpoint);
  if (!running) {
    throw new RangeError(
      `Cannot resume training as there must be a run under way: ${runningPath(path)} is not there`,
    );
  }
  const different = unlike(setup, running);
  if (different.length > 0) {
    throw new RangeError(
      `Cannot resume training as the run under way must be of the same model and numbers ` +
        `(${runningPath(path)}): ${different.join("; ")}`,
    );
  }
  return running;
}

/** Refuses to begin anew over a run under way. */
async function checkNoneUnderWay<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  path: string,
): Promise<void> {
  if (!await readIfThere(runningPath(path), () => true)) return;
  const different = await objection(setup, runningPath(path), decodeRunningCheckpoint);
  const state = different === undefined
    ? `it is ${await describeRunning(path)}; --resume goes on with it, --anew discards it`
    : `${runningPath(path)} is another, --anew discards it: ${different}`;
  throw new RangeError(`Cannot train anew as a run under way would be lost: ${state}`);
}

/** Trains epoch by epoch, saving the run after each; the last state. */
async function runToFile<Name extends string, X extends Fields>(
  own: Workflow<Name, X>,
  running: RunningCheckpoint | undefined,
  { path, workers, log }: TrainToFileOptions,
): Promise<Checkpoint> {
  await using simulation = progress("simulating");
  await using training = progress("training");
  const onSimulation: OnProgress = (done, total) => {
    simulation.update(done, total);
    if (done === total) simulation.done();
  };
  const options = {
    workers,
    onSimulation,
    onProgress: training.update,
    ...(running && { state: running.state }),
  };
  let last = running;
  let saved = running?.history.length ?? 0;
  using _ = ifInterrupted(() => interruptionLine(saved, runningPath(path)));
  try {
    for await (last of trainWorkflow(own, options)) {
      await writeAtomically(runningPath(path), encodeCheckpoint(last));
      saved = last.history.length;
      for (const line of epochLines(last.history.at(-1)!)) log(line);
    }
  } catch (error) {
    if (saved > 0) log(failureLine(saved, runningPath(path)));
    throw error;
  }
  await training.done();
  const { state: _state, ...finished } = last!;
  return finished;
}

/**
 * Trains a setup and writes its checkpoint; after each epoch the run is saved, so that it can be
 * resumed. Whatever would keep it from writing is reported before the work.
 *
 * @throws {RangeError} If another training writes there, the run can't be resumed or would be lost,
 * or the file is not a checkpoint of the same model and numbers; or if nothing was learned.
 */
export async function trainToFile<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  options: TrainToFileOptions,
): Promise<Checkpoint> {
  const { path, resume = false, anew = false, force = false, workers = 1, log } = options;
  integer("train", "--workers", workers, 1);
  if (resume && anew) {
    throw new RangeError("Cannot train as --resume and --anew exclude each other: both are given");
  }
  using _ = await lock(lockPath(path), () => {
    throw new RangeError(
      `Cannot train into ${path} as only one training may write it: another is under way`,
    );
  });
  await checkIsCheckpoint(path);
  if (!force) await checkReplaceable(setup, path);
  const running = resume ? await readRunning(setup, path) : undefined;
  if (!resume && !anew) await checkNoneUnderWay(setup, path);
  await checkWritable(path);
  await checkWritable(runningPath(path));
  using own = running ? restoreSetup(setup, running) : workflow(setup);
  const checkpoint = await runToFile(own, running, options);
  await writeAtomically(path, encodeCheckpoint(checkpoint));
  await Deno.remove(runningPath(path));
  const { history } = checkpoint;
  const best = bestEpoch(history).epoch;
  log(`wrote ${path}, the weights after epoch ${best} of ${history.length}`);
  return checkpoint;
}
