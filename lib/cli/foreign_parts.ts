/**
 * Parts of a bundle that no browser has.
 *
 * @module
 */

/** A module as `deno info --json` tells of it. */
interface ModuleInfo {
  readonly dependencies?: readonly { readonly specifier: string }[];
}

/**
 * What a module still imports, statically or dynamically, in the words of `deno info --json`.
 *
 * @param info Its output, for one module.
 *
 * @example Usage
 * ```ts
 * import { importsLeft } from "./foreign_parts.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const module = { specifier: "file:///a.js", dependencies: [{ specifier: "node:path" }] };
 * assertEquals(importsLeft(JSON.stringify({ modules: [module] })), ["node:path"]);
 * ```
 */
export function importsLeft(info: string): string[] {
  const { modules }: { readonly modules: readonly ModuleInfo[] } = JSON.parse(info);
  return modules.flatMap(({ dependencies = [] }) => dependencies.map(({ specifier }) => specifier));
}

/** How a bundler leaves a package that it did not find, and names of Node's and Deno's. */
const FOREIGN: readonly RegExp[] = [
  /\b__require\d*\(\s*["'`][^"'`\n]+["'`]\s*\)/g,
  /["'`]node:\w+["'`]/g,
  /\bDeno\.\w+/g,
];

/**
 * What a bundle requires of CommonJS, and what in it only Deno or Node has.
 *
 * @param code A module as a bundler writes it, without comments.
 *
 * @example Usage
 * ```ts
 * import { foreignParts } from "./foreign_parts.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(foreignParts('const a = __require("canvas");'), ['__require("canvas")']);
 * ```
 */
export function foreignParts(code: string): string[] {
  return FOREIGN.flatMap((pattern) => Array.from(code.matchAll(pattern), ([part]) => part));
}
