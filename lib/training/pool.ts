/**
 * The rows that a group trains on: one set for the whole run, or sets that replace each other every
 * `refresh` epochs. Two of them are held at most: while the group trains on one, it makes the next,
 * a few rows after each batch.
 *
 * @module
 */
import type { TrainingRows } from "../model/adapter.ts";
import type { OnProgress } from "../core/history.ts";
import { partRange, type WorkerGroup } from "../compute/parallel/worker_group.ts";

/** Rows to train on, by number; there is no last one. Row i is the same whenever it is made. */
export interface RowSource {
  /** Writes rows `from` … `to` − 1 into `into`, from its row `at` on. */
  fill(
    range: { readonly from: number; readonly to: number },
    into: TrainingRows,
    at: number,
  ): void;
}

/**
 * The same rows, refused if one of them is not finite: nothing can be learned from it.
 *
 * @param name What they are for, as in "each training row must be finite".
 * @throws {RangeError} In `fill`, with the number of the row.
 */
export function finiteRows(source: RowSource, name: string): RowSource {
  return {
    fill(range, into, at) {
      source.fill(range, into, at);
      for (const kind of ["inferenceVariables", "summaryVariables"] as const) {
        const size = into[kind].length / into.count;
        const first = at * size;
        const values = into[kind].subarray(first, first + (range.to - range.from) * size);
        const bad = values.findIndex((value) => !Number.isFinite(value));
        if (bad >= 0) {
          throw new RangeError(
            `Cannot train as each ${name} row must be finite: ${kind} of row ` +
              `${range.from + Math.floor(bad / size)} have ${values[bad]} at ${bad % size}`,
          );
        }
      }
    },
  };
}

/** Rows filled at a time at the start, so that progress can be reported. */
const CHUNK = 1000;

/** Fills all of `rows`, each worker its share. A barrier must follow. */
export async function fillTogether(
  group: WorkerGroup,
  source: RowSource,
  rows: TrainingRows,
  first: number,
  onProgress?: OnProgress,
): Promise<void> {
  const chunks = Math.ceil(rows.count / CHUNK);
  for (let chunk = group.index; chunk < chunks; chunk += group.size) {
    const [from, to] = [chunk * CHUNK, Math.min(rows.count, (chunk + 1) * CHUNK)];
    source.fill({ from: first + from, to: first + to }, rows, from);
    onProgress?.(Math.min(rows.count, to + (group.size - 1) * CHUNK), rows.count);
    await undefined;
  }
}

/** The rows of each epoch. */
export interface Pool {
  /** Makes the rows of the first epoch of a run. A barrier must follow. */
  begin(epoch: number, onProgress?: OnProgress): Promise<void>;
  /** The rows of an epoch. Every worker must have made its share of them. */
  rows(epoch: number): TrainingRows;
  /** Makes this worker's share of what is due after `batch` of `batches` of an epoch. */
  advance(epoch: number, batch: number, batches: number): void;
}

/** The pool of a run of `epochs` epochs; `refresh` 0 keeps the first rows. */
export function poolOf(
  group: WorkerGroup,
  source: RowSource,
  pools: readonly TrainingRows[],
  { refresh, epochs }: { readonly refresh: number; readonly epochs: number },
): Pool {
  const generation = (epoch: number) => refresh > 0 ? Math.floor((epoch - 1) / refresh) : 0;
  const last = generation(epochs);
  let made = 0; // rows of the next generation
  let current = -1;
  const rows = (epoch: number) => pools[generation(epoch) % pools.length];
  return {
    rows,
    async begin(epoch, onProgress) {
      const pool = rows(epoch);
      await fillTogether(group, source, pool, generation(epoch) * pool.count, onProgress);
    },
    advance(epoch, batch, batches) {
      const now = generation(epoch);
      if (now === last) return;
      if (now !== current) [current, made] = [now, 0];
      const next = pools[(now + 1) % pools.length];
      const done = (epoch - 1 - now * refresh) * batches + batch + 1;
      const due = Math.floor(next.count * done / (refresh * batches));
      const [from, to] = partRange(due - made, group.index, group.size);
      const first = (now + 1) * next.count + made;
      if (to > from) source.fill({ from: first + from, to: first + to }, next, made + from);
      made = due;
    },
  };
}
