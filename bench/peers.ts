/**
 * The peers as contenders, in a Python environment of their own.
 *
 * @module
 */
import { pythonOf } from "../lib/cli/notebooks/python_venv.ts";
import { readBytes, writeAtomically } from "../lib/files.ts";
import {
  type Contender,
  type GradedEvent,
  jsonLines,
  race,
  stepTimes,
  type Turns,
} from "./contender.ts";
import type { Race } from "./report.ts";

/** Everything about the peers that is made and can be remade. Git-ignored. */
const ROOT = ".peers";
/** The simulations that everyone trains on. */
export const SIMULATIONS = `${ROOT}/simulations`;

/** What the peers are fed with instead of recordings: the inputs and coordinates of these kits. */
export const INPUTS = ["default", "statistics"] as const;

/** A peer: how it is called, and the name of its runs' files. */
export interface Peer {
  readonly name: string;
  readonly label: string;
  /** Its script and what it is told, besides where the simulations are. */
  readonly script: "bayesflow" | "sbi";
  readonly args: readonly string[];
  /** Whether it is fed with what an approximate likelihood says. */
  readonly guided: boolean;
  /** Where its rate falls to 0; if not given, as many steps as fit. */
  readonly steps?: number;
}

/** Training as ours is, in so many passes over the peers' 20,000 simulations in batches of 256. */
function annealed(passes: number): Pick<Peer, "args" | "steps"> {
  return { args: ["--annealed", "--batch", "256"], steps: Math.floor(20_000 / 256) * passes };
}

function onInputs(inputs: typeof INPUTS[number], guided: boolean, passes: number): Peer[] {
  const own = { script: "sbi", guided } as const;
  const said = ["--inputs", inputs];
  const { args, steps } = annealed(passes);
  return [
    { ...own, name: `sbi-${inputs}`, label: `sbi, inputs of ${inputs}`, args: said },
    {
      ...own,
      name: `sbi-${inputs}-annealed`,
      label: `sbi, inputs of ${inputs}, trained as ours`,
      args: [...said, ...args],
      ...(steps && { steps }),
    },
  ];
}

/** All peers: on recordings, and on the inputs of ours. */
export const PEERS: readonly Peer[] = [
  { name: "bayesflow", label: "BayesFlow", script: "bayesflow", args: [], guided: false },
  { name: "sbi", label: "sbi", script: "sbi", args: [], guided: false },
  {
    name: "sbi-annealed",
    label: "sbi, trained as ours",
    script: "sbi",
    guided: false,
    ...annealed(50),
  },
  ...onInputs("statistics", false, 50),
  ...onInputs("default", true, 16),
];

/** The Python that has the peers, made if need be. */
export function peersPython(): Promise<string> {
  return pythonOf({
    purpose: "the peers",
    folder: ROOT,
    requirements: "bench/peers/requirements.txt",
    python: "3.11",
  });
}

function contender(python: string, peer: Peer, ...args: string[]): Contender {
  const script = `bench/peers/${peer.script}_peer.py`;
  return { label: peer.label, program: python, args: [script, SIMULATIONS, ...peer.args, ...args] };
}

/** A peer that takes turns of so many steps. */
export function peerInTurns(python: string, peer: Peer, steps: number): Contender {
  return contender(python, peer, "--turn", `${steps}`);
}

/** Steps to grade after: the last, a half of it, a quarter, …, down to one. */
export function gradeAt(steps: number): number[] {
  const at = [];
  for (let step = steps; step >= 1; step = Math.floor(step / 2)) at.unshift(step);
  return at;
}

/** The steps of a peer: its own budget, or what fits into so many minutes by its measured turns. */
export function stepsIn(minutes: number, { steps }: Peer, turns: Turns): number {
  return steps ?? Math.max(1, Math.round(60_000 * minutes / stepTimes(turns).median));
}

function runPath({ name }: Peer): string {
  return `${ROOT}/runs/${name}.jsonl`;
}

/** Trains a peer for so many steps, and keeps its grades. */
export async function trainPeer(
  python: string,
  peer: Peer,
  steps: number,
): Promise<GradedEvent[]> {
  const args = ["--steps", `${steps}`, "--grade-at", gradeAt(steps).join(",")];
  const events = await Array.fromAsync(race(contender(python, peer, ...args)));
  const lines = events.map((event) => JSON.stringify(event) + "\n").join("");
  await writeAtomically(runPath(peer), lines);
  return events;
}

/**
 * The grades of a peer's last run, kept as JSON lines.
 *
 * @throws {RangeError} If none is kept.
 */
export async function keptRun(peer: Peer): Promise<GradedEvent[]> {
  const bytes = await readBytes(runPath(peer)).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return new Uint8Array();
    throw error;
  });
  const events = await Array.fromAsync(jsonLines<GradedEvent>(ReadableStream.from([bytes])));
  if (events.length > 0) return events;
  throw new RangeError(
    `Cannot compare with ${peer.label} as --minutes must be given, or a run of it kept: there is ` +
      `none in ${runPath(peer)}`,
  );
}

/**
 * The grades of a peer by time. Its quality after a step does not depend on the machine, so its time
 * is its steps by the milliseconds of a step measured now, in turns with ours; that leaves out its
 * simulating, compiling and validating.
 */
export function byTime(
  { label, guided }: Peer,
  events: readonly GradedEvent[],
  turns: Turns,
): Race {
  const { median } = stepTimes(turns);
  return {
    label,
    ours: false,
    guided,
    grades: events.map((event) => ({ ...event, seconds: event.step * median / 1000 })),
  };
}
