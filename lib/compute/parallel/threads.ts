/**
 * What this place offers to those who would work in threads: a page that is not cross-origin isolated
 * has no memory to share, an old engine no `navigator`.
 *
 * @module
 */

/** The parts of a global scope that threads need, each of which a place may lack. */
interface ThreadScope {
  readonly Worker?: unknown;
  readonly SharedArrayBuffer?: unknown;
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

/**
 * The threads that can run beside each other here: as many as there are cores, and 1, the one that
 * asks, where there are no workers or no memory that they could share.
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
