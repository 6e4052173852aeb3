import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  type Contender,
  jsonLines,
  race,
  secondsTo,
  stepRatio,
  stepTimes,
  takeTurns,
} from "../../bench/contender.ts";
import { needs } from "../permissions.ts";

const needed = needs({ run: ["deno"] });

/** A program in JavaScript. */
function program(label: string, code: string): Contender {
  return { label, program: "deno", args: ["eval", code] };
}

/** Its turns take 100, 101, 102, … ms, as it says. */
const COUNTS = `
  let ms = 100;
  const tell = () => console.log(JSON.stringify({ event: "turn", step: 1, ms: [ms++], peak_mib: ms }));
  tell();
  for await (const _ of Deno.stdin.readable) tell();
`;

const turns = (ms: number[][]) => ({ label: "", ms, peakMib: 0 });

Deno.test("jsonLines() joins what arrives in pieces", async () => {
  const pieces = ['{"a":', '1}\n{"a":2}\n{"a"', ":3}\n"].map((text) =>
    new TextEncoder().encode(text)
  );
  assertEquals(await Array.fromAsync(jsonLines(ReadableStream.from(pieces))), [
    { a: 1 },
    { a: 2 },
    { a: 3 },
  ]);
});

Deno.test({
  ...needed,
  name: "takeTurns() lets each contender train as often, and does not count the first turn",
  async fn() {
    const found = await takeTurns([program("a", COUNTS), program("b", COUNTS)], 2);
    const ms = [[101], [102]];
    assertEquals(found, [{ label: "a", ms, peakMib: 103 }, { label: "b", ms, peakMib: 103 }]);
  },
});

Deno.test({
  ...needed,
  name: "takeTurns() reports the message of a program that failed, and that one ended too early",
  async fn() {
    await assertRejects(
      () => takeTurns([program("ill", 'throw new Error("no such network")')], 1),
      RangeError,
      "no such network",
    );
    await assertRejects(
      () => takeTurns([program("short", "0")], 1),
      RangeError,
      "Cannot measure short as it must go on: it has ended",
    );
  },
});

Deno.test({
  ...needed,
  name: "race() yields grades until the program ends",
  async fn() {
    const code = "for (const step of [1, 2]) console.log(JSON.stringify({ step }))";
    const steps = (await Array.fromAsync(race(program("a", code)))).map(({ step }) => step);
    assertEquals(steps, [1, 2]);
  },
});

Deno.test("stepTimes() are those of all steps, and one slow step does not matter", () => {
  assertEquals(stepTimes(turns([[5, 3], [4, 4, 900]])), { median: 4, best: 3 });
});

Deno.test("stepRatio() compares turn by turn, so that a machine that slows down does not matter", () => {
  const ours = turns([[10], [10], [70], [70]]);
  const theirs = turns([[600], [600], [4200], [4200]]);
  assertAlmostEquals(stepRatio(theirs, ours), 60, 1e-12);
});

Deno.test("secondsTo() is the time of the first grade that is as good, if there is one", () => {
  const grades = [{ seconds: 10, kl: 2 }, { seconds: 20, kl: 0.5 }, { seconds: 30, kl: 0.7 }];
  assertEquals(secondsTo(grades, 0.5), 20);
  assertEquals(secondsTo(grades, 0.4), undefined);
});
