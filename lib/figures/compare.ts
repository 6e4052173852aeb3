/**
 * Recipes compared: how near to the exact posterior each came, and how long it took.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { integer } from "../check.ts";
import { ranked, type TrialResult, type Trials } from "../diagnostics/trials.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, panel } from "./theme.ts";

/** Log evidences of the exact posteriors are known to about so many nats: less can't be told. */
const PRECISION = 0.01;

/** Labels keep this distance, as a power of ten of the axis. */
const SPACING = 0.055;

/** Moves positions up, as little as is needed, so that neighbours keep their distance. */
function spread(positions: readonly number[], distance: number): number[] {
  const order = positions.map((_, i) => i).sort((i, j) => positions[i] - positions[j]);
  const out = [...positions];
  order.slice(1).forEach((i, k) => {
    out[i] = Math.max(out[i], out[order[k]] + distance);
  });
  return out;
}

/** One line in words: the recipe, and the mode if there are several. */
function labelOf({ trial }: TrialResult, severalModes: boolean): string {
  return severalModes ? `${trial.recipe}, ${trial.mode}` : trial.recipe;
}

/**
 * KL from the exact posterior against training time, both on logarithmic axes: a line a trial, from
 * its first epoch to its end, the best one dark; recipes are named at the end of their best seed.
 *
 * How to read it: lines fall as training goes on; the lower the end, the better, and the farther to
 * the left, the cheaper. Below the green line the exact posteriors themselves are not known. Failure:
 * a line that stays near the prior's has learned nothing, one that rises forgets.
 *
 * @throws {RangeError} If there is no result.
 */
export function comparePanel({ prior, results }: Trials): Plot.PlotOptions {
  integer("draw comparison", "results.length", results.length, 1);
  const order = ranked(results);
  const severalModes = new Set(results.map(({ trial }) => trial.mode)).size > 1;
  const points = (result: TrialResult) =>
    result.milestones.map(({ seconds, kl }) => ({
      minutes: seconds / 60,
      kl: Math.max(kl, PRECISION),
    }));
  const all = order.flatMap(points);
  const times = all.map(({ minutes }) => minutes);
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const top = Math.max(prior, ...all.map(({ kl }) => kl));
  const named = order.filter((result, i) =>
    order.findIndex((r) => labelOf(r, true) === labelOf(result, true)) === i
  );
  const ends = named.map((result) => points(result).at(-1) ?? { minutes: end, kl: PRECISION });
  const span = Math.log10(top / PRECISION);
  const heights = spread(ends.map(({ kl }) => Math.log10(kl)), SPACING * span);
  const right = end * 1.25;
  const labels = named.map((result, i) => ({
    label: `${labelOf(result, severalModes)}: ${result.kl.mean.toPrecision(2)}`,
    end: ends[i],
    kl: 10 ** heights[i],
  }));
  const lines = order.map((result, i) => {
    const style = { x: "minutes", y: "kl", strokeOpacity: i === 0 ? 1 : 0.45 };
    return [
      Plot.line(points(result), {
        ...style,
        stroke: COLORS.posterior,
        strokeWidth: i === 0 ? 2.5 : 1.5,
      }),
      Plot.dot(points(result).slice(-1), {
        ...style,
        r: 3,
        fill: COLORS.posterior,
        fillOpacity: i === 0 ? 1 : 0.6,
      }),
    ];
  }).flat();
  const rule = (y: number, label: string, stroke: string) => [
    Plot.ruleY([y], { stroke, strokeWidth: 1.5, strokeDasharray: "6,3" }),
    Plot.text([label], {
      frameAnchor: "left",
      y: () => y,
      dx: 6,
      dy: -8,
      fill: stroke,
      textAnchor: "start",
    }),
  ];
  return panel({
    width: 650,
    height: 400,
    marginLeft: 60,
    marginRight: 200,
    x: {
      type: "log",
      label: "training time (min)",
      domain: [start / 1.15, right],
      ticks: 6,
      tickFormat: String,
    },
    y: {
      type: "log",
      label: "KL(exact ‖ amortised) (nats)",
      domain: [PRECISION / 1.2, top * 1.3],
      ticks: 5,
      tickFormat: String,
      grid: true,
    },
    marks: [
      ...rule(prior, `the prior: ${prior.toPrecision(3)} nats`, COLORS.prior),
      ...rule(PRECISION, "precision of the exact posteriors", COLORS.reference),
      ...lines,
      Plot.link(labels, {
        x1: ({ end }) => end.minutes,
        y1: ({ end }) => end.kl,
        x2: right,
        y2: "kl",
        stroke: COLORS.prior,
        strokeWidth: 0.75,
      }),
      Plot.text(labels, {
        x: right,
        y: "kl",
        text: "label",
        textAnchor: "start",
        dx: 4,
        fill: COLORS.ink,
      }),
    ],
  });
}

/**
 * {@linkcode comparePanel} as a figure.
 *
 * @example Usage
 * ```ts
 * import { compareFigure } from "./compare.ts";
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
 *     weights: 444_494,
 *     epochs: 2,
 *     simulated: 40_000,
 *     milestones: [{ epoch: 1, seconds: 60, kl: 2 }, { epoch: 2, seconds: 120, kl: 0.5 }],
 *     kl: { mean: 0.5, se: 0.1, worst: 2 },
 *     bySpikes: [],
 *   }],
 * });
 * assertMatch(svg, /hybrid: 0.50/);
 * ```
 */
export function compareFigure(trials: Trials): Figure {
  return grid([comparePanel(trials)], { columns: 1 });
}
