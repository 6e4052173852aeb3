/**
 * Progress of long work: one line, redrawn, on a terminal's standard error or under a
 * notebook's cell. What else is printed goes above it. If it is no terminal (a pipe, a log file)
 * nothing is written.
 *
 * @module
 */
import type { OnProgress } from "../core/history.ts";
import { displaySlot, inJupyter } from "./notebooks/jupyter.ts";
import { terminal } from "./terminal_line.ts";

/** A length of time in words, `1 min 20 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
}

function formatRate(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)}/s`;
  if (perSecond >= 1) return `${perSecond.toFixed(1)}/s`;
  return `${formatSeconds(1 / perSecond)} each`;
}

/** Progress of some work. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** What was done when the time began to be taken; 0 if it isn't said. */
  readonly from?: number;
  /** Since then, in s. */
  readonly seconds: number;
  readonly note?: string | undefined;
}

/**
 * One line: bar, share, rate and the time left if the mean rate lasts.
 *
 * @example Usage
 * ```ts
 * import { formatProgress } from "./progress.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const state = { label: "training", done: 30, total: 120, seconds: 60, note: "loss 1.5" };
 * assertEquals(
 *   formatProgress(state),
 *   "training ━━━━━───────────────  25 %  30/120  2 s each  3 min 00 s left  loss 1.5",
 * );
 * ```
 */
export function formatProgress(state: ProgressState): string {
  const { label, done, total, from = 0, seconds, note } = state;
  const share = total > 0 ? Math.min(done / total, 1) : 0;
  const filled = Math.round(20 * share);
  const percent = String(Math.floor(100 * share)).padStart(3);
  const parts = [
    `${label} ${"━".repeat(filled)}${"─".repeat(20 - filled)} ${percent} %`,
    `${done}/${total}`,
  ];
  if (done > from && seconds > 0) {
    const rate = (done - from) / seconds;
    parts.push(formatRate(rate), `${formatSeconds((total - done) / rate)} left`);
  }
  if (note) parts.push(note);
  return parts.join("  ");
}

/** Where a line of progress is drawn. */
export interface ProgressSink {
  /** The time between two drawings, in s. */
  readonly interval: number;
  readonly width: number;
  /** Replaces the line. */
  draw(line: string): void;
  /** Leaves the line as it stands; resolves when it has been shown. */
  end(): Promise<void>;
}

function terminalSink(): ProgressSink {
  return {
    interval: 0.1,
    get width() {
      return (Deno.consoleSize().columns || 80) - 1; // 0 where a terminal has no size
    },
    draw: terminal.draw,
    end: () => Promise.resolve(terminal.end()),
  };
}

let count = 0;

function notebookSink(): ProgressSink {
  // Unique in the notebook, as a display of another session's cell would be updated too.
  const fill = displaySlot(`progress-${performance.timeOrigin}-${count++}`);
  let shown = Promise.resolve();
  return {
    interval: 0.5,
    width: 100,
    draw: (line) => {
      shown = shown.then(() => fill({ "text/plain": line }));
    },
    end: () => shown,
  };
}

/** Work under way. `await using` ends the line also when the work throws. */
export interface Progress extends AsyncDisposable {
  /** To be called after each step; cheap, as it draws now and then. */
  readonly update: OnProgress;
  /** Replaces the line by the time taken and a last word. */
  done(note?: string): Promise<void>;
}

/** Progress on a given sink, by a given clock in ms. */
export function progressOn(sink: ProgressSink, label: string, now: () => number): Progress {
  const start = now();
  let first: { readonly done: number; readonly time: number } | undefined;
  let drawnAt = -Infinity;
  let open = false;
  const draw = (line: string) => {
    open = true;
    sink.draw(line.slice(0, sink.width));
  };
  const end = async () => {
    if (open) await sink.end();
    open = false;
  };
  return {
    update: (done, total, note) => {
      const time = now();
      // Work may be prepared before its first step, or go on from the middle.
      first ??= { done, time };
      if (time - drawnAt < 1000 * sink.interval) return;
      drawnAt = time;
      const seconds = (time - first.time) / 1000;
      draw(formatProgress({ label, done, total, from: first.done, seconds, note }));
    },
    done: async (note) => {
      const line = `${label} took ${formatSeconds((now() - start) / 1000)}`;
      draw(note ? `${line}  ${note}` : line);
      await end();
    },
    [Symbol.asyncDispose]: end,
  };
}

/** Begins to show progress: `const { update, done } = progress("training")`. */
export function progress(label: string): Progress {
  if (inJupyter()) return progressOn(notebookSink(), label, () => performance.now());
  if (Deno.stderr.isTerminal()) return progressOn(terminalSink(), label, () => performance.now());
  return { update: () => {}, done: async () => {}, [Symbol.asyncDispose]: async () => {} };
}
