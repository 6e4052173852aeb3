import { assert, assertEquals, assertThrows } from "@std/assert";
import { guardOf } from "../../lib/inference/guard.ts";

Deno.test("guardOf() lets ordinary batches through, however their gradients differ", () => {
  const { judge } = guardOf(1);
  for (let i = 0; i < 1000; i++) assertEquals(judge(1 - i, 5 * 3 ** Math.sin(i)), "step");
});

Deno.test("guardOf() skips a gradient that explodes, once it knows what is typical", () => {
  const guard = guardOf(1);
  assertEquals(guard.judge(1, 1e9), "step");
  const known = guardOf(1);
  for (let i = 0; i < 20; i++) known.judge(1, 2);
  assertEquals([known.judge(1, 150), known.judge(1, 250), known.judge(1, 2)], [
    "step",
    "skip",
    "step",
  ]);
  assertEquals([known.skipped, known.rollbacks], [1, 0]);
});

Deno.test("guardOf() sends the weights back after three bad batches in a row", () => {
  const guard = guardOf(1);
  const judgements = [NaN, Infinity, NaN, 1, NaN, NaN, NaN].map((loss) => guard.judge(loss, 1));
  const expected = ["skip", "skip", "roll back", "step", "skip", "skip", "roll back"];
  assertEquals<string[]>(judgements, expected);
  assertEquals([guard.skipped, guard.rollbacks], [6, 2]);
});

Deno.test("guardOf() keeps a refuge at the start and every hundred good steps, never amid bad ones", () => {
  const guard = guardOf(1);
  assert(guard.refuge);
  guard.judge(NaN, 1);
  assert(!guard.refuge);
  const kept: number[] = [];
  for (let i = 1; i <= 250; i++) {
    guard.judge(1, 1);
    if (guard.refuge) kept.push(i);
  }
  assertEquals(kept, [100, 200]);
});

Deno.test("guardOf() gives up when nothing but bad batches come", () => {
  const { judge } = guardOf(7);
  for (let i = 0; i < 20; i++) judge(NaN, NaN);
  assertThrows(() => judge(NaN, NaN), Error, "more than 20 batches of epoch 7");
});
