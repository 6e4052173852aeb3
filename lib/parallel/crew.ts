/**
 * Worker threads, started and heard together. If one of them dies, the crew is no more.
 *
 * @module
 */

/** What a worker sends. */
type Sent<Message> =
  | { readonly message: Message }
  | { readonly failure: string };

/** Workers at work. Disposing it ends them wherever they are. */
export interface Crew<Message> extends Disposable {
  /**
   * The next message from any of them.
   *
   * @throws {Error} If a worker failed.
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
  const arrived: Sent<Message>[] = [];
  let wake = () => {};
  const arrive = (sent: Sent<Message>) => {
    arrived.push(sent);
    wake();
  };
  const workers = tasks.map((task, rank) => {
    const worker = new Worker(url, { type: "module", name: `${what} ${rank}` });
    const fail = (why: string) => arrive({ failure: `worker ${rank} failed: ${why}` });
    worker.addEventListener("message", ({ data }: MessageEvent<Sent<Message>>) => {
      if ("failure" in data) fail(data.failure);
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
      const sent = arrived.shift()!;
      if ("failure" in sent) throw new Error(`Cannot go on ${what} as ${sent.failure}`);
      return sent.message;
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
      scope.postMessage({ failure: error instanceof Error ? error.message : String(error) });
    }
  });
}
