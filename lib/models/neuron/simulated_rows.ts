/**
 * What the simulators in WebAssembly share: they simulate four rows side by side, with the random
 * streams of `assembly/random.ts`, in a memory of their own.
 *
 * @module
 */
import { ZIGGURAT } from "../../core/random.ts";
import { inOwnMemory, type OwnMemory } from "./own_memory.ts";

/** Rows that are simulated side by side. */
export const LANES = 4;

/** The first address behind the tables and the state of the random streams. */
export const FREE = 10320;

// The addresses of assembly/memory.ts.
const LAYERS = 0;
const HEIGHT = 8192;
const ONE = 10304;

/** The ziggurat's layers, once for each sign. */
function writeZiggurat(memory: DataView): void {
  for (let index = 0; index < 512; index++) {
    const layer = index & 255;
    memory.setUint32(LAYERS + 16 * index, ZIGGURAT.accept[layer], true);
    const width = index < 256 ? -ZIGGURAT.width[layer] : ZIGGURAT.width[layer];
    memory.setFloat64(LAYERS + 16 * index + 8, width, true);
    if (index < 256) memory.setFloat64(HEIGHT + 8 * index, ZIGGURAT.height[layer], true);
  }
}

/**
 * The length of a buffer of random numbers, for `deviates` normal deviates of a row: of the ziggurat's
 * 1.2 % need more than one number. Some rows outrun the buffer, and go on without it.
 */
export function bufferedNumbers(deviates: number): number {
  return 4 * Math.ceil((deviates + deviates / 64) / 4);
}

/**
 * Starts a module that simulates rows.
 *
 * @param size Bytes that it needs, those before {@linkcode FREE} included.
 */
export function startRows(module: WebAssembly.Module, size: number): OwnMemory {
  const started = inOwnMemory(module, size, { random: { exp: Math.exp, log: Math.log } });
  const { buffer } = started.memory;
  writeZiggurat(new DataView(buffer));
  new Uint32Array(buffer, ONE).set([1, 511]);
  return started;
}
