/**
 * The peers as contenders, in a Python environment of their own.
 *
 * @module
 */
import { pythonOf } from "../lib/cli/python_venv.ts";
import { readBytes, writeAtomically } from "../lib/files.ts";
import { type Contender, type GradedEvent, race, stepTimes, type Turns } from "./contender.ts";
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

async function trainPeer(python: string, peer: Peer, steps: number): Promise<GradedEvent[]> {
  const args = ["--steps", `${steps}`, "--grade-at", gradeAt(steps).join(",")];
  const events = await Array.fromAsync(race(contender(python, peer, ...args)));
  const lines = events.map((event) => JSON.stringify(event) + "\n").join("");
  await writeAtomically(`${ROOT}/runs/${peer.name}.jsonl`, lines);
  return events;
}

/** The grades of the last run, kept as JSON lines. */
async function keptRun({ name }: Peer): Promise<GradedEvent[]> {
  const text = new TextDecoder().decode(await readBytes(`${ROOT}/runs/${name}.jsonl`));
  return text.trim().split("\n").map((line) => JSON.parse(line));
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
    grades: events.map((event) => ({ ...event, seconds: event.step * median / 1000 })),
  };
}

/**
 * Trains a peer for so many minutes, by its step times measured in turns; without minutes, reads the
 * grades of its last run.
 */
export async function peerRace(
  python: string,
  peer: Peer,
  turns: Turns,
  minutes: number | undefined,
): Promise<Race> {
  if (minutes === undefined) return byTime(peer, await keptRun(peer), turns);
  const steps = Math.max(1, Math.round(60_000 * minutes / stepTimes(turns).median));
  return byTime(peer, await trainPeer(python, peer, steps), turns);
}
