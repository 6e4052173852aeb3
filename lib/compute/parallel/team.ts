/**
 * Threads that do the same work in step, each its share of it. What a team computes must not depend
 * on its size: the work is cut into parts whose number is fixed, each part is done by one member,
 * and what the parts gave is put together in the order of the parts.
 *
 * @module
 */

/** One member's view of its team. */
export interface Team {
  /** 0 … size − 1. */
  readonly rank: number;
  readonly size: number;
  /**
   * Waits until every member is here. What others wrote to shared memory before can be read after.
   *
   * @throws {Error} If a member does not come, or the team is disbanded.
   */
  barrier(): void;
}

/** A team of one, which never waits. */
export const SOLO: Team = Object.freeze({ rank: 0, size: 1, barrier: () => {} });

/** A look at shared memory costs some 10 ns, to be put to sleep and woken some 50 µs. */
const LOOKS = 5000;

/** How long one member waits for another, in ms: longer than any step takes. */
const PATIENCE = 120_000;

/** Where the members of a team meet: to be shared by all of them. */
export type MeetingPoint = Int32Array<SharedArrayBuffer>;

/** A new place to meet. */
export function meetingPoint(): MeetingPoint {
  return new Int32Array(new SharedArrayBuffer(12)); // members here, rounds over, whether disbanded
}

/** Sends home whoever waits at the point, and whoever comes: a thread that sleeps can't be ended. */
export function disband(point: MeetingPoint): void {
  Atomics.store(point, 2, 1);
  Atomics.add(point, 1, 1);
  Atomics.notify(point, 1);
}

/** The member of that rank in a team of threads that share a meeting point. */
export function teamMember(
  point: MeetingPoint,
  { rank, size, patience = PATIENCE }: {
    readonly rank: number;
    readonly size: number;
    /** Of the barrier, in ms. */
    readonly patience?: number;
  },
): Team {
  return {
    rank,
    size,
    barrier() {
      const round = Atomics.load(point, 1);
      if (Atomics.add(point, 0, 1) === size - 1) {
        Atomics.store(point, 0, 0);
        Atomics.add(point, 1, 1);
        Atomics.notify(point, 1);
      }
      for (let look = 0; look < LOOKS && Atomics.load(point, 1) === round; look++);
      while (Atomics.load(point, 1) === round && Atomics.load(point, 2) === 0) {
        if (Atomics.wait(point, 1, round, patience) === "timed-out") {
          throw new Error(`Cannot go on as a worker has not come within ${patience / 1000} s`);
        }
      }
      if (Atomics.load(point, 2) === 1) throw new Error("Cannot go on as the team is disbanded");
    },
  };
}

/**
 * The numbers of the parts that are this member's: every size-th of `parts`.
 *
 * @example Usage
 * ```ts
 * import { ownParts } from "./team.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ownParts({ rank: 1, size: 3, barrier() {} }, 8), [1, 4, 7]);
 * ```
 */
export function ownParts({ rank, size }: Team, parts: number): number[] {
  return Array.from({ length: parts }, (_, part) => part).filter((part) => part % size === rank);
}

/** The ends of part `part` of `parts` equal parts of 0 … length − 1: from, and up to but without. */
export function partRange(length: number, part: number, parts: number): readonly [number, number] {
  return [Math.floor(length * part / parts), Math.floor(length * (part + 1) / parts)];
}
