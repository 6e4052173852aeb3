/**
 * Calls of WebAssembly functions, whose arguments have no names, by the names of their parameters.
 *
 * @module
 */

/** The words of a text, one blank apart. */
export type Words<Text extends string> = Text extends `${infer First} ${infer Rest}`
  ? First | Words<Rest>
  : Text;

/** A call with a record of arguments. */
export type CallByName<Name extends string> = (given: Readonly<Record<Name, number>>) => void;

/**
 * A function of numbers, to be called with a record of them.
 *
 * @param parameters Their names in the order of the function's, one blank apart.
 *
 * @example Usage
 * ```ts
 * import { callByName } from "./call_by_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * let power = 0;
 * const raise = (base: number, exponent: number) => power = base ** exponent;
 * callByName(raise, "base exponent")({ exponent: 3, base: 2 });
 * assertEquals(power, 8);
 * ```
 */
export function callByName<const Parameters extends string>(
  run: WebAssembly.ExportValue,
  parameters: Parameters,
): CallByName<Words<Parameters>> {
  const call = run as (...args: number[]) => void;
  const names = parameters.split(" ") as Words<Parameters>[];
  return (given) => call(...names.map((name) => given[name]));
}
