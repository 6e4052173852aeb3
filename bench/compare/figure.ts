/**
 * Kits compared: how near to the exact posterior each came, and how long it took.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { extent, max } from "d3-array";
import { integer } from "../../lib/core/check.ts";
import { type Mode, ranked, type Trial, type TrialResult, type Trials } from "./trials.ts";
import { FAMILIES, type Family, familyOf } from "./families.ts";
import { type Figure, grid } from "../../lib/figures/figure.ts";
import type { LegendEntry } from "../../lib/figures/legend.ts";
import { spread } from "./spread.ts";
import { COLORS, panel, textWidth } from "../../lib/figures/theme.ts";
import { logAxis } from "../../lib/figures/ticks.ts";

/** Log evidences of the exact posteriors are known to about so many nats: less can't be told. */
const PRECISION = 0.01;

/** The frame and the distance of labels, in px. */
const WIDTH = 460, HEIGHT = 430, SPACING = 16;
const MARGIN = { marginTop: 14, marginBottom: 42, marginLeft: 60 };

/** How the modes are drawn. */
const DASHES: Readonly<Record<Mode, string>> = { offline: "none", online: "5,3", pooled: "1,3" };
const SIGNS = { offline: "line", online: "dash", pooled: "dots" } as const;
const SYMBOLS = ["circle", "square", "triangle", "diamond", "star", "cross", "wye"] as const;

/** What a trial was besides its kit, where trials differ in that. */
function wordsOf(results: readonly TrialResult[]): (trial: Trial) => string {
  const words = [
    ({ mode }: Trial) => mode as string,
    ({ simulations }: Trial) => `${simulations.toLocaleString("en")} simulations`,
    ({ budget }: Trial) =>
      "epochs" in budget ? `${budget.epochs} passes` : `${budget.minutes} minutes`,
  ].filter((word) => new Set(results.map(({ trial }) => word(trial))).size > 1);
  // An underscore would make a subscript.
  return (trial) =>
    [trial.recipe.replaceAll("_", " "), ...words.map((word) => word(trial))].join(", ");
}

/** A trial as it is drawn. */
interface Line {
  readonly label: string;
  readonly family: Family;
  readonly symbol: typeof SYMBOLS[number];
  readonly mode: Mode;
  readonly kl: number;
  readonly points: readonly { readonly seconds: number; readonly kl: number }[];
}

/** The least KL first. A kit has one symbol, unlike those of the others of its family. */
function linesOf(results: readonly TrialResult[]): Line[] {
  const label = wordsOf(results);
  const recipes = [...new Set(results.map(({ trial }) => trial.recipe))];
  return ranked(results).map(({ trial, kl, milestones }) => {
    const family = familyOf(trial.recipe);
    const relatives = recipes.filter((recipe) => familyOf(recipe) === family);
    return {
      label: label(trial),
      family,
      symbol: SYMBOLS[relatives.indexOf(trial.recipe) % SYMBOLS.length],
      mode: trial.mode,
      kl: kl.mean,
      points: milestones.map(({ seconds, kl }) => ({ seconds, kl: Math.max(kl, PRECISION) })),
    };
  });
}

/** A dashed line across the frame, and what it is. */
function rule(y: number, label: string, stroke: string): Plot.Markish[] {
  return [
    Plot.ruleY([y], { stroke, strokeWidth: 1.5, strokeDasharray: "6,3" }),
    Plot.text([label], {
      frameAnchor: "left",
      y: () => y,
      dx: 6,
      dy: 9,
      fill: stroke,
      textAnchor: "start",
    }),
  ];
}

/**
 * KL from the exact posterior against training time, both on logarithmic axes: a line a trial, from
 * its first epoch to its end, in the colour of its family; the best of each kind has its symbol and
 * its name at its end, further seeds are faint.
 *
 * How to read it: lines fall as training goes on; the lower the end, the better, and the farther to
 * the left, the cheaper. Compare within a colour: only one family uses a likelihood. Below the green
 * line the exact posteriors themselves are not known. Failure: a line that stays near the prior's has
 * learned nothing, one that rises forgets.
 *
 * @throws {RangeError} If there is no result.
 */
export function comparePanel({ prior, results }: Trials): Plot.PlotOptions {
  integer("draw comparison", "results.length", results.length, 1);
  const lines = linesOf(results);
  const named = lines.filter((line, i) =>
    lines.findIndex(({ label }) => label === line.label) === i
  );
  const all = lines.flatMap(({ points }) => points);
  const [start = 1, end = 1] = extent(all, ({ seconds }) => seconds);
  const top = max([prior, ...all.map(({ kl }) => kl)]) ?? prior;
  const across: [number, number] = [start / 1.3, end * 1.3];
  const up: [number, number] = [PRECISION / 1.5, top * 1.3];
  // Labels are placed in px from the bottom.
  const scale = HEIGHT / Math.log(up[1] / up[0]);
  const heights = spread(
    named.map(({ kl }) => scale * Math.log(Math.max(kl, PRECISION) / up[0])),
    { distance: SPACING, low: 0, high: HEIGHT },
  );
  const labels = named.map((line, i) => ({
    ...line,
    text: `${line.label}: ${line.kl.toPrecision(2)}`,
    last: line.points[line.points.length - 1],
    height: up[0] * Math.exp(heights[i] / scale),
  }));
  const marginRight = 34 + Math.ceil(max(labels, ({ text }) => textWidth(text)) ?? 0);
  return panel({
    width: MARGIN.marginLeft + WIDTH + marginRight,
    height: MARGIN.marginTop + HEIGHT + MARGIN.marginBottom,
    ...MARGIN,
    marginRight,
    x: {
      label: "training time",
      ...logAxis(across, { frame: WIDTH, direction: "across", times: true }),
    },
    y: {
      label: "KL(exact ‖ amortised) (nats)",
      ...logAxis(up, { frame: HEIGHT, direction: "up" }),
      grid: true,
    },
    marks: [
      ...rule(prior, `the prior: ${prior.toPrecision(3)} nats`, COLORS.prior),
      ...rule(PRECISION, "precision of the exact posteriors", COLORS.reference),
      ...lines.toReversed().map((line) => {
        const own = named.includes(line);
        return Plot.line(line.points, {
          x: "seconds",
          y: "kl",
          stroke: line.family.color,
          strokeWidth: own ? 1.8 : 1.2,
          strokeOpacity: own ? 0.9 : 0.35,
          strokeDasharray: DASHES[line.mode],
        });
      }),
      Plot.link(labels, {
        x1: ({ last }) => last.seconds,
        y1: ({ last }) => last.kl,
        x2: across[1],
        y2: "height",
        stroke: ({ family }) => family.color,
        strokeWidth: 0.6,
        strokeOpacity: 0.6,
      }),
      ...labels.flatMap(({ family, symbol, last, height, text }) => {
        const style = { symbol, r: 4, fill: family.color, stroke: "white", strokeWidth: 0.8 };
        return [
          Plot.dot([last], { x: "seconds", y: "kl", ...style }),
          Plot.dot([height], { x: across[1], y: (y) => y, dx: 10, ...style }),
          Plot.text([height], {
            x: across[1],
            y: (y) => y,
            text: () => text,
            textAnchor: "start",
            dx: 19,
            fill: COLORS.ink,
          }),
        ];
      }),
    ],
  });
}

/**
 * {@linkcode comparePanel} with its legend.
 *
 * @example Usage
 * ```ts
 * import { compareFigure } from "./figure.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const { svg } = compareFigure({
 *   prior: 11.5,
 *   results: [{
 *     trial: {
 *       recipe: "hybrid",
 *       mode: "online",
 *       seed: 1,
 *       simulations: 20_000,
 *       budget: { epochs: 2 },
 *     },
 *     guided: false,
 *     weights: 444_494,
 *     epochs: 2,
 *     simulated: 40_000,
 *     milestones: [{ epoch: 1, seconds: 60, kl: 2 }, { epoch: 2, seconds: 120, kl: 0.5 }],
 *     kl: { mean: 0.5, se: 0.1, worst: 2 },
 *     klOffAtoms: 0.5,
 *     byKind: [],
 *   }],
 * });
 * assertMatch(svg, /hybrid: 0.50/);
 * ```
 */
export function compareFigure(trials: Trials): Figure {
  const modes = [...new Set(trials.results.map(({ trial }) => trial.mode))];
  const families = FAMILIES.filter((family) =>
    trials.results.some(({ trial }) => familyOf(trial.recipe) === family)
  );
  const legend: LegendEntry[] = [
    ...families.map(({ label, color }) => ({ label, color, mark: "line" } as const)),
    ...modes.length < 2 ? [] : modes.map((mode) => ({
      label: { offline: "a fixed set", online: "a new set each pass", pooled: "a few sets" }[mode],
      color: COLORS.ink,
      mark: SIGNS[mode],
    })),
  ];
  return grid([comparePanel(trials)], { columns: 1, legend });
}
