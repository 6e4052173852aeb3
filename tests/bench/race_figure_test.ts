import { assert, assertEquals, assertThrows } from "@std/assert";
import { raceFigure, type RaceRun } from "../../bench/race_figure.ts";
import { linesOf } from "../figures/reading.ts";

const ours: RaceRun = {
  label: "default",
  ours: true,
  guided: true,
  grades: [{ seconds: 5, kl: 2 }, { seconds: 20, kl: 0.3 }, { seconds: 70, kl: 0.12 }],
};
const theirs: RaceRun = {
  label: "BayesFlow",
  ours: false,
  guided: false,
  grades: [{ seconds: 200, kl: 11 }, { seconds: 4000, kl: 5 }],
};

Deno.test("raceFigure() labels each line, and its axes by minutes and nats", () => {
  const { svg } = raceFigure([ours, theirs], { prior: 11.5 });
  const lines = linesOf(svg);
  for (
    const text of ["default", "BayesFlow", "the prior", "5 s", "10 s", "1 min", "1 h", "0.2", "10"]
  ) {
    assert(lines.includes(text), text);
  }
  assertEquals(svg.match(/<circle/g)?.length, 5);
});

Deno.test("raceFigure() distinguishes what uses a likelihood from what does not, in its key and by its dots", () => {
  const lines = linesOf(raceFigure([ours, theirs]).svg);
  assertEquals(
    lines.slice(0, 2).join(""),
    "━━this project━━others●guided by an approximate likelihood○likelihood-free",
  );
  const free = raceFigure([{ ...ours, guided: false }]).svg;
  assertEquals(linesOf(free)[0], "━━this project○likelihood-free");
  assertEquals(free.match(/<g(?=[^>]*fill="white")(?=[^>]*stroke="#0072B2")[^>]*>/g)?.length, 1);
});

Deno.test("raceFigure() has ticks below ten seconds", () => {
  const quick = { ...ours, grades: [{ seconds: 1.5, kl: 2 }, { seconds: 8, kl: 0.3 }] };
  const lines = linesOf(raceFigure([quick]).svg);
  for (const text of ["2 s", "5 s"]) assert(lines.includes(text), text);
});

Deno.test("raceFigure() draws no prior unless it is given", () => {
  assert(!linesOf(raceFigure([ours]).svg).includes("the prior"));
});

Deno.test("raceFigure() refuses nothing, and what a logarithm can't show", () => {
  assertThrows(() => raceFigure([]), RangeError, "runs.length must be");
  const grades = [{ seconds: 0, kl: 1 }];
  assertThrows(() => raceFigure([{ ...ours, grades }]), RangeError, "seconds of default must be");
});
