/**
 * A posterior as its marginals and pairs.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { allFinite, finite, integer, ofLength } from "../check.ts";
import { column, type Draws, type Theta } from "../draws.ts";
import { correlation, quantiles } from "../stats.ts";
import { type Figure, grid, type LegendEntry } from "./figure.ts";
import { COLORS, panel, withUnit } from "./theme.ts";
import { checkUnits } from "./units.ts";

/** What is drawn beside the posterior. */
export interface PairsOptions<Name extends string> {
  /** One a parameter, as in `Prior.units`. */
  readonly units: readonly string[];
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

/** Bars for the posterior, outlines for what it is compared with: shares of all draws per bin. */
function marginalMarks(
  posterior: Float64Array,
  prior: Float64Array | undefined,
  reference: Float64Array | undefined,
  domain: readonly [number, number],
): Plot.Markish[] {
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
      posterior,
      Plot.binX<Plot.RectYOptions>({ y: "proportion" }, {
        ...bins,
        fill: COLORS.posterior,
        fillOpacity: 0.55,
      }),
    ),
    outline(prior, COLORS.prior),
    outline(reference, COLORS.reference),
  ];
}

/** Twelve filled levels of the posterior's density; of the reference every third, as lines. */
function jointMarks(
  posterior: readonly [Float64Array, Float64Array],
  reference: readonly [Float64Array, Float64Array] | undefined,
): Plot.Markish[] {
  const shape = { bandwidth: 7, clip: true };
  return [
    Plot.density({ length: posterior[0].length }, {
      ...shape,
      x: posterior[0],
      y: posterior[1],
      thresholds: 12,
      fill: COLORS.posterior,
      fillOpacity: 0.11,
      stroke: "none",
    }),
    reference && Plot.density({ length: reference[0].length }, {
      ...shape,
      x: reference[0],
      y: reference[1],
      thresholds: 4,
      stroke: COLORS.reference,
    }),
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
 * @param draws For one recording.
 * @throws {RangeError} If there are fewer than two draws, a value is not finite, names differ or
 * there is not one unit a parameter.
 */
export function pairsPanels<Name extends string>(
  draws: Draws<Name>,
  { units, truth, prior, reference }: PairsOptions<NoInfer<Name>>,
): Plot.PlotOptions[] {
  const action = "draw pairs";
  const { names } = draws;
  checkUnits(action, units, names.length);
  checkDraws(action, "draws", draws, names);
  if (prior) checkDraws(action, "prior", prior, names);
  if (reference) checkDraws(action, "reference", reference, names);
  for (const name of names) if (truth) finite(action, `truth.${name}`, truth[name]);

  const columns = names.map((name, j) => {
    const posterior = column<string>(draws, name);
    const exact = reference && column<string>(reference, name);
    const truths = truth ? [truth[name]] : [];
    return {
      label: withUnit(name, units[j]),
      posterior,
      prior: prior && column<string>(prior, name),
      exact,
      truths,
      domain: domainOf(exact ? [posterior, exact] : [posterior], truths),
    };
  });
  const last = names.length - 1;
  const truthStyle = { stroke: COLORS.truth, strokeWidth: 1.5 };
  const cell = (row: number, col: number): Plot.PlotOptions => {
    const [left, bottom] = [col === 0 ? 52 : MARGIN, row === last ? 42 : MARGIN];
    return {
      width: CELL + left + MARGIN,
      height: CELL + bottom + MARGIN,
      marginTop: MARGIN,
      marginRight: MARGIN,
      marginBottom: bottom,
      marginLeft: left,
    };
  };
  return columns.flatMap((vertical, row) =>
    columns.map((horizontal, col) => {
      const x = {
        domain: horizontal.domain,
        ticks: 3,
        ...(row === last ? { label: horizontal.label } : { axis: null }),
      };
      if (row === col) {
        return panel({
          ...cell(row, col),
          x,
          y: { axis: null },
          marks: [
            ...marginalMarks(
              horizontal.posterior,
              horizontal.prior,
              horizontal.exact,
              horizontal.domain,
            ),
            Plot.ruleX(horizontal.truths, truthStyle),
          ],
        });
      }
      if (row < col) {
        const text = (values: readonly [Float64Array, Float64Array], fill: string, dy: number) =>
          Plot.text([correlation(...values).toFixed(2)], { frameAnchor: "middle", fill, dy });
        return {
          ...panel({ ...cell(row, col), x: { axis: null }, y: { axis: null } }),
          marks: [
            text([horizontal.posterior, vertical.posterior], COLORS.posterior, 0),
            horizontal.exact && vertical.exact &&
            text([horizontal.exact, vertical.exact], COLORS.reference, 18),
          ],
        };
      }
      return panel({
        ...cell(row, col),
        x,
        y: {
          domain: vertical.domain,
          ticks: 3,
          ...(col === 0 ? { label: vertical.label } : { axis: null }),
        },
        marks: [
          ...jointMarks(
            [horizontal.posterior, vertical.posterior],
            horizontal.exact && vertical.exact && [horizontal.exact, vertical.exact],
          ),
          Plot.ruleX(horizontal.truths, truthStyle),
          Plot.ruleY(vertical.truths, truthStyle),
        ],
      });
    })
  );
}

/** {@linkcode pairsPanels} with their legend. */
export function pairsFigure<Name extends string>(
  draws: Draws<Name>,
  options: PairsOptions<NoInfer<Name>>,
): Figure {
  const legend: LegendEntry[] = [
    { label: "posterior", color: COLORS.posterior, mark: "area" },
    ...options.reference
      ? [{ label: "exact posterior", color: COLORS.reference, mark: "line" } as const]
      : [],
    ...options.prior ? [{ label: "prior", color: COLORS.prior, mark: "line" } as const] : [],
    ...options.truth ? [{ label: "truth", color: COLORS.truth, mark: "line" } as const] : [],
  ];
  return grid(pairsPanels(draws, options), { columns: draws.names.length, legend });
}
