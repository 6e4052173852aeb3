/**
 * The cells below the diagonal of a pairs plot, and those above it.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { correlation, quantiles } from "../core/stats.ts";
import { densityRegions } from "./density.ts";
import {
  type Axis,
  BOUND,
  boundsOf,
  type Column,
  inUpperHalf,
  LEVELS,
  TRUTH,
} from "./pairs_axis.ts";
import { dots, polygons } from "./shapes.ts";
import { COLORS, fixed } from "./theme.ts";

/** Pairs are drawn from so many draws at most. */
export const MOST = 4000;
/** Fewer draws on an atom are no strip. */
const STRIP = 5;

/** Rows of a pair: those off all atoms, and those on an atom of x, of y, or of both. */
function sorted(x: Column, y: Column, step: number) {
  const onX = new Set(x.atoms.map(({ value }) => value));
  const onY = new Set(y.atoms.map(({ value }) => value));
  const groups = {
    free: [] as number[],
    x: [] as number[],
    y: [] as number[],
    both: [] as number[],
  };
  for (let i = 0; i < x.values.length; i += step) {
    const [ax, ay] = [onX.has(x.values[i]), onY.has(y.values[i])];
    groups[ax ? ay ? "both" : "x" : ay ? "y" : "free"].push(i);
  }
  return groups;
}

/** Central intervals of the draws on each atom, along it: thin for 90 %, thick for 50 %. */
function strips(
  rows: readonly number[],
  { values: at, atoms }: Column,
  { values: along }: Column,
  rule: (value: number, from: number, to: number, strokeWidth: number) => Plot.Markish,
): Plot.Markish[] {
  return atoms.flatMap(({ value }) => {
    const own = rows.filter((i) => at[i] === value).map((i) => along[i]);
    if (own.length < STRIP) return [];
    return LEVELS.map((level, k) => {
      const [from, to] = quantiles(own, [(1 - level) / 2, (1 + level) / 2]);
      return rule(value, from, to, k === 0 ? 1.5 : 4);
    });
  });
}

/** One set of draws: regions, the draws beyond them, and strips along atoms. */
function setMarks(x: Axis, y: Axis, set: "draws" | "reference"): Plot.Markish[] {
  const [own, other] = [x[set], y[set]];
  if (!own || !other) return [];
  const exact = set === "reference";
  const color = exact ? COLORS.reference : x.color;
  const groups = sorted(own, other, Math.ceil(own.values.length / MOST));
  const pick = (column: Column, rows: readonly number[]) => rows.map((i) => column.values[i]);
  const [xs, ys] = [pick(own, groups.free), pick(other, groups.free)];
  const reach = (column: Column, { bounds = [-Infinity, Infinity] }: Axis) => {
    const [low, high] = quantiles(column.values, [0, 1]);
    // Draws beyond a bound show that it is no bound.
    return [
      low < bounds[0] ? -Infinity : bounds[0],
      high > bounds[1] ? Infinity : bounds[1],
    ] as const;
  };
  const { regions, depth } = densityRegions(xs, ys, {
    levels: LEVELS,
    bounds: [reach(own, x), reach(other, y)],
  });
  const beyond = xs.map((value, i) => [value, ys[i]] as const).filter((point, i) =>
    depth[i] > LEVELS[0] &&
    [x, y].every(({ domain }, j) => point[j] >= domain[0] && point[j] <= domain[1])
  );
  /** The reference's strips stand beside those of the draws, away from the frame, in px. */
  const aside = (axis: Axis, value: number) => exact ? inUpperHalf(axis, value) ? -5 : 5 : 0;
  const style = { stroke: color, strokeLinecap: "round" } as const;
  return [
    ...regions.map(({ polygons: shapes }, k) =>
      polygons(shapes, {
        stroke: color,
        strokeWidth: exact ? 1.3 : 0.6,
        ...!exact && { fill: color, fillOpacity: k === 0 ? 0.25 : 0.6 },
      })
    ),
    exact ? null : dots(beyond, { r: 0.7, color, opacity: 0.6 }),
    ...strips(
      groups.x,
      own,
      other,
      (value, y1, y2, strokeWidth) =>
        Plot.ruleX([value], { y1, y2, dx: aside(x, value), strokeWidth, ...style }),
    ),
    ...strips(
      groups.y,
      other,
      own,
      (value, x1, x2, strokeWidth) =>
        Plot.ruleY([value], { x1, x2, dy: -aside(y, value), strokeWidth, ...style }),
    ),
    dots(groups.both.map((i) => [own.values[i], other.values[i]]), { r: 2.5, color, opacity: 1 }),
  ];
}

/** Regions of the draws and outlines of the reference's, the truth, and draws outside the prior. */
export function joint(x: Axis, y: Axis, outside: readonly number[]): Plot.Markish[] {
  const [xs, ys] = [x.draws.values, y.draws.values];
  const shown = outside.filter((i) =>
    xs[i] >= x.domain[0] && xs[i] <= x.domain[1] && ys[i] >= y.domain[0] && ys[i] <= y.domain[1]
  );
  return [
    ...setMarks(x, y, "draws"),
    dots(shown.map((i) => [xs[i], ys[i]]), { r: 0.8, color: COLORS.impossible, opacity: 0.8 }),
    ...setMarks(x, y, "reference"),
    Plot.ruleX(boundsOf(x), BOUND),
    Plot.ruleY(boundsOf(y), BOUND),
    Plot.ruleX(x.truth, TRUTH),
    Plot.ruleY(y.truth, TRUTH),
  ];
}

/** Pearson's r of the draws, and of the reference below it. */
export function correlations(x: Axis, y: Axis): Plot.Markish[] {
  const text = (r: number, fill: string, dy: number) =>
    Plot.text([`r = ${fixed(r, 2)}`], { frameAnchor: "middle", fill, dy });
  return [
    text(correlation(x.draws.values, y.draws.values), x.color, x.reference ? -9 : 0),
    x.reference && y.reference &&
    text(correlation(x.reference.values, y.reference.values), COLORS.reference, 9),
  ];
}
