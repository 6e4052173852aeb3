import { assertEquals, assertThrows } from "@std/assert";
import {
  abortBarrier,
  barrierMemory,
  groupMember,
  ONE_WORKER,
  ownParts,
  partRange,
} from "../../../lib/compute/parallel/worker_group.ts";

Deno.test("ownParts() gives every part to one worker", () => {
  for (const size of [1, 2, 3, 4, 7]) {
    const given = Array.from(
      { length: size },
      (_, index) => ownParts({ index, size, barrier() {} }, 9),
    ).flat();
    assertEquals(given.sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  }
  assertEquals(ownParts(ONE_WORKER, 3), [0, 1, 2]);
});

Deno.test("partRange() cuts without gap or overlap", () => {
  for (const [length, parts] of [[10, 4], [3, 4], [0, 2], [12, 3]]) {
    let end = 0;
    for (let part = 0; part < parts; part++) {
      const [from, to] = partRange(length, part, parts);
      assertEquals(from, end);
      end = to;
    }
    assertEquals(end, length);
  }
});

Deno.test("groupMember() waits for the last worker, and times out", () => {
  const barrierState = barrierMemory();
  const early = groupMember(barrierState, { index: 0, size: 2, timeout: 1 });
  const late = groupMember(barrierState, { index: 1, size: 2, timeout: 1 });
  assertThrows(() => early.barrier(), Error, "a worker has not arrived within 0.001 s");
  late.barrier();
});

Deno.test("abortBarrier() makes a later wait throw", () => {
  const barrierState = barrierMemory();
  const member = groupMember(barrierState, { index: 0, size: 2 });
  abortBarrier(barrierState);
  assertThrows(() => member.barrier(), Error, "another worker was stopped");
});
