/** `deno task bench`: how fast, and how fast to which quality. @module */
import { startBackend } from "../lib/compute/backend.ts";
import { printJson, runCommand } from "../lib/cli/command.ts";
import { namedCheckpoint, REFERENCE_PATH } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import { grade } from "../lib/diagnostics/comparison/grade.ts";
import { decodeReferencePosteriors } from "../lib/diagnostics/comparison/reference_posteriors.ts";
import { raceFigure } from "./race_figure.ts";
import { checkWritable, readBytes, writeAtomically, writeTogether } from "../lib/files.ts";
import type { TrainConfig } from "../lib/training/train_config.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import type { LifFields, LifParameter } from "../lib/models/lif/simulator/lif.ts";
import type { JointModel } from "../lib/model/simulator.ts";
import { KIT_NAMES, setupNamed } from "./kits/named.ts";
import { type Contender, race, takeTurns } from "./contender.ts";
import { type ExactSet, exportInputs, exportSimulations } from "./export.ts";
import { machineText, thisMachine } from "./machine.ts";
import type { Job } from "./ours.ts";
import {
  byTime,
  INPUTS,
  keptRun,
  peerInTurns,
  PEERS,
  peersPython,
  SIMULATIONS,
  stepsIn,
  trainPeer,
} from "./peers.ts";
import { type Race, raceRows, racesTable, ratioTable, rowsTable, stepRows } from "./report.ts";
import { inferenceTasks } from "./tasks.ts";
import { timeInTurns } from "./timing.ts";

/** Steps are compared at the original study's batch. */
const BATCH = 128;

/** How long a run takes. */
interface Size {
  readonly rounds: number;
  readonly stepsPerTurn: number;
  /** Of the inference tasks, 1 in full. */
  readonly tasks: number;
  readonly races: readonly {
    readonly label: string;
    readonly kit: string;
    readonly train: Partial<TrainConfig>;
  }[];
}

const FULL: Size = {
  rounds: 7,
  stepsPerTurn: 10,
  tasks: 1,
  races: [
    { label: "default", kit: "default", train: {} },
    {
      label: "default, 20,000 simulations",
      kit: "default",
      train: { n_train: 20_000, epochs: 16, refresh: 0 },
    },
    {
      label: "learned_few, 20,000 simulations",
      kit: "learned_few",
      train: { n_train: 20_000, epochs: 12, refresh: 0 },
    },
    {
      label: "statistics, 20,000 simulations",
      kit: "statistics",
      train: { n_train: 20_000, epochs: 50, refresh: 0 },
    },
    {
      label: "convolution, 20,000 simulations",
      kit: "convolution",
      train: { n_train: 20_000, epochs: 16, refresh: 0 },
    },
  ],
};

const QUICK: Size = {
  rounds: 3,
  stepsPerTurn: 5,
  tasks: 0.1,
  races: [{
    label: "default, 40,000 simulations",
    kit: "default",
    train: { n_train: 40_000, epochs: 3, refresh: 0 },
  }],
};

/** A way to train a network: a line here is a row of the table. */
interface Variant extends Omit<Job, "train" | "tell"> {
  readonly label: string;
}

const plain = (kit: string): Variant => ({ label: kit, kit, kernels: "on", workers: 1 });

const VARIANTS: readonly Variant[] = [
  ...KIT_NAMES.map(plain),
  ...["default", "convolution", "original"].flatMap((kit): Variant[] => [
    { ...plain(kit), label: `${kit}, 2 workers`, workers: 2 },
    { ...plain(kit), label: `${kit}, without own kernels`, kernels: "off" },
  ]),
  { ...plain("convolution"), label: "convolution, stock tfjs", kernels: "stock" },
];

function ours(label: string, job: Job): Contender {
  const permissions = ["--frozen", "--no-prompt", "--allow-read"];
  return {
    label,
    program: "deno",
    args: ["run", ...permissions, "bench/ours.ts", JSON.stringify(job)],
  };
}

/** A variant that takes turns of so many steps: an epoch a turn. */
function oursInTurns({ label, ...how }: Variant, steps: number): Contender {
  const train = {
    n_train: steps * BATCH,
    n_val: 4, // validation is not the question
    batch_size: BATCH,
    epochs: 1000,
    refresh: 0,
  };
  return ours(label, { ...how, train, tell: "turns" });
}

async function ourRaces({ races }: Size): Promise<Race[]> {
  const done: Race[] = [];
  for (const { label, kit, train } of races) {
    const job: Job = { kit, kernels: "on", workers: 2, train, tell: "grades" };
    const grades = await Array.fromAsync(race(ours(label, job)));
    done.push({ label, ours: true, guided: setupNamed(kit).kit.guide !== undefined, grades });
  }
  return done;
}

async function readExact(model: JointModel<LifParameter, LifFields>): Promise<ExactSet> {
  const set = decodeReferencePosteriors(await readBytes(REFERENCE_PATH), model);
  const { logPosteriorTruth, exact } = set;
  if (logPosteriorTruth && exact) return { ...set, logPosteriorTruth, exact };
  throw new SyntaxError(`Cannot measure quality as ${REFERENCE_PATH} must have exact draws`);
}

await runCommand({
  name: "deno task bench",
  purpose:
    "Measures speed, and the time to each quality; with --peers also that of BayesFlow and sbi.",
  options: {
    quick: { type: "boolean", help: "a small run of a minute or two" },
    peers: { type: "boolean", help: "also run the peers, on the same simulations" },
    minutes: {
      type: "number",
      unit: "min",
      help: "train each peer so long, not taking its last run",
    },
    figures: { type: "path", help: "with --peers, draw the race to this folder" },
    out: { type: "path", help: "also write everything to this JSON file" },
    json: { type: "boolean", help: "print everything as one JSON object instead of tables" },
  },
}, async ({ quick, peers, minutes, figures, out, json }) => {
  const size = quick ? QUICK : FULL;
  if (out !== undefined) await checkWritable(out);
  const machine = thisMachine();
  const say = json ? () => {} : console.log;
  say(`${machineText(machine)}\n`);
  await startBackend();
  using trained = await loadWorkflow(namedCheckpoint("default"), defaultKit);
  const exact = await readExact(trained.workflow.model);
  // What is missing is to be said now, not after half an hour.
  if (peers && minutes === undefined) await Promise.all(PEERS.map(keptRun));
  const python = peers ? await peersPython() : undefined;
  if (python) {
    const budget = setupNamed("original");
    await exportSimulations(SIMULATIONS, budget, exact);
    for (const inputs of INPUTS) {
      await exportInputs(`${SIMULATIONS}/${inputs}`, setupNamed(inputs), budget, exact);
    }
  }

  const contenders = [
    ...VARIANTS.map((variant) => oursInTurns(variant, size.stepsPerTurn)),
    ...python ? PEERS.map((peer) => peerInTurns(python, peer, size.stepsPerTurn)) : [],
  ];
  const turns = await takeTurns(contenders, size.rounds);
  const tasks = await timeInTurns(inferenceTasks(trained.workflow, exact, size.tasks), size.rounds);
  const races = await ourRaces(size);
  const rows = [...tasks, ...stepRows(turns), ...races.flatMap(raceRows)];
  say(rowsTable(rows));

  const peerRaces: Race[] = [];
  if (python) {
    const theirs = turns.slice(VARIANTS.length);
    say(`\n${ratioTable(turns.slice(0, VARIANTS.length), theirs)}`);
    for (const [i, peer] of PEERS.entries()) {
      const events = minutes === undefined
        ? await keptRun(peer)
        : await trainPeer(python, peer, stepsIn(minutes, peer, theirs[i]));
      peerRaces.push(byTime(peer, events, theirs[i]));
    }
    const all = [...races, ...peerRaces];
    say(`\n${racesTable(all)}`);
    if (figures !== undefined) {
      const { model: { prior }, posterior } = trained.workflow;
      const { information } = await grade(posterior, prior, exact);
      const picture = raceFigure(all, information && { prior: information.mean });
      const png = await picture.png();
      await writeTogether({ [`${figures}/race.svg`]: picture.svg, [`${figures}/race.png`]: png });
    }
  }
  const found = { machine, rows, turns, races: [...races, ...peerRaces] };
  if (json) printJson(found);
  if (out !== undefined) await writeAtomically(out, JSON.stringify(found, null, 2) + "\n");
});
