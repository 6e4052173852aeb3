/**
 * Whether threads can be used here: a page that is not cross-origin isolated has no shared memory, an
 * old engine no `navigator`.
 *
 * @module
 */

/** The parts of a global scope that threads need, each of which may be missing. */
interface ThreadScope {
  readonly Worker?: unknown;
  readonly SharedArrayBuffer?: unknown;
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

/**
 * The number of threads that can run in parallel: the number of cores, or 1 (the calling thread) where
 * there are no workers or no shared memory.
 *
 * @example Usage
 * ```ts
 * import { threadCount } from "./threads.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assert(threadCount() >= 1);
 * assertEquals(threadCount({ navigator: { hardwareConcurrency: 8 } }), 1); // no SharedArrayBuffer
 * ```
 */
export function threadCount(scope: ThreadScope = globalThis): number {
  return canShare(scope) ? Math.max(1, scope.navigator?.hardwareConcurrency ?? 1) : 1;
}

/** Whether there are workers, and memory to share with them. */
export function canShare(scope: ThreadScope = globalThis): boolean {
  return typeof scope.Worker === "function" && typeof scope.SharedArrayBuffer === "function";
}
