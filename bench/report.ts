/**
 * What a benchmark found, as Markdown.
 *
 * @module
 */
import { type GradedEvent, secondsTo, stepRatio, stepTimes, type Turns } from "./contender.ts";
import type { Row } from "./timing.ts";

/** The levels of quality that the time is told of, in nats from the exact posterior. */
export const LEVELS = [1, 0.5, 0.3, 0.2, 0.1] as const;

/** A training run and its grades. */
export interface Race {
  readonly label: string;
  readonly ours: boolean;
  /** Whether it is fed with what an approximate likelihood says. */
  readonly guided: boolean;
  readonly grades: readonly GradedEvent[];
}

/** Three digits that count, thousands apart; a dash for what there is none of. */
export function digits(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  return value.toLocaleString("en", {
    maximumSignificantDigits: Math.max(3, Math.ceil(Math.log10(Math.abs(value) + 1))),
  });
}

/** A table in Markdown; all columns but the first are set to the right. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, j) => j === 0 ? "---" : "--:")),
    ...rows.map(line),
  ].join("\n");
}

/** The best grade of a race. */
export function bestGrade({ grades }: Race): GradedEvent {
  return grades.reduce((best, grade) => grade.kl < best.kl ? grade : best);
}

/** Milliseconds a step of each contender. */
export function stepRows(turns: readonly Turns[]): Row[] {
  return turns.map((run) => ({
    what: `training step: ${run.label}`,
    unit: "ms",
    ...stepTimes(run),
  }));
}

/** Seconds of a race to each level, its best and its end, and what memory it took. */
export function raceRows(race: Race): Row[] {
  const { label, grades } = race;
  const row = (what: string, unit: string, value: number): Row => ({
    what: `${label}: ${what}`,
    unit,
    median: value,
    best: value,
  });
  return [
    ...LEVELS.map((level) =>
      row(`from nothing to ${level} nats`, "s", secondsTo(grades, level) ?? NaN)
    ),
    row("KL from the exact posterior, best epoch", "nats", bestGrade(race).kl),
    row("from nothing to the end", "s", Math.max(...grades.map(({ seconds }) => seconds))),
    row("the same, of all threads' processors", "CPU s", grades.at(-1)?.cpu_seconds ?? NaN),
    row("peak memory", "MiB", Math.max(...grades.map(({ peak_mib }) => peak_mib))),
  ];
}

/** All rows as one table. */
export function rowsTable(rows: readonly Row[]): string {
  return markdown(
    ["what", "median", "best", "unit"],
    rows.map(({ what, median, best, unit }) => [what, digits(median), digits(best), unit]),
  );
}

function estimated(mean: number, se: number): string {
  return `${mean.toFixed(2)} ± ${se.toFixed(2)}`;
}

/** The first of our runs of the same kind to reach a level, guided or likelihood-free. */
function soonest(races: readonly Race[], guided: boolean, level: number): number {
  const times = races
    .filter((race) => race.ours && race.guided === guided)
    .map(({ grades }) => secondsTo(grades, level) ?? Infinity);
  const least = Math.min(...times);
  return Number.isFinite(least) ? least : NaN;
}

/**
 * The race, run by run: the best grade, and for the peers how much sooner ours of the same kind get
 * there. What is guided by an approximate likelihood is compared with nothing that is not.
 */
export function racesTable(races: readonly Race[]): string {
  const head = ["training run", "likelihood", "s", "CPU s", "steps", "KL off atoms (nats)"];
  return markdown(
    [...head, "gap at truths (nats)", "s ours of this kind take", "ratio"],
    races.map((run) => {
      const best = bestGrade(run);
      const seconds = run.ours ? NaN : soonest(races, run.guided, best.kl);
      return [
        run.label,
        run.guided ? "approximate" : "none",
        digits(best.seconds),
        digits(best.cpu_seconds),
        digits(best.step),
        estimated(best.kl, best.kl_se),
        estimated(best.gap, best.gap_se),
        digits(seconds),
        digits(best.seconds / seconds),
      ];
    }),
  );
}

/** How many times longer a peer's step takes than each of ours, turn by turn. */
export function ratioTable(ours: readonly Turns[], peers: readonly Turns[]): string {
  return markdown(
    ["ms a step, theirs / ours", ...peers.map(({ label }) => label)],
    ours.map((own) => [own.label, ...peers.map((peer) => digits(stepRatio(peer, own)))]),
  );
}
