/**
 * A posterior as its marginals and pairs.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { ticks } from "d3-array";
import { allFinite, finite, integer, ofLength } from "../check.ts";
import { column, type Draws, type Theta } from "../draws.ts";
import { checkUnits, withUnit } from "../labels.ts";
import { correlation, quantiles } from "../stats.ts";
import { type Figure, grid, type LegendEntry } from "./figure.ts";
import { BAR_OPACITY, COLORS, fixed, FONT_SIZE, panel } from "./theme.ts";

/** What is drawn beside the posterior. */
export interface PairsOptions<Name extends string> {
  /** One a parameter, as in `Prior.units`. */
  readonly units: readonly string[];
  /** What the draws are from. Default posterior. */
  readonly subject?: "posterior" | "prior";
  /** The parameters behind the recording. */
  readonly truth?: Theta<Name>;
  /** Draws from the prior, for the marginals. */
  readonly prior?: Draws<Name>;
  /** Draws from the exact posterior. */
  readonly reference?: Draws<Name>;
}

/** The side of a cell's frame, and its margins where it has no axes, in px. */
const CELL = 92;
const MARGIN = 4;
const BINS = 30;

const TRUTH = { stroke: COLORS.truth, strokeWidth: 1.2 };

function checkDraws(action: string, name: string, draws: Draws, names: readonly string[]): void {
  if (draws.names.join() !== names.join()) {
    throw new RangeError(
      `Cannot ${action} as ${name}.names must be ${names.join(", ")}: current value is ${
        draws.names.join(", ")
      }`,
    );
  }
  integer(action, `${name}.count`, draws.count, 2);
  ofLength(action, `${name}.values`, draws.values, draws.count * names.length);
  allFinite(action, `${name}.values`, draws.values);
}

/** From the first to the last per mille of the draws, the truth included, and a little more. */
function domainOf(draws: readonly ArrayLike<number>[], truth: readonly number[]): [number, number] {
  const ends = [...draws.flatMap((values) => quantiles(values, [0.001, 0.999])), ...truth];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = 0.05 * (high - low) || 1;
  return [low - room, high + room];
}

/** About three round numbers, away from the neighbours' ends; fewer where letters would touch. */
function bottomTicks([low, high]: readonly [number, number]): Plot.ScaleOptions {
  const tickFormat = (value: number) => String(value).replace("-", "−");
  const fits = (values: readonly number[]) => {
    const letters = Math.max(...values.map((value) => tickFormat(value).length)) + 1;
    const between = (values[1] - values[0]) / (high - low) * CELL;
    return values.length < 2 || letters * 0.62 * FONT_SIZE < between;
  };
  const away = 0.08 * (high - low);
  const all = ticks(low + away, high - away, 3);
  const choices = [all, [all[0], all[all.length - 1]], [all[Math.floor(all.length / 2)]]];
  return { ticks: choices.find(fits) ?? [], tickFormat };
}

/** One parameter, as all its cells need it. */
interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly draws: Float64Array;
  /** Of the draws. */
  readonly color: string;
  readonly prior: Float64Array | undefined;
  readonly reference: Float64Array | undefined;
  /** The truth, or nothing. */
  readonly truth: readonly number[];
}

/** Bars for the draws, outlines for what they are compared with: shares of all draws per bin. */
function marginal({ draws, color, prior, reference, truth, domain }: Axis): Plot.Markish[] {
  const step = (domain[1] - domain[0]) / BINS;
  const thresholds = Array.from({ length: BINS + 1 }, (_, i) => domain[0] + i * step);
  const bins = { x: (value: number) => value, thresholds };
  const outline = (values: Float64Array | undefined, stroke: string) =>
    values &&
    Plot.lineY(
      values,
      Plot.binX<Plot.LineYOptions>({ y: "proportion", filter: null }, {
        ...bins,
        curve: "step",
        stroke,
        strokeWidth: 1.5,
      }),
    );
  return [
    Plot.rectY(
      draws,
      Plot.binX<Plot.RectYOptions>({ y: "proportion" }, {
        ...bins,
        fill: color,
        fillOpacity: BAR_OPACITY,
        inset: 0,
        shapeRendering: "crispEdges",
      }),
    ),
    outline(prior, COLORS.prior),
    outline(reference, COLORS.reference),
    Plot.ruleX(truth, TRUTH),
  ];
}

/** Twelve filled levels of the draws' density; of the reference's every third, as lines. */
function joint(x: Axis, y: Axis): Plot.Markish[] {
  const density = (set: "draws" | "reference", style: Plot.DensityOptions) => {
    const [xs, ys] = [x[set], y[set]];
    return xs && ys &&
      Plot.density({ length: xs.length }, { x: xs, y: ys, bandwidth: 5, clip: true, ...style });
  };
  return [
    density("draws", { thresholds: 12, fill: x.color, fillOpacity: 0.11, stroke: "none" }),
    density("reference", { thresholds: 4, stroke: COLORS.reference }),
    Plot.ruleX(x.truth, TRUTH),
    Plot.ruleY(y.truth, TRUTH),
  ];
}

/** Pearson's r of the draws, and of the reference below it. */
function correlations(x: Axis, y: Axis): Plot.Markish[] {
  const text = (r: number, fill: string, dy: number) =>
    Plot.text([`r = ${fixed(r, 2)}`], { frameAnchor: "middle", fill, dy });
  return [
    text(correlation(x.draws, y.draws), x.color, x.reference ? -9 : 0),
    x.reference && y.reference &&
    text(correlation(x.reference, y.reference), COLORS.reference, 9),
  ];
}

/**
 * The lower triangle of all pairs, marginals on the diagonal, correlations above it: dim² panels,
 * row by row.
 *
 * How to read it: blue is the posterior, narrower than the grey prior where the recording speaks;
 * ridges are combinations that it can't tell apart. Failure: the truth far outside the blue more
 * often than chance allows, blue as wide as the prior, or green (exact) and blue apart.
 *
 * @param draws For one recording, or of the prior.
 * @throws {RangeError} If there are fewer than two draws, a value is not finite, names differ or
 * there is not one unit a parameter.
 */
export function pairsPanels<Name extends string>(
  draws: Draws<Name>,
  { units, subject = "posterior", truth, prior, reference }: PairsOptions<NoInfer<Name>>,
): Plot.PlotOptions[] {
  const action = "draw pairs";
  const { names } = draws;
  checkUnits(action, units, names.length);
  checkDraws(action, "draws", draws, names);
  if (prior) checkDraws(action, "prior", prior, names);
  if (reference) checkDraws(action, "reference", reference, names);
  for (const name of names) if (truth) finite(action, `truth.${name}`, truth[name]);

  const axes = names.map((name, j): Axis => {
    const sets = {
      draws: column<string>(draws, name),
      prior: prior && column<string>(prior, name),
      reference: reference && column<string>(reference, name),
      truth: truth ? [truth[name]] : [],
    };
    const shown = sets.reference ? [sets.draws, sets.reference] : [sets.draws];
    const domain = domainOf(shown, sets.truth);
    return { label: withUnit(name, units[j]), color: COLORS[subject], domain, ...sets };
  });
  const last = axes.length - 1;
  return axes.flatMap((y, row) =>
    axes.map((x, col) => {
      const [left, bottom] = [col === 0 ? 66 : MARGIN, row === last ? 42 : MARGIN];
      const above = row < col, diagonal = row === col;
      return panel({
        width: CELL + left + MARGIN,
        height: CELL + bottom + MARGIN,
        marginTop: MARGIN,
        marginRight: MARGIN,
        marginBottom: bottom,
        marginLeft: left,
        x: row === last
          ? { label: x.label, domain: x.domain, ...bottomTicks(x.domain) }
          : { domain: x.domain, axis: null },
        y: diagonal
          ? { axis: null, insetTop: 6 }
          : col === 0
          ? { label: y.label, domain: y.domain, ticks: 3 }
          : { domain: y.domain, axis: null },
        marks: above
          ? correlations(x, y)
          : [...diagonal ? marginal(x) : joint(x, y), Plot.frame({ stroke: COLORS.frame })],
      });
    })
  );
}

/**
 * {@linkcode pairsPanels} with their legend.
 *
 * @example Usage
 * ```ts
 * import { pairsFigure } from "./pairs.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const names = ["tau_m", "g_L"] as const;
 * const draws = { names, count: 3, values: Float64Array.of(10, 9, 11, 10, 12, 11) };
 * const { svg } = pairsFigure(draws, { units: ["ms", "nS"], truth: { tau_m: 11, g_L: 10 } });
 * assertMatch(svg, /r = 1.00/);
 * ```
 */
export function pairsFigure<Name extends string>(
  draws: Draws<Name>,
  options: PairsOptions<NoInfer<Name>>,
): Figure {
  const { subject = "posterior" } = options;
  const legend: LegendEntry[] = [
    { label: subject, color: COLORS[subject], mark: "bar" },
    ...options.reference
      ? [{ label: "exact posterior", color: COLORS.reference, mark: "line" } as const]
      : [],
    ...options.prior ? [{ label: "prior", color: COLORS.prior, mark: "line" } as const] : [],
    ...options.truth ? [{ label: "truth", color: COLORS.truth, mark: "line" } as const] : [],
  ];
  return grid(pairsPanels(draws, options), { columns: draws.names.length, legend });
}
