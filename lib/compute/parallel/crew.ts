/**
 * Worker threads, started and heard together. If one of them dies, the crew is no more.
 *
 * @module
 */

/** What a worker sends. */
type Sent<Message> =
  | { readonly message: Message }
  | { readonly failure: string; readonly name: string };

/** What arrives from a worker. */
type Arrived<Message> = { readonly message: Message } | { readonly error: Error };

/** A refusal is the same error whichever thread met it. V8 has a sentence that is worded alike. */
const CLASSES = { RangeError, TypeError, SyntaxError };
const REFUSAL = /^Cannot .+ as (?!it is (undefined|null)\.$)/s;

/** The error that a worker met, if it is a refusal. */
function refusalOf(name: string, message: string): Error | undefined {
  if (!REFUSAL.test(message)) return undefined;
  const found = Object.entries(CLASSES).find(([own]) => own === name)?.[1];
  return found && new found(message);
}

/** Workers at work. Disposing it ends them wherever they are. */
export interface Crew<Message> extends Disposable {
  /**
   * The next message from any of them.
   *
   * @throws {RangeError | TypeError | SyntaxError} If a worker refused, in its words.
   * @throws {Error} If a worker failed otherwise.
   */
  next(): Promise<Message>;
}

/**
 * Starts a worker of the module at `url` for each task, and sends it the task.
 *
 * @param what Names the work in an error: "Cannot go on training as …".
 */
export function crewOf<Task, Message>(
  what: string,
  url: URL,
  tasks: readonly Task[],
): Crew<Message> {
  const arrived: Arrived<Message>[] = [];
  let wake = () => {};
  const arrive = (next: Arrived<Message>) => {
    arrived.push(next);
    wake();
  };
  const workers = tasks.map((task, rank) => {
    const worker = new Worker(url, { type: "module", name: `${what} ${rank}` });
    const fail = (why: string, name = "") => {
      const error = refusalOf(name, why) ??
        new Error(`Cannot go on ${what} as worker ${rank} failed: ${why}`);
      arrive({ error });
    };
    worker.addEventListener("message", ({ data }: MessageEvent<Sent<Message>>) => {
      if ("failure" in data) fail(data.failure, data.name);
      else arrive(data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message);
    });
    worker.addEventListener("messageerror", () => fail("it sent what can't be read"));
    worker.postMessage(task);
    return worker;
  });
  return {
    async next() {
      while (arrived.length === 0) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      const next = arrived.shift()!;
      if ("error" in next) throw next.error;
      return next.message;
    },
    [Symbol.dispose]: () => workers.forEach((worker) => worker.terminate()),
  };
}

/** The scope of a worker, as far as it is needed here. */
interface WorkerScope<Task> {
  addEventListener(type: "message", listener: (event: { readonly data: Task }) => void): void;
  postMessage(sent: unknown): void;
  close(): void;
}

/**
 * To be called once in a worker's module: does its task, sends what it has to say, and ends. What
 * `work` throws is told to the crew.
 */
export function workOn<Task, Message>(
  work: (task: Task, send: (message: Message) => void) => Promise<void>,
): void {
  const scope = globalThis as unknown as WorkerScope<Task>;
  scope.addEventListener("message", async ({ data }) => {
    try {
      await work(data, (message) => scope.postMessage({ message }));
      scope.close();
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      scope.postMessage({ failure: message, name });
    }
  });
}
