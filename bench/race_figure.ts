/**
 * The quality of estimators against the time that their training took.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { extent, max } from "d3-array";
import { integer, positive } from "../lib/core/check.ts";
import { type Figure, grid } from "../lib/figures/figure.ts";
import type { LegendEntry } from "../lib/figures/legend.ts";
import { COLORS, panel, textWidth } from "../lib/figures/theme.ts";
import { logAxis } from "../lib/figures/ticks.ts";

/** One training run. */
export interface RaceRun {
  readonly label: string;
  /** Drawn in the colour of our posteriors; others are grey. */
  readonly ours: boolean;
  /** Whether it is fed with what an approximate likelihood says; else it is likelihood-free. */
  readonly guided: boolean;
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

/** The frame, in px. */
const WIDTH = 420, HEIGHT = 300;

/** The span of some values with a little room, for a logarithmic axis. */
function span(values: readonly number[]): [number, number] {
  const [low = 1, high = 1] = extent(values);
  return [low / 1.25, high * 1.5];
}

/**
 * KL from the exact posterior against seconds of training, a line a run with its label at its end,
 * both axes logarithmic.
 *
 * How to read it: lower is better, further left is faster; the distance between two lines at one
 * height is the ratio of the times to that quality. Compare like with like: full dots use an
 * approximate likelihood, hollow ones none. Failure: a line that stays at the prior has
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
  /** Whether another line runs where a label to the right of this run's end would be. */
  const crossed = (run: RaceRun) => {
    const end = run.grades[run.grades.length - 1];
    return runs.some((other) =>
      other !== run &&
      other.grades.some((grade) =>
        grade.seconds > end.seconds && Math.abs(Math.log10(grade.kl / end.kl)) < 0.1
      )
    );
  };
  const ends = runs.filter((run) => !crossed(run)).map(({ label, grades }) => {
    const { seconds } = grades[grades.length - 1];
    const left = WIDTH * Math.log(times[1] / seconds) / Math.log(times[1] / times[0]);
    return textWidth(`${label}  `) - left;
  });
  const marginRight = Math.ceil(Math.max(12, max(ends) ?? 0));
  return panel({
    width: 60 + WIDTH + marginRight,
    height: 26 + HEIGHT + 42,
    marginLeft: 60,
    marginRight,
    x: {
      label: "time of training",
      ...logAxis(times, { frame: WIDTH, direction: "across", times: true }),
    },
    y: {
      label: "KL(exact ‖ amortised) (nats)",
      grid: true,
      ...logAxis(levels, { frame: HEIGHT, direction: "up" }),
    },
    marks: [
      ...prior === undefined ? [] : [
        Plot.ruleY([prior], { stroke: COLORS.prior, strokeDasharray: "4,3" }),
        Plot.text([prior], {
          y: (kl: number) => kl,
          text: () => "the prior",
          frameAnchor: "right",
          textAnchor: "end",
          lineAnchor: "bottom",
          dy: -4,
          fill: COLORS.prior,
        }),
      ],
      ...runs.flatMap((run) => {
        const { label, ours, guided, grades } = run;
        const aside = crossed(run) ? { textAnchor: "middle", dy: 16 } as const : { dx: 8 };
        const color = ours ? COLORS.posterior : COLORS.expectation;
        return [
          Plot.lineY(grades, { x: "seconds", y: "kl", stroke: color, strokeWidth: 2 }),
          Plot.dot(grades, {
            x: "seconds",
            y: "kl",
            r: 2.5,
            fill: guided ? color : "white",
            stroke: color,
          }),
          Plot.text([grades[grades.length - 1]], {
            x: "seconds",
            y: "kl",
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
 * {@linkcode racePanel} with its legend.
 *
 * @example Usage
 * ```ts
 * import { raceFigure } from "./race_figure.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const grades = [{ seconds: 10, kl: 2 }, { seconds: 60, kl: 0.2 }];
 * const run = { label: "default", ours: true, guided: true, grades };
 * assertMatch(raceFigure([run], { prior: 11.5 }).svg, /1 min.*default/s);
 * ```
 */
export function raceFigure(runs: readonly RaceRun[], options: RaceOptions = {}): Figure {
  const entry = (label: string, color: string, mark: LegendEntry["mark"]) => ({
    label,
    color,
    mark,
  });
  const legend = [
    ...runs.some(({ ours }) => ours) ? [entry("this project", COLORS.posterior, "line")] : [],
    ...runs.some(({ ours }) => !ours) ? [entry("others", COLORS.expectation, "line")] : [],
    ...runs.some(({ guided }) => guided)
      ? [entry("guided by an approximate likelihood", COLORS.ink, "dot")]
      : [],
    ...runs.some(({ guided }) => !guided) ? [entry("likelihood-free", COLORS.ink, "ring")] : [],
  ];
  return grid([racePanel(runs, options)], { columns: 1, legend });
}
