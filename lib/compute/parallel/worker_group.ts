/**
 * Threads that run the same program in step, each on its share of the data, with a barrier between
 * steps. The result must not depend on the number of threads: the work is cut into a fixed number of
 * parts, each part is done by one worker, and the results are combined in the order of the parts.
 *
 * @module
 */

/** A worker's place in its group. */
export interface WorkerGroup {
  /** 0 … size − 1. */
  readonly index: number;
  readonly size: number;
  /**
   * Waits until every worker has called it. Writes to shared memory before it are visible after it.
   *
   * @throws {Error} If a worker does not arrive in time, or the barrier was aborted.
   */
  barrier(): void;
}

/** A group of one worker, whose barrier does nothing. */
export const ONE_WORKER: WorkerGroup = Object.freeze({ index: 0, size: 1, barrier: () => {} });

/** Spins before sleeping: a read of shared memory takes some 10 ns, sleep and wake-up some 50 µs. */
const SPINS = 5000;

/** How long one worker waits for another, in ms: longer than any step takes. */
const TIMEOUT = 120_000;

/** The state of a barrier, in memory that the workers of a group share. */
export type BarrierMemory = Int32Array<SharedArrayBuffer>;

/** The state of a new barrier. */
export function barrierMemory(): BarrierMemory {
  return new Int32Array(new SharedArrayBuffer(12)); // workers waiting, rounds over, whether aborted
}

/** Makes every present and later wait throw: a thread that sleeps can't be terminated. */
export function abortBarrier(barrierState: BarrierMemory): void {
  Atomics.store(barrierState, 2, 1);
  Atomics.add(barrierState, 1, 1);
  Atomics.notify(barrierState, 1);
}

/** The worker of that index in a group of threads that share a barrier. */
export function groupMember(
  barrierState: BarrierMemory,
  { index, size, timeout = TIMEOUT }: {
    readonly index: number;
    readonly size: number;
    /** Of the barrier, in ms. */
    readonly timeout?: number;
  },
): WorkerGroup {
  return {
    index,
    size,
    barrier() {
      const round = Atomics.load(barrierState, 1);
      if (Atomics.add(barrierState, 0, 1) === size - 1) {
        Atomics.store(barrierState, 0, 0);
        Atomics.add(barrierState, 1, 1);
        Atomics.notify(barrierState, 1);
      }
      for (let spin = 0; spin < SPINS && Atomics.load(barrierState, 1) === round; spin++);
      while (Atomics.load(barrierState, 1) === round && Atomics.load(barrierState, 2) === 0) {
        if (Atomics.wait(barrierState, 1, round, timeout) === "timed-out") {
          throw new Error(`Cannot go on as a worker has not arrived within ${timeout / 1000} s`);
        }
      }
      if (Atomics.load(barrierState, 2) === 1) {
        throw new Error("Cannot go on as another worker was stopped");
      }
    },
  };
}

/**
 * The parts of this worker: every size-th of `parts`.
 *
 * @example Usage
 * ```ts
 * import { ownParts } from "./worker_group.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ownParts({ index: 1, size: 3, barrier() {} }, 8), [1, 4, 7]);
 * ```
 */
export function ownParts({ index, size }: WorkerGroup, parts: number): number[] {
  return Array.from({ length: parts }, (_, part) => part).filter((part) => part % size === index);
}

/** The ends of part `part` of `parts` equal parts of 0 … length − 1: from, and up to but without. */
export function partRange(length: number, part: number, parts: number): readonly [number, number] {
  return [Math.floor(length * part / parts), Math.floor(length * (part + 1) / parts)];
}
