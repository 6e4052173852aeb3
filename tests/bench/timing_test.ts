import { assertEquals, assertRejects } from "@std/assert";
import { rowOf, type Task, timeInTurns } from "../../bench/timing.ts";

Deno.test("rowOf() gives a rate per second, the best being the largest", () => {
  assertEquals(rowOf({ what: "draws", count: 100, unit: "/s" }, [2, 1, 4]), {
    what: "draws",
    unit: "/s",
    median: 50,
    best: 100,
  });
});

Deno.test("rowOf() gives milliseconds per item, the best being the least", () => {
  assertEquals(rowOf({ what: "step", count: 10, unit: "ms" }, [2, 1, 4]), {
    what: "step",
    unit: "ms",
    median: 200,
    best: 100,
  });
});

Deno.test("timeInTurns() alternates between tasks, after a round that is not counted", async () => {
  const calls: string[] = [];
  const task = (what: string): Task => ({
    what,
    count: 1,
    unit: "ms",
    run: (round) => void calls.push(`${what}${round}`),
  });
  const rows = await timeInTurns([task("a"), task("b")], 2);
  assertEquals(calls, ["a0", "b0", "a1", "b1", "a2", "b2"]);
  assertEquals(rows.map(({ what }) => what), ["a", "b"]);
});

Deno.test("timeInTurns() refuses no rounds", async () => {
  await assertRejects(() => timeInTurns([], 0), RangeError, "rounds must be");
});
