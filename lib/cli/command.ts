/**
 * How a command runs: what its user did wrong is told in one line, what its author did wrong
 * keeps the stack trace.
 *
 * @module
 */
import { type Command, parseArguments, usage, type Values } from "./arguments.ts";

/** How this project words its refusals; V8 has two sentences that are worded alike. */
const REFUSAL = /^Cannot .+( as |: )/s;
const V8 = /^Cannot (read|set) properties of | as it is (undefined|null)\.$/;

/** Whether an error is for the user: a refusal of this project, or the system's about a file. */
export function isUserError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (Object.values(Deno.errors).some((type) => error instanceof type)) return true;
  return ["RangeError", "TypeError", "SyntaxError"].includes(error.name) &&
    REFUSAL.test(error.message) && !V8.test(error.message);
}

/**
 * Runs `main` with the parsed arguments of the process; `--help` prints the usage instead. A
 * user's error is printed and ends the process with exit code 1; any other error is thrown.
 */
export async function runCommand<const C extends Command>(
  command: C,
  main: (values: Values<C>) => void | Promise<void>,
): Promise<void> {
  try {
    const values = parseArguments(command, Deno.args);
    if (values === "help") console.log(usage(command));
    else await main(values);
  } catch (error) {
    if (!isUserError(error)) throw error;
    console.error(`error: ${error.message}`);
    Deno.exit(1);
  }
}
