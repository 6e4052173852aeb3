import { assertEquals, assertStringIncludes } from "@std/assert";
import type { GradedEvent } from "../../bench/contender.ts";
import { byTime, gradeAt, PEERS, stepsIn } from "../../bench/peers.ts";
import {
  bestGrade,
  digits,
  markdown,
  type Race,
  raceRows,
  racesTable,
  ratioTable,
  rowsTable,
  stepRows,
} from "../../bench/report.ts";

function graded(step: number, seconds: number, kl: number): GradedEvent {
  const rest = { gap_se: 0.1, kl_se: 0.02, cpu_seconds: 2 * seconds, peak_mib: 10 * step };
  return { event: "graded", step, seconds, gap: kl, kl, ...rest };
}

const ours: Race = {
  label: "default",
  ours: true,
  guided: false,
  grades: [graded(1, 5, 4), graded(2, 10, 0.4), graded(3, 15, 0.15)],
};
const theirs: Race = {
  label: "BayesFlow",
  ours: false,
  guided: false,
  grades: [graded(10, 100, 4.5), graded(20, 1000, 4.2)],
};

Deno.test("digits() keeps three digits that count, and whole numbers whole", () => {
  assertEquals([0.012345, 1.2345, 123.45, 123_456.7, NaN, undefined].map(digits), [
    "0.0123",
    "1.23",
    "123",
    "123,457",
    "–",
    "–",
  ]);
});

Deno.test("markdown() makes a table with numbers to the right", () => {
  assertEquals(markdown(["a", "b"], [["x", "1"]]), "| a | b |\n| --- | --: |\n| x | 1 |");
});

Deno.test("raceRows() give the time to each level, NaN where it was not reached", () => {
  const rows = raceRows(ours);
  const value = (what: string) => rows.find((row) => row.what === `default: ${what}`)?.median;
  assertEquals(value("from nothing to 1 nats"), 10);
  assertEquals(value("from nothing to 0.2 nats"), 15);
  assertEquals(value("from nothing to 0.1 nats"), NaN);
  assertEquals(value("from nothing to the end"), 15);
  assertEquals(value("KL from the exact posterior, best epoch"), 0.15);
  assertEquals(value("peak memory"), 30);
  assertStringIncludes(rowsTable(rows), "| default: from nothing to 0.1 nats | – | – | s |");
});

Deno.test("racesTable() divides a peer's time by ours to the same quality", () => {
  assertEquals(bestGrade(theirs).kl, 4.2);
  const lines = racesTable([ours, theirs]).split("\n");
  assertEquals(
    lines.at(-1),
    "| BayesFlow | none | 1,000 | 2,000 | 20 | 4.20 ± 0.02 | 4.20 ± 0.10 | 5 | 200 |",
  );
  assertEquals(
    lines.at(-2),
    "| default | none | 15 | 30 | 3 | 0.15 ± 0.02 | 0.15 ± 0.10 | – | – |",
  );
});

Deno.test("racesTable() compares nothing that is likelihood-free with what is not", () => {
  const guided = { ...ours, label: "guided", guided: true };
  const line = racesTable([guided, theirs]).split("\n").at(-1);
  assertStringIncludes(line ?? "", "| 4.20 ± 0.10 | – | – |");
  const fed = { ...theirs, label: "sbi", guided: true };
  assertStringIncludes(racesTable([guided, fed]).split("\n").at(-1) ?? "", "| 5 | 200 |");
});

Deno.test("stepRows() and ratioTable() have a row a variant of ours", () => {
  const run = (label: string, ms: number) => ({ label, ms: [[ms, ms], [ms, ms]], peakMib: 0 });
  const own = [run("default", 20), run("original", 200)];
  assertEquals(stepRows(own).map(({ what, median }) => [what, median]), [
    ["training step: default", 20],
    ["training step: original", 200],
  ]);
  const lines = ratioTable(own, [run("BayesFlow", 2000), run("sbi", 50)]).split("\n");
  assertEquals(lines.slice(2), ["| default | 100 | 2.5 |", "| original | 10 | 0.25 |"]);
});

Deno.test("gradeAt() halves the steps down to one", () => {
  assertEquals(gradeAt(100), [1, 3, 6, 12, 25, 50, 100]);
});

Deno.test("stepsIn() divides the minutes by a peer's step, and is one at least", () => {
  const turns = { label: "", ms: [[2000, 2000]], peakMib: 0 };
  const [peer] = PEERS;
  assertEquals([stepsIn(10, peer, turns), stepsIn(0.001, peer, turns)], [300, 1]);
  assertEquals(stepsIn(10, { ...peer, steps: 7 }, turns), 7);
});

Deno.test("byTime() takes the time of a peer's step from its turns", () => {
  const turns = { label: "", ms: [[2000, 2000]], peakMib: 0 };
  const race = byTime(PEERS[0], [graded(100, 777, 9)], turns);
  assertEquals([race.label, race.ours, race.grades[0].seconds], ["BayesFlow", false, 200]);
});
