import { assert, assertEquals, assertThrows } from "@std/assert";
import { guardOf, lossLimit } from "../../lib/training/guard.ts";

/** Of an epoch of many batches, whose loss may be 30. */
const OPTIONS = { batches: 1000, limit: 30 };

Deno.test("guardOf() lets ordinary batches through, however their gradients differ", () => {
  const { judge } = guardOf(1, OPTIONS);
  for (let i = 0; i < 1000; i++) assertEquals(judge(1 - i, 5 * 3 ** Math.sin(i)), "step");
});

Deno.test("guardOf() skips a gradient that explodes, once the typical norm is known", () => {
  const guard = guardOf(1, OPTIONS);
  assertEquals(guard.judge(1, 1e9), "step");
  const known = guardOf(1, OPTIONS);
  for (let i = 0; i < 20; i++) known.judge(1, 2);
  assertEquals([known.judge(1, 150), known.judge(1, 250), known.judge(1, 2)], [
    "step",
    "skip",
    "step",
  ]);
  assertEquals([known.skipped, known.rollbacks], [1, 0]);
});

Deno.test("guardOf() sends the weights back after three bad batches in a row", () => {
  const guard = guardOf(1, OPTIONS);
  const judgements = [NaN, Infinity, NaN, 1, NaN, NaN, NaN].map((loss) => guard.judge(loss, 1));
  const expected = ["skip", "skip", "roll back", "step", "skip", "skip", "roll back"];
  assertEquals<string[]>(judgements, expected);
  assertEquals([guard.skipped, guard.rollbacks], [6, 2]);
});

Deno.test("guardOf() keeps a snapshot at the start and every hundred good steps, never amid bad ones", () => {
  const guard = guardOf(1, OPTIONS);
  assert(guard.snapshot);
  guard.judge(NaN, 1);
  assert(!guard.snapshot);
  const kept: number[] = [];
  for (let i = 1; i <= 250; i++) {
    guard.judge(1, 1);
    if (guard.snapshot) kept.push(i);
  }
  assertEquals(kept, [100, 200]);
});

Deno.test("guardOf() takes a loss far above the untrained network's for an explosion, from the first batch", () => {
  assertEquals(lossLimit(8.5, 6), 68.5);
  const { judge } = guardOf(1, { batches: 10, limit: 68.5 });
  assertEquals([judge(68, 1), judge(69, 1), judge(68, 1)], ["step", "skip", "step"]);
});

Deno.test("guardOf() takes the typical gradient from the epoch before", () => {
  const { judge } = guardOf(2, { batches: 10, limit: 30, typicalNorm: 2 });
  assertEquals([judge(1, 250), judge(1, 150)], ["skip", "step"]);
});

Deno.test("guardOf() gives up when more than half of a short epoch's batches are bad", () => {
  const { judge } = guardOf(3, { batches: 8, limit: 30 });
  for (let i = 0; i < 4; i++) judge(1e9, 1);
  assertThrows(
    () => judge(1e9, 1),
    RangeError,
    "Cannot go on training as at most 4 of the 8 batches of epoch 3 may have",
  );
  const { judge: only } = guardOf(1, { batches: 1, limit: 30 });
  assertThrows(() => only(NaN, 1), RangeError, "at most 0 of the 1 batches");
});

Deno.test("guardOf() gives up when nothing but bad batches come", () => {
  const { judge } = guardOf(7, OPTIONS);
  for (let i = 0; i < 20; i++) judge(NaN, NaN);
  assertThrows(() => judge(NaN, NaN), RangeError, "at most 20 of the 1000 batches of epoch 7");
});
