/**
 * The one line of a terminal that is redrawn. What else is printed while it is open goes above it.
 *
 * @module
 */

const PRINTING = ["log", "info", "warn", "error", "debug"] as const;

/** What prints lines, as `console` does. */
export type Printer = Record<typeof PRINTING[number], (...values: unknown[]) => void>;

/** A line that is redrawn, and may be drawn on by several. */
export interface TerminalLine {
  /** Replaces the line. */
  draw(text: string): void;
  /** Leaves the line as it stands; nothing if none is open. */
  end(): void;
}

const CLEAR = "\r\x1b[2K";

/**
 * A line that is drawn by `write`. While it is open, `printer` clears it before it prints and draws
 * it anew after; from now on, so that a method taken off the printer knows of it too.
 *
 * @example Usage
 * ```ts
 * import { terminalLine } from "./terminal_line.ts";
 *
 * const line = terminalLine((text) => Deno.stderr.writeSync(new TextEncoder().encode(text)), console);
 * line.draw("training 10 %");
 * console.log("epoch 1");
 * line.end();
 * ```
 */
export function terminalLine(write: (text: string) => void, printer: Printer): TerminalLine {
  let open: string | undefined;
  for (const name of PRINTING) {
    const print = printer[name];
    printer[name] = (...values) => {
      if (open !== undefined) write(CLEAR);
      print(...values);
      if (open !== undefined) write(open);
    };
  }
  return {
    draw: (text) => {
      open = text;
      write(CLEAR + text);
    },
    end: () => {
      if (open !== undefined) write("\n");
      open = undefined;
    },
  };
}

/** The line of this process's standard error; what `console` prints goes above it. */
export const terminal: TerminalLine = terminalLine(
  (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
  console,
);
