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

/** The span of some values with a little room, for a logarithmic axis. */
function span(values: readonly number[]): [number, number] {
  return [Math.min(...values) / 1.25, Math.max(...values) * 1.25];
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
  const names = new Map(TIMES);
  return panel({
    width: 640,
    height: 360,
    marginLeft: 60,
    marginRight: 12 + 7 * Math.max(...runs.map(({ label }) => label.length)),
    x: {
      type: "log",
      label: "time of training",
      domain: times,
      ticks: [...names.keys()].filter(inside(times)),
      tickFormat: (seconds: number) => names.get(seconds) ?? "",
    },
    y: {
      type: "log",
      label: "KL(exact ‖ amortised) (nats)",
      domain: levels,
      grid: true,
      ticks: LEVELS.filter(inside(levels)),
      tickFormat: String,
    },
    marks: [
      ...prior === undefined ? [] : [
        Plot.ruleY([prior], { stroke: COLORS.prior, strokeDasharray: "4,3" }),
        Plot.text([prior], {
          y: (kl: number) => kl,
          text: () => "the prior",
          frameAnchor: "left",
          lineAnchor: "top",
          dx: 6,
          dy: 4,
          fill: COLORS.prior,
        }),
      ],
      ...runs.flatMap(({ label, ours, grades }) => {
        const color = ours ? COLORS.posterior : COLORS.expectation;
        return [
          Plot.lineY(grades, { x: "seconds", y: "kl", stroke: color, strokeWidth: 2 }),
          Plot.dot(grades, { x: "seconds", y: "kl", r: 2.5, fill: color }),
          Plot.text([grades[grades.length - 1]], {
            x: "seconds",
            y: "kl",
            text: () => label,
            textAnchor: "start",
            dx: 8,
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
