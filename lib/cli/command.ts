/**
 * How a command runs: errors of its user or the system are printed in one line, what its author
 * did wrong keeps the stack trace.
 *
 * @module
 */
import { type Command, parseArguments, usage, type Values } from "./arguments.ts";
import { sentenceOfSystem } from "./system_errors.ts";

/** The form of this project's errors; V8 has two messages of the same form. */
const REFUSAL = /^Cannot .+( as |: )/s;
const V8 = /^Cannot (read|set) properties of | as it is (undefined|null)\.$/;

/** How a command ended: 0 is fine, 1 an error, 2 a warning about what it answered. */
export type ExitCode = 0 | 1 | 2;

function isRefusal(error: Error): boolean {
  return REFUSAL.test(error.message) && !V8.test(error.message) &&
    (["RangeError", "TypeError", "SyntaxError"].includes(error.name) ||
      Object.values(Deno.errors).some((type) => error instanceof type));
}

/** Characters that steer a terminal: a file's content must not reach it as such. */
const STEERING = /(?!\n)\p{Cc}/gu;

/** A text that a file's content is in, with what steers a terminal written out, as in `\\u001b`. */
export function printable(text: string): string {
  const escaped = (character: string) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replaceAll(STEERING, escaped);
}

/**
 * The message for the user: an error of this project or of the system, in one sentence.
 * Undefined if it is a programming error.
 */
export function userSentence(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (isRefusal(error)) return printable(error.message);
  const system = Object.values(Deno.errors).some((type) => error instanceof type);
  return sentenceOfSystem(error) ?? (system ? printable(error.message) : undefined);
}

/** Prints the answer of a command that was asked for `--json`: one object, and nothing else. */
export function printJson(answer: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify(answer, null, 2));
}

/**
 * Runs `main` with the parsed arguments of the process and ends with the exit code that it returns,
 * 0 if none; `--help` prints the usage instead. What the user can mend is printed in one line and
 * ends the process with exit code 1; any other error is thrown.
 */
export async function runCommand<const C extends Command>(
  command: C,
  main: (values: Values<C>) => ExitCode | void | Promise<ExitCode | void>,
): Promise<void> {
  try {
    const values = parseArguments(command, Deno.args);
    if (values === "help") console.log(usage(command));
    else Deno.exitCode = await main(values) ?? 0;
  } catch (error) {
    const sentence = userSentence(error);
    if (sentence === undefined) throw error;
    console.error(`error: ${sentence}`);
    Deno.exit(1);
  }
}
