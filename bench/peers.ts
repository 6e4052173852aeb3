/**
 * The peers as contenders, in a Python environment of their own.
 *
 * @module
 */
import { pythonOf } from "../lib/cli/python_venv.ts";
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

/** A peer: the name of its script, and of its runs' files. */
export interface Peer {
  readonly name: string;
  readonly label: string;
}

export const PEERS: readonly Peer[] = [
  { name: "bayesflow", label: "BayesFlow" },
  { name: "sbi", label: "sbi" },
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

function contender(python: string, { name, label }: Peer, ...args: string[]): Contender {
  return { label, program: python, args: [`bench/peers/${name}_peer.py`, SIMULATIONS, ...args] };
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

/** The steps that a peer trains in so many minutes, by its times measured in turns. */
export function stepsIn(minutes: number, turns: Turns): number {
  return Math.max(1, Math.round(60_000 * minutes / stepTimes(turns).median));
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
export function byTime({ label }: Peer, events: readonly GradedEvent[], turns: Turns): Race {
  const { median } = stepTimes(turns);
  return {
    label,
    ours: false,
    guided: false,
    grades: events.map((event) => ({ ...event, seconds: event.step * median / 1000 })),
  };
}
