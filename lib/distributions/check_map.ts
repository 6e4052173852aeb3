/**
 * Whether a prior's map from the standard normal, its inverse and its density belong together, from
 * draws: where a parameter has a density, log p(theta_k | …) = log φ(z_k) − log dtheta_k/dz_k, with
 * the slope by differences; where it sits on an atom, its mass is that of the z which the map
 * merges there.
 *
 * @module
 */
import { drawText } from "../core/check.ts";
import { type Draws, row } from "../core/draws.ts";
import { normalCdf, normalLogDensity } from "../core/special.ts";
import type { Prior } from "./prior.ts";

/** A prior and its draws, as they are checked. */
export interface PriorDraws<Name extends string> {
  /** The action in an error: "use prior". */
  readonly action: string;
  /** What made the draws. */
  readonly prior: Prior<Name>;
  /** [count, dim]. */
  readonly z: Float64Array;
  /** T(z). */
  readonly theta: Draws<Name>;
}

/** Refuses a prior by the draw that shows the fault. */
export function refuseDraw<Name extends string>(
  { action, theta }: Pick<PriorDraws<Name>, "action" | "theta">,
  index: number,
  wish: string,
  state: string,
): never {
  throw new RangeError(
    `Cannot ${action} as ${wish}: ${state}, in draw ${index} (${drawText(row(theta, index))})`,
  );
}

/** The step of the differences, in z. */
const STEP = 1e-3;
/** In z, and in nats: far less than a network learns. */
const TOLERANCE = { z: 1e-4, logProb: 1e-3 };
/** What rounding may do to a value, as a share of it. */
const ROUNDING = 16 * Number.EPSILON;
/** A map that is constant up to this z is so to infinity, as far as its mass shows. */
const FAR = 6;
/** Halvings of an interval of z in the search for the end of an atom. */
const HALVINGS = 40;

/** The parameter of one draw, by its place in the values. */
interface Place {
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** theta_k where z_k is moved to `to`, and all else stays: one value for each place. */
function moved<Name extends string>(
  { prior, z }: PriorDraws<Name>,
  places: readonly Place[],
  to: (place: Place, index: number) => number,
): Float64Array {
  const dim = prior.names.length;
  const rows = new Float64Array(places.length * dim);
  places.forEach((place, i) => {
    rows.set(z.subarray(place.row * dim, (place.row + 1) * dim), i * dim);
    rows[i * dim + place.column] = to(place, i);
  });
  const { values } = prior.fromNormal(rows);
  return Float64Array.from(places, ({ column }, i) => values[i * dim + column]);
}

/** Slopes of five values a step apart at the third: on both sides, above and below it. */
const slopesOf = (f: readonly number[]): number[] => [
  (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * STEP),
  (-3 * f[2] + 4 * f[3] - f[4]) / (2 * STEP),
  (3 * f[2] - 4 * f[1] + f[0]) / (2 * STEP),
];

/** The end of the interval of z in which a parameter is what it is here, ±∞ beyond ±FAR. */
function endsOf<Name extends string>(
  draws: PriorDraws<Name>,
  places: readonly Place[],
  side: -1 | 1,
): Float64Array {
  const { z, theta } = draws;
  const inside = Float64Array.from(places, ({ at }) => z[at]);
  const outside = inside.map((value) => side * Math.max(FAR, side * value + 1));
  const same = (values: Float64Array, i: number) => values[i] === theta.values[places[i].at];
  const last = moved(draws, places, (_, i) => outside[i]);
  for (let k = 0; k < HALVINGS; k++) {
    const middle = inside.map((value, i) => (value + outside[i]) / 2);
    const values = moved(draws, places, (_, i) => middle[i]);
    middle.forEach((value, i) => (same(values, i) ? inside : outside)[i] = value);
  }
  return inside.map((value, i) => same(last, i) ? side * Infinity : value);
}

/** Refuses atoms whose mass or whose inverse is not that of the map. */
function checkAtoms<Name extends string>(
  draws: PriorDraws<Name>,
  places: readonly Place[],
  { factors, back }: { readonly factors: Float64Array; readonly back: Float64Array },
): void {
  if (places.length === 0) return;
  const { prior: { names }, theta } = draws;
  const lower = endsOf(draws, places, -1), upper = endsOf(draws, places, 1);
  const again = moved(draws, places, ({ at }) => back[at]);
  places.forEach(({ at, row, column }, i) => {
    const name = names[column], value = theta.values[at];
    if (again[i] !== value) {
      const wish = `the map of ${name} must lead back to an atom`;
      refuseDraw(draws, row, wish, `${value} becomes z = ${back[at]}, and this ${again[i]}`);
    }
    const mass = upper[i] < 0
      ? normalCdf(upper[i]) - normalCdf(lower[i])
      : normalCdf(-lower[i]) - normalCdf(-upper[i]);
    if (!(Math.abs(factors[at] - Math.log(mass)) <= TOLERANCE.logProb)) {
      refuseDraw(
        draws,
        row,
        `the mass of ${name} must match its map`,
        `the log mass at ${value} is ${factors[at]}, not ${Math.log(mass)}`,
      );
    }
  });
}

/**
 * Refuses a map that is not increasing or not inverted by `toNormal`, and a density that is not
 * that of the map.
 *
 * @throws {RangeError} With the parameter, its z and the draw.
 */
export function checkMap<Name extends string>(draws: PriorDraws<Name>): void {
  const { prior, z, theta } = draws;
  const { names } = prior, dim = names.length;
  const places = Array.from(z, (_, at) => ({ at, row: Math.floor(at / dim), column: at % dim }));
  const steps = [-2, -1, 0, 1, 2].map((k) =>
    k === 0 ? theta.values : moved(draws, places, ({ at }) => z[at] + k * STEP)
  );
  const factors = prior.logFactors(theta), back = prior.toNormal(theta), atoms = prior.atoms(theta);

  const constant = places.filter(({ at, row, column }) => {
    const name = names[column], f = steps.map((values) => values[at]);
    const rounding = ROUNDING * Math.abs(f[2]);
    const falls = f.findIndex((value, k) => k > 0 && !(value >= f[k - 1] - rounding));
    if (falls > 0) {
      refuseDraw(
        draws,
        row,
        `the map of ${name} must be increasing`,
        `it is ${f[falls - 1]} at z = ${z[at] + (falls - 3) * STEP} and ${f[falls]} at z = ${
          z[at] + (falls - 2) * STEP
        }`,
      );
    }
    return f[1] === f[2] || f[3] === f[2];
  });
  for (const { at, row, column } of constant) {
    if (atoms[row] === 1) continue;
    const state = `it is ${theta.values[at]} on both sides of z = ${z[at]}, where there is no atom`;
    refuseDraw(draws, row, `the map of ${names[column]} must be increasing`, state);
  }
  atoms.forEach((atom, row) => {
    if (atom === 0 || constant.some((place) => place.row === row)) return;
    refuseDraw(draws, row, "an atom must be where the map is constant", "it is increasing there");
  });

  const merged = new Set(constant);
  for (const place of places) {
    if (merged.has(place)) continue;
    const { at, row, column } = place;
    const name = names[column], value = theta.values[at];
    const slopes = slopesOf(steps.map((values) => values[at]));
    const lost = ROUNDING * Math.abs(value) / Math.max(...slopes);
    if (!(Math.abs(back[at] - z[at]) <= TOLERANCE.z + lost)) {
      const state = `z = ${z[at]} becomes ${value}, and this z = ${back[at]}`;
      refuseDraw(draws, row, `the map of ${name} must be inverted by toNormal`, state);
    }
    const densities = slopes.map((slope) => normalLogDensity(z[at]) - Math.log(slope));
    const allowed = TOLERANCE.logProb + lost / STEP;
    if (!densities.some((density) => Math.abs(factors[at] - density) <= allowed)) {
      refuseDraw(
        draws,
        row,
        `the density of ${name} must match its map`,
        `at z = ${z[at]}, ${name} = ${value} its logarithm is ${factors[at]}, not ${densities[0]}`,
      );
    }
  }
  checkAtoms(draws, constant, { factors, back });
}
