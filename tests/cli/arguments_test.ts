import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments, usage, type Values } from "../../lib/cli/arguments.ts";

const INFER = {
  name: "infer",
  purpose: "Infers the parameters of a neuron.",
  positionals: {
    trace: { type: "path", help: "a recording as CSV" },
    more: { help: "others", many: true },
  },
  options: {
    draws: { type: "integer", default: 1000, help: "posterior draws" },
    dt: { type: "number", unit: "ms", help: "time step" },
    level: { type: "number", unit: "%", default: 90, help: "credible level" },
    out: { type: "path", help: "where to write" },
    quiet: { type: "boolean", help: "print nothing" },
  },
} as const;

function assertRefused(args: string[], words: string): void {
  assertThrows(() => parseArguments(INFER, args), RangeError, `Cannot run infer as ${words}`);
}

Deno.test("parseArguments() gives each value its declared type", () => {
  const values = parseArguments(INFER, [
    "--draws",
    "20",
    "a.csv",
    "--dt=-1e-1",
    "--level",
    "-3",
    "--quiet",
    "b.csv",
    "--",
    "--c",
  ]);
  assertEquals(values, {
    draws: 20,
    dt: -0.1,
    level: -3,
    quiet: true,
    trace: "a.csv",
    more: ["b.csv", "--c"],
    out: undefined,
  });
});

Deno.test("parseArguments() fills in the defaults", () => {
  const values = parseArguments(INFER, ["a.csv"]);
  assertEquals(values, {
    draws: 1000,
    dt: undefined,
    level: 90,
    out: undefined,
    quiet: false,
    trace: "a.csv",
    more: [],
  });
});

Deno.test("parseArguments() types the values exactly", () => {
  const values: Values<typeof INFER> = parseInfer(["a.csv"]);
  const draws: number = values.draws;
  const out: string | undefined = values.out;
  const more: readonly string[] = values.more;
  // @ts-expect-error: without a default it may be undefined
  const dt: number = values.dt;
  // @ts-expect-error: there is no such option
  const epochs = values.epochs;
  assertEquals([draws, out, more, dt, epochs], [1000, undefined, [], undefined, undefined]);
});

function parseInfer(args: string[]): Values<typeof INFER> {
  const values = parseArguments(INFER, args);
  if (values === "help") throw new Error("help was not asked for");
  return values;
}

Deno.test("parseArguments() takes the last of an option given twice", () => {
  assertEquals(parseInfer(["a.csv", "--draws", "1", "--draws", "2"]).draws, 2);
});

Deno.test("parseArguments() gives the help for --help and -h, whatever else is wrong", () => {
  assertEquals(parseArguments(INFER, ["--help"]), "help");
  assertEquals(parseArguments(INFER, ["-h", "--draw"]), "help");
});

Deno.test("parseArguments() guesses the option that was meant", () => {
  assertRefused(["a.csv", "--draw", "20"], "it has no option --draw, did you mean --draws?");
  assertRefused(["a.csv", "-q"], "it has no option --q, did you mean");
  assertRefused(["a.csv", "--toString"], "it has no option --toString");
  assertRefused(["a.csv", "--__proto__"], "it has no option --__proto__");
});

Deno.test("parseArguments() names option, wish and value of what it refuses", () => {
  assertRefused(["--draws", "ten"], '--draws must be an integer: current value is "ten"');
  assertRefused(["--draws", "1.5"], '--draws must be an integer: current value is "1.5"');
  assertRefused(["--draws="], '--draws must be an integer: current value is ""');
  assertRefused(["--dt", "Infinity"], '--dt must be a number: current value is "Infinity"');
  assertRefused(["--dt"], "--dt must be a number: nothing follows it");
  assertRefused(["--out"], "--out must be a path: nothing follows it");
  assertRefused(["a.csv", "--out", "--quiet"], "--out must be a path: --quiet follows it");
  assertRefused(["a.csv", "--dt", "--quiet"], "--dt must be a number: --quiet follows it");
  assertRefused(["--out", ""], '--out must be a path: current value is ""');
  assertRefused([""], '<trace> must be a path: current value is ""');
  assertRefused(["--quiet=yes"], '--quiet takes no value: it has "yes"');
});

Deno.test("parseArguments() takes a value after = as it is", () => {
  assertEquals(parseInfer(["a.csv", "--out=--quiet"]).out, "--quiet");
});

Deno.test("parseArguments() counts the positionals", () => {
  assertRefused([], "it needs <trace>, a recording as CSV: nothing was given");
  const bare = { name: "train", purpose: "Trains." };
  assertThrows(
    () => parseArguments(bare, ["fast"]),
    RangeError,
    'Cannot run train as it takes 0 arguments: there is also "fast"',
  );
});

Deno.test("usage() lists arguments, units and defaults", () => {
  assertEquals(
    usage(INFER),
    `Infers the parameters of a neuron.

Usage: infer <trace> [more…] [options]

  <trace>            a recording as CSV
  [more…]            others
  --draws <integer>  posterior draws (default 1000)
  --dt <number>      time step, in ms
  --level <number>   credible level (default 90 %)
  --out <path>       where to write
  --quiet            print nothing
  --help             print this text`,
  );
});
