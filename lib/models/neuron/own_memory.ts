/**
 * WebAssembly modules in memories of their own.
 *
 * @module
 */

/** Bytes of a page of WebAssembly memory. */
const PAGE = 65536;

/** An instance, and the memory it works in. */
export interface OwnMemory {
  readonly memory: WebAssembly.Memory;
  readonly exports: WebAssembly.Exports;
}

/**
 * Starts a module that imports its memory.
 *
 * @param size Bytes that it needs.
 * @param imports What else it imports.
 */
export function inOwnMemory(
  module: WebAssembly.Module,
  size: number,
  imports: WebAssembly.Imports,
): OwnMemory {
  const pages = Math.ceil(size / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { ...imports, env: { memory } });
  return { memory, exports };
}
