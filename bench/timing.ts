/**
 * Timing beside other work: what is compared takes turns, so that whatever else the machine does
 * falls on all alike; medians forget the worst of it, and the least time is the machine's own.
 *
 * @module
 */
import { integer } from "../lib/core/check.ts";
import { quantiles } from "../lib/core/stats.ts";

/** Something to be timed. */
export interface Task {
  readonly what: string;
  /** How many things one run does. */
  readonly count: number;
  /** "/s": things a second; "ms": milliseconds a thing. */
  readonly unit: "/s" | "ms";
  /** @param round Differs every time, for tasks that must not repeat themselves. */
  run(round: number): unknown;
}

/** One line of a report. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly median: number;
  /** The fastest; the same as the median where there is one measurement. */
  readonly best: number;
}

/** The middle of some numbers. */
export function median(values: ArrayLike<number>): number {
  return quantiles(values, [0.5])[0];
}

/** A task's row, from the seconds of its runs. */
export function rowOf(
  { what, count, unit }: Pick<Task, "what" | "count" | "unit">,
  seconds: readonly number[],
): Row {
  const value = (s: number) => unit === "/s" ? count / s : 1000 * s / count;
  return {
    what,
    unit,
    median: value(median(seconds)),
    best: value(Math.min(...seconds)),
  };
}

/**
 * Runs all tasks once to warm up, and then round by round.
 *
 * @throws {RangeError} If rounds is not a positive integer.
 */
export async function timeInTurns(tasks: readonly Task[], rounds: number): Promise<Row[]> {
  integer("time tasks", "rounds", rounds, 1);
  const seconds: number[][] = tasks.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      const start = performance.now();
      await task.run(round);
      if (round > 0) seconds[i].push((performance.now() - start) / 1000);
    }
  }
  return tasks.map((task, i) => rowOf(task, seconds[i]));
}
