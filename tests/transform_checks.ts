/** The distributions that every transform obeys, each checked at rows drawn from a prior. */
import { assert, assertAlmostEquals } from "@std/assert";
import type { Prior } from "../lib/distributions/prior.ts";
import {
  fromCoordinates,
  jointCoordinates,
  type JointRows,
  normalFromCoordinates,
  toCoordinates,
  type TransformOfRow,
} from "../lib/model/coordinates.ts";
import { logAbsDet } from "./bijector_properties.ts";

/** Rows of a prior, and the transform of each. */
export interface TransformCase<Name extends string = string> {
  readonly prior: Prior<Name>;
  readonly rows: JointRows<Name>;
  readonly transformOf: TransformOfRow;
  /** How near the log-determinant must be to that of differences; 1e-4 if not given. */
  readonly tolerance?: number;
}

/** Coordinates further out than this are lost to rounding. */
const FAR = 5;

/** The rows that are not far out, and their c. */
function nearRows<Name extends string>({ prior, rows, transformOf }: TransformCase<Name>) {
  const dim = prior.names.length;
  const { values } = jointCoordinates(prior, rows, transformOf);
  const near = Array.from({ length: rows.theta.count }, (_, row) => row)
    .filter((row) => values.subarray(row * dim, (row + 1) * dim).every((c) => Math.abs(c) < FAR));
  assert(near.length > 0.9 * rows.theta.count, `only ${near.length} rows are near`);
  return { dim, values, near };
}

/**
 * The inverse of c is the point that it was made of: theta, and z, which tells an atom's rows
 * apart.
 */
export function assertInverse<Name extends string>(own: TransformCase<Name>): void {
  const { prior, rows: { theta, z }, transformOf } = own;
  const { dim, values, near } = nearRows(own);
  const back = fromCoordinates(prior, values, transformOf);
  const latent = transformOf(0).domain === "reals"
    ? z
    : normalFromCoordinates(prior, values, transformOf).values;
  for (const row of near) {
    for (let at = row * dim; at < (row + 1) * dim; at++) {
      assertAlmostEquals(back.values[at], theta.values[at], 1e-6, `theta of row ${row}`);
      assertAlmostEquals(latent[at], z[at], 1e-4, `z of row ${row}`);
    }
  }
}

/** log |det| of the derivatives of a map of one row, by central differences. */
function logDetByDifferences(
  point: Float64Array,
  map: (point: Float64Array) => Float64Array,
): number {
  const steps = Array.from(point, (value) => 1e-6 * Math.max(1, Math.abs(value)));
  const columns = steps.map((h, j) => {
    const up = map(point.with(j, point[j] + h)), down = map(point.with(j, point[j] - h));
    return Array.from(point, (_, i) => (up[i] - down[i]) / (2 * h));
  });
  return logAbsDet(steps.map((_, i) => columns.map((column) => column[i])));
}

/** The log-determinant is that of differences in theta, off the atoms, and in z, on them, too. */
export function assertLogDet<Name extends string>(own: TransformCase<Name>): void {
  const { prior, rows: { theta, z }, transformOf, tolerance = 1e-4 } = own;
  const { dim, near } = nearRows(own);
  const ofTheta = toCoordinates(prior, theta, transformOf).logDet;
  const ofZ = jointCoordinates(prior, { theta, z }, transformOf).logDet("z");
  const isReal = transformOf(0).domain === "reals";
  let checked = 0;
  for (const row of near) {
    const one = () => transformOf(row);
    const named = (values: Float64Array) => ({ names: prior.names, count: 1, values });
    if (Number.isFinite(ofTheta[row])) {
      const found = logDetByDifferences(
        theta.values.slice(row * dim, (row + 1) * dim),
        (point) => toCoordinates(prior, named(point), one).values,
      );
      if (Number.isFinite(found)) { // not across a bound
        assertAlmostEquals(ofTheta[row], found, tolerance, `dc/dtheta of row ${row}`);
        checked++;
      }
    }
    if (isReal) continue;
    const found = logDetByDifferences(
      z.slice(row * dim, (row + 1) * dim),
      (point) => jointCoordinates(prior, { theta: prior.fromNormal(point), z: point }, one).values,
    );
    assertAlmostEquals(ofZ[row], found, tolerance, `dc/dz of row ${row}`);
  }
  assert(checked > near.length / 2, `only ${checked} rows were checked`);
}

/** A row's coordinates are the same alone, and in whatever order the rows come. */
export function assertRowsAlone<Name extends string>(own: TransformCase<Name>): void {
  const { prior, rows: { theta, z }, transformOf } = own;
  const dim = prior.names.length;
  const { values } = jointCoordinates(prior, { theta, z }, transformOf);
  for (let row = theta.count - 1; row >= 0; row--) {
    const cut = (all: Float64Array) => all.subarray(row * dim, (row + 1) * dim);
    const alone = { theta: { ...theta, count: 1, values: cut(theta.values) }, z: cut(z) };
    const found = jointCoordinates(prior, alone, () => transformOf(row)).values;
    assert(found.every((value, j) => Object.is(value, cut(values)[j])), `row ${row} alone`);
  }
}
