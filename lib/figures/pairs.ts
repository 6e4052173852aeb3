/**
 * A posterior as its marginals and pairs.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { allFinite, finite, integer, ofLength } from "../core/check.ts";
import { column, type Draws, type Theta } from "../core/draws.ts";
import { checkUnits, withUnit } from "../core/labels.ts";
import { mean, quantiles } from "../core/stats.ts";
import { atomsOf } from "./atoms.ts";
import { type Figure, grid } from "./figure.ts";
import type { LegendEntry } from "./legend.ts";
import { type Axis, LEVELS } from "./pairs_axis.ts";
import { correlations, joint, MOST } from "./pairs_joint.ts";
import { marginal, roomForAtoms } from "./pairs_marginal.ts";
import { COLORS, fixed, panel } from "./theme.ts";
import { fittingTicks } from "./ticks.ts";

/** What is drawn beside the posterior. */
export interface PairsOptions<Name extends string> {
  /** One a parameter, as in `Prior.units`. */
  readonly units: readonly string[];
  /** What the draws are from. Default posterior. */
  readonly subject?: "posterior" | "prior";
  /** The parameters behind the observation. */
  readonly truth?: Theta<Name>;
  /** Draws from the prior, for the marginals. */
  readonly prior?: Draws<Name>;
  /** Draws from the exact posterior. */
  readonly reference?: Draws<Name>;
  /** Between which the prior allows each parameter: drawn where they are in sight. */
  readonly bounds?: Readonly<Record<Name, readonly [number, number]>>;
  /** One a draw: whether the prior calls it impossible. */
  readonly outside?: ArrayLike<boolean>;
}

/** The side of a cell's frame, and its margins where it has no axes, in px. */
const CELL = 92;
const MARGIN = 4;
/** Letters of neighbours keep a distance. */
const ROOM = { frame: CELL, beyond: 8 };

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

/** A set of draws by parameter, with the atoms of each. */
function columnsOf(draws: Draws) {
  const atoms = atomsOf(draws);
  return draws.names.map((name, j) => ({ values: column(draws, name), atoms: atoms[j] }));
}

/** From the first to the last per mille of the draws, the truth included, and a little more. */
function domainOf(draws: readonly ArrayLike<number>[], truth: readonly number[]): [number, number] {
  const ends = [...draws.flatMap((values) => quantiles(values, [0.001, 0.999])), ...truth];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = 0.05 * (high - low) || 1;
  return [low - room, high + room];
}

/**
 * The lower triangle of all pairs, marginals on the diagonal, correlations above it: dim² panels,
 * row by row.
 *
 * How to read it: blue is the posterior, narrower than the grey prior where the observation is
 * informative; ridges are combinations that it can't distinguish. Failure: the truth far outside
 * the blue more often than chance allows, blue as wide as the prior, or green (exact) and blue
 * apart.
 *
 * @param draws For one observation, or of the prior.
 * @throws {RangeError} If there are fewer than two draws, a value is not finite, names differ or
 * there is not one unit a parameter.
 */
export function pairsPanels<Name extends string>(
  draws: Draws<Name>,
  { units, subject = "posterior", truth, prior, reference, bounds, outside }: PairsOptions<
    NoInfer<Name>
  >,
): Plot.PlotOptions[] {
  const action = "draw pairs";
  const { names } = draws;
  checkUnits(action, units, names.length);
  checkDraws(action, "draws", draws, names);
  if (prior) checkDraws(action, "prior", prior, names);
  if (reference) checkDraws(action, "reference", reference, names);
  if (outside) ofLength(action, "outside", outside, draws.count);
  for (const name of names) if (truth) finite(action, `truth.${name}`, truth[name]);

  const own = columnsOf(draws);
  const [priors, references] = [prior, reference].map((set) => set && columnsOf(set));
  const impossible = Array.from(outside ?? [], Number).flatMap((is, i) => is ? [i] : []);
  const step = Math.ceil(impossible.length / MOST);
  const drawn = impossible.filter((_, i) => i % step === 0);
  const axes = names.map((name, j): Axis => {
    const sets = { draws: own[j], prior: priors?.[j], reference: references?.[j] };
    const point = truth ? [truth[name]] : [];
    const shown = sets.reference ? [sets.draws, sets.reference] : [sets.draws];
    return {
      ...sets,
      label: withUnit(name, units[j]),
      color: COLORS[subject],
      domain: domainOf(shown.map(({ values }) => values), point),
      truth: point,
      bounds: bounds?.[name],
    };
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
          ? { label: x.label, domain: x.domain, ...fittingTicks(x.domain, ROOM) }
          : { domain: x.domain, axis: null },
        y: diagonal
          ? { axis: null, insetTop: 6 + roomForAtoms(x) }
          : col === 0
          ? { label: y.label, domain: y.domain, ticks: 3 }
          : { domain: y.domain, axis: null },
        marks: above
          ? correlations(x, y)
          : [...diagonal ? marginal(x) : joint(x, y, drawn), Plot.frame({ stroke: COLORS.frame })],
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
  const { subject = "posterior", reference, prior, truth, bounds, outside } = options;
  const entry = (label: string, color: string, mark: LegendEntry["mark"]) => ({
    label,
    color,
    mark,
  });
  const [most, half] = LEVELS.map((level) => Math.round(100 * level));
  const step = Math.ceil(draws.count / MOST);
  const part = step > 1 ? ` of 1 in ${step} draws` : "";
  const impossible = outside ? mean(Array.from(outside, Number)) : 0;
  const atoms = [draws, ...reference ? [reference] : []].some((set) =>
    atomsOf(set).some((own) => own.length > 0)
  );
  const legend = [
    entry(`${subject}: ${half} and ${most} % regions${part}, dots beyond`, COLORS[subject], "bar"),
    ...reference ? [entry("exact posterior", COLORS.reference, "line")] : [],
    ...prior ? [entry("prior", COLORS.prior, "line")] : [],
    ...truth ? [entry("truth", COLORS.truth, "line")] : [],
    ...bounds ? [entry("bound of the prior", COLORS.expectation, "dots")] : [],
    ...outside
      ? [entry(`outside the prior: ${fixed(100 * impossible, 1)} %`, COLORS.impossible, "dot")]
      : [],
    ...atoms
      ? [entry("atom at a bound, its mass, and 50 and 90 % along it", COLORS[subject], "rod")]
      : [],
  ];
  return grid(pairsPanels(draws, options), { columns: draws.names.length, legend });
}
