/**
 * The cells on the diagonal of a pairs plot.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { type Axis, BOUND, boundsOf, type Column, inUpperHalf, TRUTH } from "./pairs_axis.ts";
import { BAR_OPACITY, COLORS, fixed } from "./theme.ts";

const BINS = 30;

/** Shares of all draws in equal bins over the domain; atoms are in none. */
function binned({ values, atoms }: Column, [low, high]: readonly [number, number]) {
  const on = new Set(atoms.map(({ value }) => value));
  const step = (high - low) / BINS;
  const shares = new Float64Array(BINS);
  for (const value of values) {
    if (value >= low && value <= high && !on.has(value)) {
      shares[Math.min(BINS - 1, Math.floor((value - low) / step))] += 1 / values.length;
    }
  }
  return Array.from(shares, (share, i) => ({
    share,
    from: low + i * step,
    to: low + (i + 1) * step,
  }));
}

/** An atom's mass in words. */
function percent(mass: number): string {
  return `${fixed(100 * mass, mass < 0.0995 ? 1 : 0)} %`;
}

/** The atoms in sight, each in the colour of its set. */
function shownAtoms(axis: Axis) {
  const [low, high] = axis.domain;
  const sets = [
    { column: axis.draws, color: axis.color },
    { column: axis.reference, color: COLORS.reference },
    { column: axis.prior, color: COLORS.prior },
  ];
  return sets.flatMap(({ column, color }) =>
    (column?.atoms ?? []).map((atom) => ({ ...atom, color }))
  ).filter(({ value }) => value >= low && value <= high);
}

/** A line of full height at each atom, with the masses that the sets have there. */
function atomMarks(axis: Axis): Plot.Markish[] {
  const all = shownAtoms(axis);
  return [...new Set(all.map(({ value }) => value))].flatMap((value) => {
    const own = all.filter((atom) => atom.value === value);
    const right = inUpperHalf(axis, value);
    return [
      Plot.ruleX([value], { stroke: own[0].color, strokeWidth: 4 }),
      ...own.map(({ mass, color }, i) =>
        Plot.text([value], {
          x: (v) => v,
          text: () => percent(mass),
          frameAnchor: "top",
          lineAnchor: "top",
          textAnchor: right ? "end" : "start",
          dx: right ? -5 : 5,
          dy: 3 + 13 * i,
          fill: color,
          stroke: "white",
          strokeWidth: 3,
        })
      ),
    ];
  });
}

/** Room above the bars for the masses of atoms, in px. */
export function roomForAtoms(axis: Axis): number {
  return 13 * new Set(shownAtoms(axis).map(({ color }) => color)).size;
}

/** Bars for the draws, outlines for what they are compared with, a line for each atom. */
export function marginal(axis: Axis): Plot.Markish[] {
  const { draws, color, prior, reference, truth, domain } = axis;
  const outline = (column: Column | undefined, stroke: string) => {
    if (!column) return null;
    const bins = binned(column, domain);
    const steps = bins.flatMap(({ share, from, to }) => [[from, share], [to, share]]);
    return Plot.line(steps, { stroke, strokeWidth: 1.5 });
  };
  return [
    Plot.rectY(binned(draws, domain), {
      x1: "from",
      x2: "to",
      y: "share",
      fill: color,
      fillOpacity: BAR_OPACITY,
      shapeRendering: "crispEdges",
    }),
    outline(prior, COLORS.prior),
    outline(reference, COLORS.reference),
    Plot.ruleX(boundsOf(axis), BOUND),
    ...atomMarks(axis),
    Plot.ruleX(truth, TRUTH),
  ];
}
