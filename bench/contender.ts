/**
 * Contenders: programs that train, ours and the peers' alike. Each writes JSON lines and, between
 * the turns of its training, waits for a line on its standard input.
 *
 * @module
 */
import { median } from "./timing.ts";

/** The milliseconds of each step of one turn. */
export interface TurnEvent {
  readonly event: "turn";
  readonly step: number;
  readonly ms: readonly number[];
  readonly peak_mib: number;
}

/** How far from the exact posterior after so many steps; `stopped` with the weights kept at last. */
export interface GradedEvent {
  readonly event: "graded" | "stopped";
  readonly step: number;
  /** Of training, the grading left out. */
  readonly seconds: number;
  /** The same of all threads' processors: of no influence by what else runs on the machine. */
  readonly cpu_seconds: number;
  /** Mean log p(theta* | x) − log q(theta* | x) in nats, and its standard error. */
  readonly gap: number;
  readonly gap_se: number;
  /**
   * KL(p ‖ q) in nats, from exact draws, and its standard error; without the draws on atoms of the
   * prior, to which a density such as the peers' gives no mass.
   */
  readonly kl: number;
  readonly kl_se: number;
  readonly peak_mib: number;
}

/** A program that trains. */
export interface Contender {
  readonly label: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** The values of a stream of JSON lines. */
export async function* jsonLines<T>(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<T> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

/** A contender under way. Disposing it ends it. */
interface Running<Event> extends AsyncDisposable {
  /** The next event; undefined when the program has ended well. */
  next(): Promise<Event | undefined>;
  /** Lets it train its next turn. */
  go(): Promise<void>;
}

function start<Event>({ label, program, args }: Contender): Running<Event> {
  const child = new Deno.Command(program, {
    args: [...args],
    env: { NO_COLOR: "1", PYTHONWARNINGS: "ignore" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const events = jsonLines<Event>(child.stdout);
  const input = child.stdin.getWriter();
  return {
    async next() {
      const { done, value } = await events.next();
      if (!done) return value;
      if ((await child.status).success) return undefined;
      throw new RangeError(
        `Cannot measure ${label} as its program must run: ${(await stderr).trim().slice(-2000)}`,
      );
    },
    go: () => input.write(new TextEncoder().encode("\n")),
    async [Symbol.asyncDispose]() {
      await input.close().catch(() => {}); // it may be gone already
      await child.status;
      await stderr;
    },
  };
}

/** What the turns of one contender took. */
export interface Turns {
  readonly label: string;
  /** Milliseconds a step: [turn][step]. */
  readonly ms: readonly (readonly number[])[];
  readonly peakMib: number;
}

async function turnOf(contender: Contender, running: Running<TurnEvent>): Promise<TurnEvent> {
  const event = await running.next();
  if (event) return event;
  throw new RangeError(`Cannot measure ${contender.label} as it must go on: it has ended`);
}

/**
 * Starts each contender for a first turn, which warms it up and is not counted; then all take their
 * turns one after the other while the others wait.
 *
 * @throws {RangeError} If a program fails or ends too early.
 */
export async function takeTurns(
  contenders: readonly Contender[],
  turns: number,
): Promise<Turns[]> {
  await using stack = new AsyncDisposableStack();
  const runs = [];
  for (const contender of contenders) {
    const running = stack.use(start<TurnEvent>(contender));
    await turnOf(contender, running);
    runs.push({ contender, running, events: [] as TurnEvent[] });
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const { contender, running, events } of runs) {
      await running.go();
      events.push(await turnOf(contender, running));
    }
  }
  return runs.map(({ contender: { label }, events }) => ({
    label,
    ms: events.map(({ ms }) => ms),
    peakMib: Math.max(...events.map(({ peak_mib }) => peak_mib)),
  }));
}

/** Lets a contender train to its end; each grade as it comes. */
export async function* race(contender: Contender): AsyncGenerator<GradedEvent> {
  await using running = start<GradedEvent>(contender);
  for (let event = await running.next(); event; event = await running.next()) yield event;
}

/** Median and least milliseconds of a step. */
export function stepTimes({ ms }: Turns): { readonly median: number; readonly best: number } {
  const all = ms.flat();
  return { median: median(all), best: Math.min(...all) };
}

/** How many times longer a step takes `theirs` than `ours`: the median over turns in pairs. */
export function stepRatio(theirs: Turns, ours: Turns): number {
  return median(theirs.ms.map((ms, turn) => median(ms) / median(ours.ms[turn])));
}

/** Seconds to the first grade with a KL of at most `level`; undefined if there is none. */
export function secondsTo(
  grades: readonly Pick<GradedEvent, "seconds" | "kl">[],
  level: number,
): number | undefined {
  return grades.find(({ kl }) => kl <= level)?.seconds;
}
