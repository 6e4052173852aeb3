import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  formatProgress,
  formatSeconds,
  progress,
  progressOn,
  type ProgressSink,
} from "../../lib/cli/progress.ts";

/** A sink that remembers, and a clock that is set. */
function recorder(width = 100) {
  const events: string[] = [];
  const clock = { ms: 5000 };
  const sink: ProgressSink = {
    interval: 0.1,
    width,
    draw: (line) => void events.push(line),
    end: async () => void await events.push("end"),
  };
  return { events, clock, progress: progressOn(sink, "training", () => clock.ms) };
}

Deno.test("formatSeconds() uses two units at most", () => {
  assertEquals([0, 59.4, 59.6, 80, 3599, 3600, 7500].map(formatSeconds), [
    "0 s",
    "59 s",
    "1 min 00 s",
    "1 min 20 s",
    "59 min 59 s",
    "1 h 00 min",
    "2 h 05 min",
  ]);
});

Deno.test("formatProgress() estimates from the mean rate", () => {
  const line = (done: number, seconds: number) =>
    formatProgress({ label: "x", done, total: 1000, seconds });
  assertStringIncludes(line(500, 5), "━━━━━━━━━━──────────  50 %  500/1000  100/s  5 s left");
  assertStringIncludes(line(15, 6), "  1 %  15/1000  2.5/s  6 min 34 s left");
  assertStringIncludes(line(1, 20), "  0 %  1/1000  20 s each  5 h 33 min left");
  assertStringIncludes(line(1000, 20), "━━━━━━━━━━━━━━━━━━━━ 100 %  1000/1000  50/s  0 s left");
});

Deno.test("formatProgress() promises nothing before the first step, or of nothing", () => {
  const empty = "x ────────────────────   0 %";
  assertEquals(formatProgress({ label: "x", done: 0, total: 9, seconds: 3 }), `${empty}  0/9`);
  assertEquals(formatProgress({ label: "x", done: 0, total: 0, seconds: 3 }), `${empty}  0/0`);
});

Deno.test("progressOn() draws the first step, then not more often than the interval", () => {
  const { events, clock, progress } = recorder();
  for (let done = 1; done <= 40; done++) {
    clock.ms += 10;
    progress.update(done, 40, `loss ${done}`);
  }
  assertEquals(events.map((line) => line.split("  ").at(-1)), [
    "loss 1",
    "loss 11",
    "loss 21",
    "loss 31",
  ]);
});

Deno.test("progressOn() estimates from the steps that it has seen, not from those done before", () => {
  const { events, clock, progress } = recorder();
  clock.ms += 60_000; // it was prepared for a minute
  progress.update(500, 1000);
  clock.ms += 1000;
  progress.update(510, 1000);
  assertEquals(events.map((line) => line.split("  ").slice(-2)), [
    ["50 %", "500/1000"],
    ["10/s", "49 s left"],
  ]);
});

Deno.test("progressOn() ends with the time taken, once", async () => {
  const { events, clock, progress } = recorder();
  clock.ms += 80_000;
  await progress.done("loss 0.5");
  await progress[Symbol.asyncDispose]();
  assertEquals(events, ["training took 1 min 20 s  loss 0.5", "end"]);
});

Deno.test("progressOn() ends the line when the work throws", async () => {
  const { events, progress } = recorder();
  await (async () => {
    await using bar = progress;
    bar.update(1, 2);
    throw new Error("diverged");
  })().catch(() => {});
  assertEquals(events.length, 2);
  assertEquals(events[1], "end");
});

Deno.test("progressOn() leaves no empty line if nothing was drawn", async () => {
  const { events, progress } = recorder();
  await progress[Symbol.asyncDispose]();
  assertEquals(events, []);
});

Deno.test("progressOn() keeps to the width", async () => {
  const { events, progress } = recorder(20);
  progress.update(1, 2, "a long note");
  await progress.done("a long note");
  assertEquals(events.slice(0, 2).map((line) => line.length), [20, 20]);
});

Deno.test("progress() can be called where there is neither terminal nor notebook", async () => {
  if (Deno.stderr.isTerminal()) return;
  const { update, done } = progress("training");
  update(1, 2);
  await done();
});
