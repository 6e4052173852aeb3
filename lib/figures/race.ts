/**
 * The quality of estimators against the time that their training took.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { integer, positive } from "../check.ts";
import { type Figure, figure } from "./figure.ts";
import { COLORS, panel } from "./theme.ts";

/** One training run. */
export interface RaceRun {
  readonly label: string;
  /** Drawn in the colour of our posteriors; others are grey. */
  readonly ours: boolean;
  /** In the order of time. */
  readonly grades: readonly {
    /** Of training until then. */
    readonly seconds: number;
    /** KL(p ‖ q) from the exact posterior, in nats. */
    readonly kl: number;
  }[];
}

/** What else is drawn. */
export interface RaceOptions {
  /** KL(p ‖ prior): where an estimator begins that has learnt nothing, in nats. */
  readonly prior?: number;
}

const TIMES: readonly (readonly [number, string])[] = [
  [1, "1 s"],
  [10, "10 s"],
  [60, "1 min"],
  [600, "10 min"],
  [3600, "1 h"],
  [36_000, "10 h"],
];
const LEVELS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

/** The width of the frame, and of a letter, in px. */
const FRAME = 420;
const LETTER = 8;

/** The span of some values with a little room, for a logarithmic axis. */
function span(values: readonly number[]): [number, number] {
  return [Math.min(...values) / 1.25, Math.max(...values) * 1.5];
}

function inside([low, high]: readonly [number, number]) {
  return (value: number) => value >= low && value <= high;
}

/**
 * KL from the exact posterior against seconds of training, a line a run with its label at its end,
 * both axes logarithmic.
 *
 * How to read it: lower is better, further left is faster; the distance between two lines at one
 * height is the ratio of the times to that quality. Failure: a line that stays at the prior has
 * learnt nothing, one that turns up overfits.
 *
 * @throws {RangeError} If there is no run, a run has no grade, or a number is not positive.
 */
export function racePanel(
  runs: readonly RaceRun[],
  { prior }: RaceOptions = {},
): Plot.PlotOptions {
  const action = "draw race";
  integer(action, "runs.length", runs.length, 1);
  for (const { label, grades } of runs) {
    integer(action, `grades of ${label}`, grades.length, 1);
    for (const { seconds, kl } of grades) {
      positive(action, `seconds of ${label}`, seconds);
      positive(action, `kl of ${label}`, kl);
    }
  }
  const all = runs.flatMap(({ grades }) => grades);
  const times = span(all.map(({ seconds }) => seconds));
  const levels = span([...all.map(({ kl }) => kl), ...prior === undefined ? [] : [prior]]);
  // Plot's own logarithmic axes print no label far from a power of ten.
  const log = ({ seconds }: { readonly seconds: number }) => Math.log10(seconds);
  const logKl = ({ kl }: { readonly kl: number }) => Math.log10(kl);
  const [first, last] = times.map(Math.log10);
  const shown = TIMES.filter(([seconds]) => inside(times)(seconds));
  const names = new Map(shown.map(([seconds, name]) => [Math.log10(seconds), name]));
  const heights = new Map(LEVELS.filter(inside(levels)).map((kl) => [Math.log10(kl), String(kl)]));
  /** Whether another line runs where a label to the right of this run's end would be. */
  const crossed = (run: RaceRun) => {
    const end = run.grades[run.grades.length - 1];
    return runs.some((other) =>
      other !== run &&
      other.grades.some((grade) =>
        grade.seconds > end.seconds && Math.abs(logKl(grade) - logKl(end)) < 0.1
      )
    );
  };
  const marginRight = Math.max(
    12,
    ...runs.filter((run) => !crossed(run)).map(({ label, grades }) => {
      const left = FRAME * (last - log(grades[grades.length - 1])) / (last - first);
      return LETTER * (label.length + 2) - left;
    }),
  );
  return panel({
    width: 60 + FRAME + Math.ceil(marginRight),
    height: 360,
    marginLeft: 60,
    marginRight: Math.ceil(marginRight),
    x: {
      label: "time of training",
      domain: [first, last],
      ticks: [...names.keys()],
      tickFormat: (log: number) => names.get(log) ?? "",
    },
    y: {
      label: "KL(exact ‖ amortised) (nats)",
      domain: levels.map(Math.log10),
      grid: true,
      ticks: [...heights.keys()],
      tickFormat: (log: number) => heights.get(log) ?? "",
    },
    marks: [
      ...prior === undefined ? [] : [
        Plot.ruleY([Math.log10(prior)], { stroke: COLORS.prior, strokeDasharray: "4,3" }),
        Plot.text([Math.log10(prior)], {
          y: (log: number) => log,
          text: () => "the prior",
          frameAnchor: "right",
          textAnchor: "end",
          lineAnchor: "bottom",
          dy: -4,
          fill: COLORS.prior,
        }),
      ],
      ...runs.flatMap((run) => {
        const { label, ours, grades } = run;
        const aside = crossed(run) ? { textAnchor: "middle", dy: 16 } as const : { dx: 8 };
        const color = ours ? COLORS.posterior : COLORS.expectation;
        return [
          Plot.lineY(grades, { x: log, y: logKl, stroke: color, strokeWidth: 2 }),
          Plot.dot(grades, { x: log, y: logKl, r: 2.5, fill: color }),
          Plot.text([grades[grades.length - 1]], {
            x: log,
            y: logKl,
            text: () => label,
            textAnchor: "start",
            ...aside,
            fill: color,
            fontWeight: ours ? "bold" : "normal",
          }),
        ];
      }),
    ],
  });
}

/**
 * {@linkcode racePanel} as a figure.
 *
 * @example Usage
 * ```ts
 * import { raceFigure } from "./race.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const grades = [{ seconds: 10, kl: 2 }, { seconds: 60, kl: 0.2 }];
 * const { svg } = raceFigure([{ label: "default", ours: true, grades }], { prior: 11.5 });
 * assertMatch(svg, /1 min.*default/s);
 * ```
 */
export function raceFigure(runs: readonly RaceRun[], options: RaceOptions = {}): Figure {
  return figure(racePanel(runs, options));
}
