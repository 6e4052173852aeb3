import { assertEquals } from "@std/assert";
import { type Printer, terminalLine } from "../../lib/cli/terminal_line.ts";

const CLEAR = "\r\x1b[2K";

/** What a terminal shows after all that was written to it. */
function shown(written: string): string[] {
  return written.split("\n").map((line) => line.split(CLEAR).at(-1) ?? "");
}

/** A line and a printer on one terminal. */
function screen() {
  let written = "";
  const write = (text: string) => void (written += text);
  const print = (...values: unknown[]) => write(`${values.join(" ")}\n`);
  const printer: Printer = { log: print, info: print, warn: print, error: print, debug: print };
  return { line: terminalLine(write, printer), printer, print, lines: () => shown(written) };
}

Deno.test("terminalLine() keeps what is printed above the line, whole", () => {
  const { line, printer, lines } = screen();
  line.draw("training 10 %");
  printer.log("epoch", 1);
  printer.error("warning: a\nand b");
  line.draw("training 20 %");
  assertEquals(lines(), ["epoch 1", "warning: a", "and b", "training 20 %"]);
  line.end();
  printer.warn("done");
  assertEquals(lines().slice(-3), ["training 20 %", "done", ""]);
});

Deno.test("terminalLine() would be broken into by a printer that it was not given", () => {
  const { line, print, lines } = screen();
  line.draw("training 10 %");
  print("epoch 1");
  assertEquals(lines(), ["training 10 %epoch 1", ""]);
});

Deno.test("terminalLine() notices what is printed by a method taken off before it was open", () => {
  const { line, printer: { log }, lines } = screen();
  log("simulated");
  line.draw("training 10 %");
  log("epoch 1");
  assertEquals(lines(), ["simulated", "epoch 1", "training 10 %"]);
});

Deno.test("terminalLine() ends once", () => {
  const { line, lines } = screen();
  for (let i = 0; i < 2; i++) {
    line.draw("a");
    line.draw("b");
    line.end();
    line.end();
  }
  assertEquals(lines(), ["b", "b", ""]);
});

Deno.test("terminalLine() is one line also for two who draw", () => {
  const { line, printer, lines } = screen();
  line.draw("simulating 100 %");
  line.draw("training 1 %");
  printer.log("epoch 1");
  assertEquals(lines(), ["epoch 1", "training 1 %"]);
});
