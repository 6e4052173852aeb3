/**
 * Handling of Ctrl-C.
 *
 * @module
 */
import { terminal } from "./terminal_line.ts";

/**
 * Until it is disposed, Ctrl-C prints the sentence under the line of progress and ends the process
 * with exit code 130, as a shell expects.
 *
 * @param sentence What the user can do now.
 */
export function ifInterrupted(sentence: () => string): Disposable {
  const stop = () => {
    terminal.end();
    console.error(sentence());
    Deno.exit(130);
  };
  Deno.addSignalListener("SIGINT", stop);
  return { [Symbol.dispose]: () => Deno.removeSignalListener("SIGINT", stop) };
}
