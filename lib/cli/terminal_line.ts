/**
 * The one line of a terminal that is redrawn. What else is printed while it is open goes above it.
 *
 * @module
 */

const PRINTING = ["log", "info", "warn", "error", "debug"] as const;

/** What prints lines, as `console` does. */
export type Printer = Record<typeof PRINTING[number], (...values: unknown[]) => void>;

/** A line that is redrawn, whoever draws on it. */
export interface TerminalLine {
  /** Replaces the line. */
  draw(text: string): void;
  /** Leaves the line as it stands; nothing if none is open. */
  end(): void;
}

const CLEAR = "\r\x1b[2K";

/**
 * A line that is drawn by `write`. Only while it is open, `printer` clears it before it prints and
 * draws it anew after.
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
  let open: { text: string; readonly release: () => void } | undefined;
  const guard = (name: typeof PRINTING[number]) => {
    const print = printer[name];
    printer[name] = (...values) => {
      write(CLEAR);
      print(...values);
      if (open) write(open.text);
    };
    return () => void (printer[name] = print);
  };
  return {
    draw: (text) => {
      if (open) open.text = text;
      else {
        const releases = PRINTING.map(guard);
        open = { text, release: () => releases.forEach((release) => release()) };
      }
      write(CLEAR + text);
    },
    end: () => {
      open?.release();
      if (open) write("\n");
      open = undefined;
    },
  };
}

/** The line of this process's standard error. */
export const terminal: TerminalLine = terminalLine(
  (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
  console,
);
