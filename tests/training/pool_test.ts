import { assertEquals, assertThrows } from "@std/assert";
import type { TrainingRows } from "../../lib/model/adapter.ts";
import { finiteRows, poolOf, type RowSource } from "../../lib/training/pool.ts";
import type { WorkerGroup } from "../../lib/compute/parallel/worker_group.ts";

/** A source whose row i is [i] and [i, −i]. */
const numbers: RowSource = {
  fill({ from, to }, into, at) {
    for (let row = from; row < to; row++) {
      into.inferenceVariables[at + row - from] = row;
      into.summaryVariables.set([row, -row], 2 * (at + row - from));
    }
  },
};

const rows = (count: number): TrainingRows => ({
  count,
  inferenceVariables: new Float32Array(count).fill(-1),
  summaryVariables: new Float32Array(2 * count).fill(-1),
});

const group = (size: number): WorkerGroup[] =>
  Array.from({ length: size }, (_, index) => ({ index, size, barrier() {} }));

/** The numbers of the rows of each epoch, made by a group in step. */
async function epochs(size: number, count: number, refresh: number, last: number, first = 1) {
  const pools = refresh > 0 ? [rows(count), rows(count)] : [rows(count)];
  const members = group(size).map((member) =>
    poolOf(member, numbers, pools, { refresh, epochs: last })
  );
  for (const pool of members) await pool.begin(first);
  const seen: number[][] = [];
  for (let epoch = first; epoch <= last; epoch++) {
    seen.push([...members[0].rows(epoch).inferenceVariables]);
    for (let batch = 0; batch < 7; batch++) {
      members.forEach((pool) => pool.advance(epoch, batch, 7));
    }
  }
  return seen;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

for (const size of [1, 2, 4]) {
  Deno.test(`poolOf() gives a group of ${size} the rows asked for, offline, online and pooled`, async () => {
    assertEquals(await epochs(size, 2500, 0, 2), [range(0, 2500), range(0, 2500)]);
    assertEquals(await epochs(size, 50, 1, 3), [range(0, 50), range(50, 100), range(100, 150)]);
    assertEquals(await epochs(size, 50, 2, 5), [
      range(0, 50),
      range(0, 50),
      range(50, 100),
      range(50, 100),
      range(100, 150),
    ]);
  });

  Deno.test(`poolOf() goes on in the middle of a set, in a group of ${size}`, async () => {
    assertEquals(await epochs(size, 50, 3, 7, 3), [
      range(0, 50),
      ...Array.from({ length: 3 }, () => range(50, 100)),
      range(100, 150),
    ]);
  });
}

Deno.test("finiteRows() gives the same rows, and names the first that is not finite", () => {
  const [plain, checked] = [rows(5), rows(5)];
  numbers.fill({ from: 2, to: 4 }, plain, 1);
  finiteRows(numbers, "training").fill({ from: 2, to: 4 }, checked, 1);
  assertEquals(checked, plain);
  const faulty: RowSource = {
    fill(range, into, at) {
      numbers.fill(range, into, at);
      into.summaryVariables[2 * (at + 3) + 1] = NaN;
    },
  };
  assertThrows(
    () => finiteRows(faulty, "validation").fill({ from: 100, to: 105 }, rows(5), 0),
    RangeError,
    "each validation row must be finite: summaryVariables of row 103 have NaN at 1",
  );
});
