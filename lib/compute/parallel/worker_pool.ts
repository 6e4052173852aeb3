/**
 * A pool of worker threads: starts them, and receives their messages. An error in one of them is thrown by
 * the next call of `next()`.
 *
 * @module
 */

/** What a worker sends. */
type Sent<Message> =
  | { readonly message: Message }
  | { readonly failure: string; readonly name: string };

/** What arrives from a worker. */
type Arrived<Message> = { readonly message: Message } | { readonly error: Error };

/** Error messages of this library, which keep their class. V8 has a message of the same form. */
const CLASSES = { RangeError, TypeError, SyntaxError };
const REFUSAL = /^Cannot .+ as (?!it is (undefined|null)\.$)/s;

/** The error of a worker, if it is one of this library. */
function refusalOf(name: string, message: string): Error | undefined {
  if (!REFUSAL.test(message)) return undefined;
  const found = Object.entries(CLASSES).find(([own]) => own === name)?.[1];
  return found && new found(message);
}

/** Running workers. Disposing it terminates them. */
export interface WorkerPool<Message> extends Disposable {
  /**
   * The next message from any of them.
   *
   * @throws {RangeError | TypeError | SyntaxError} If a worker threw such an error, with its message.
   * @throws {Error} If a worker failed otherwise.
   */
  next(): Promise<Message>;
}

/**
 * Starts a worker of the module at `url` for each task, and sends it the task.
 *
 * @param what Names the work in an error: "Cannot go on training as …".
 */
export function startWorkers<Task, Message>(
  what: string,
  url: URL,
  tasks: readonly Task[],
): WorkerPool<Message> {
  const arrived: Arrived<Message>[] = [];
  let wake = () => {};
  const arrive = (next: Arrived<Message>) => {
    arrived.push(next);
    wake();
  };
  const workers = tasks.map((task, index) => {
    const worker = new Worker(url, { type: "module", name: `${what} ${index}` });
    const fail = (why: string, name = "") => {
      const error = refusalOf(name, why) ??
        new Error(`Cannot go on ${what} as worker ${index} failed: ${why}`);
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
 * To be called once in a worker's module: does the task, sends its messages, and ends. What `work`
 * throws is sent to the pool.
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
