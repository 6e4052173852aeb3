/**
 * Rows of parameters in the coordinates of {@link ./transform.ts | transforms}: what is the same for
 * all of these, the prior's support, its atoms, and the densities in theta and in z.
 *
 * @module
 */
import { inOrder } from "../core/columns.ts";
import type { Draws } from "../core/draws.ts";
import { normalLogDensity } from "../core/special.ts";
import type { Prior } from "../distributions/prior.ts";
import type { Dataset } from "./dataset.ts";
import type { Point, Transform } from "./transform.ts";

/** The transform of each row. */
export type TransformOfRow = (row: number) => Transform;

/** What a map makes of rows, and its log-determinants. */
export interface ValuesAndLogDet {
  /** [count, dim]. */
  readonly values: Float64Array;
  /** One for each row, [count]. */
  readonly logDet: Float64Array;
}

/** Parameters with the z that they were drawn from, theta = T(z). */
export type JointRows<Name extends string = string> = Pick<Dataset<Name>, "theta" | "z">;

/** Coordinates of rows that were drawn from the prior, or as if they were. */
export interface JointCoordinates {
  /** c, [count, dim]. */
  readonly values: Float64Array;
  /**
   * log |det dc/dtheta| or log |det dc/dz| of each row. At an atom the former is that of theta before
   * it was clipped.
   */
  logDet(of: "theta" | "z"): Float64Array;
}

const ACTION = "find coordinates";

const rowOf = (values: Float64Array, row: number, dim: number) =>
  values.subarray(row * dim, (row + 1) * dim);

/** log N(z; 0, I) of one row. */
function logNormal(z: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < z.length; j++) sum += normalLogDensity(z[j]);
  return sum;
}

/** `transform.forward`, whose numbers a network can learn from or be asked for. */
function forwardAt(transform: Transform, row: number, point: Point, out: Float64Array): number {
  const logDet = transform.forward(point, out);
  if (out.every(Number.isFinite) && !Number.isNaN(logDet)) return logDet;
  throw new RangeError(
    `Cannot ${ACTION} as a transform must give finite ones: those of row ${row}, theta ` +
      `(${point.theta.join(", ")}), are (${out.join(", ")}), its log-determinant is ${logDet}`,
  );
}

/** What is made when it is first asked for. */
function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

/**
 * c and log |det dc/dtheta| of any theta. Where draws can't leave the prior's support, the latter is
 * −∞ off the support, and NaN where there is no density in theta: at an atom of the prior or on a bound.
 *
 * @throws {RangeError} If the columns are not the prior's, or a transform gives what is not finite.
 *
 * @example Usage
 * ```ts
 * import { toCoordinates } from "./coordinates.ts";
 * import { normalTransform } from "./transform.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { drawsOf } from "../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = lifPrior();
 * const inside = { V_th: -55, tau_m: 10, g_L: 10, V_reset: -74, V_init: -72, E_L: -70 };
 * const theta = drawsOf(prior.names, [{ ...inside, V_th: -61 }, { ...inside, g_L: 15 }]);
 * assertEquals([...toCoordinates(prior, theta, () => normalTransform).logDet], [-Infinity, NaN]);
 * ```
 */
export function toCoordinates<Name extends string>(
  prior: Prior<Name>,
  draws: Draws<Name>,
  transformOf: TransformOfRow,
): ValuesAndLogDet {
  const theta = inOrder(ACTION, draws, prior.names);
  const dim = prior.names.length;
  const unread = new Float64Array(dim).fill(NaN);
  const allZ = lazy(() => prior.toNormal(theta));
  const logPriors = lazy(() => prior.logProb(theta)), atoms = lazy(() => prior.atoms(theta));
  const values = new Float64Array(theta.count * dim), logDet = new Float64Array(theta.count);
  for (let row = 0; row < theta.count; row++) {
    const transform = transformOf(row);
    const own = rowOf(theta.values, row, dim), out = rowOf(values, row, dim);
    if (transform.domain === "reals") {
      logDet[row] = forwardAt(transform, row, { theta: own, z: unread }, out);
      continue;
    }
    const logPrior = logPriors()[row], z = rowOf(allZ(), row, dim);
    if (logPrior === -Infinity) logDet[row] = -Infinity;
    else if (atoms()[row] === 1 || !z.every(Number.isFinite)) logDet[row] = NaN;
    else {
      const found = forwardAt(transform, row, { theta: own, z }, out);
      logDet[row] = transform.domain === "normal" ? found + logPrior - logNormal(z) : found;
    }
  }
  return { values, logDet };
}

/**
 * c of rows with their z: what a flow learns from, atoms included.
 *
 * @throws {RangeError} If the columns are not the prior's, or a transform gives what is not finite.
 */
export function jointCoordinates<Name extends string>(
  prior: Prior<Name>,
  { theta: draws, z }: JointRows<Name>,
  transformOf: TransformOfRow,
): JointCoordinates {
  const theta = inOrder(ACTION, draws, prior.names);
  const dim = prior.names.length;
  const values = new Float64Array(theta.count * dim), found = new Float64Array(theta.count);
  const isOfZ = new Uint8Array(theta.count);
  for (let row = 0; row < theta.count; row++) {
    const transform = transformOf(row);
    const point = { theta: rowOf(theta.values, row, dim), z: rowOf(z, row, dim) };
    found[row] = forwardAt(transform, row, point, rowOf(values, row, dim));
    if (transform.domain === "normal") isOfZ[row] = 1;
  }
  const unclipped = lazy(() => prior.unclippedLogProb(z));
  /** log |det dtheta/dz|, theta before it was clipped. */
  const logDetOfPrior = (row: number) => logNormal(rowOf(z, row, dim)) - unclipped()[row];
  return {
    values,
    logDet: (of) =>
      found.map((value, row) => {
        if (of === "z") return isOfZ[row] === 1 ? value : value + logDetOfPrior(row);
        return isOfZ[row] === 1 ? value - logDetOfPrior(row) : value;
      }),
  };
}

/** The points of rows of c, as far as their transforms write them: the rest is NaN. */
function invertRows(
  c: Float64Array,
  dim: number,
  transformOf: TransformOfRow,
): { readonly theta: Float64Array; readonly z: Float64Array; readonly ofZ: readonly number[] } {
  const theta = new Float64Array(c.length).fill(NaN), z = new Float64Array(c.length).fill(NaN);
  const ofZ: number[] = [];
  for (let row = 0; row < c.length / dim; row++) {
    const transform = transformOf(row);
    transform.inverse(rowOf(c, row, dim), { theta: rowOf(theta, row, dim), z: rowOf(z, row, dim) });
    if (transform.domain === "normal") ofZ.push(row);
  }
  return { theta, z, ofZ };
}

/** Completes the points of rows of c: theta where only z was written. */
function thetaAndZ<Name extends string>(
  { names, fromNormal }: Prior<Name>,
  c: Float64Array,
  transformOf: TransformOfRow,
): JointRows<Name> {
  const dim = names.length;
  const { theta, z, ofZ } = invertRows(c, dim, transformOf);
  const latent = new Float64Array(ofZ.length * dim);
  ofZ.forEach((row, i) => latent.set(rowOf(z, row, dim), i * dim));
  const { values } = fromNormal(latent);
  ofZ.forEach((row, i) => theta.set(rowOf(values, i, dim), row * dim));
  return { theta: { names, count: c.length / dim, values: theta }, z };
}

/**
 * theta of rows of c, [count, dim].
 *
 * @example Usage
 * ```ts
 * import { fromCoordinates } from "./coordinates.ts";
 * import { normalTransform } from "./transform.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { column } from "../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const far = fromCoordinates(lifPrior(), new Float64Array(6).fill(9), () => normalTransform);
 * assertEquals(column(far, "tau_m")[0], 20); // the prior's upper bound
 * ```
 */
export function fromCoordinates<Name extends string>(
  prior: Prior<Name>,
  c: Float64Array,
  transformOf: TransformOfRow,
): Draws<Name> {
  return thetaAndZ(prior, c, transformOf).theta;
}

/** The prior's standard normal coordinates z of rows of c, and log |det dc/dz|. */
export function normalFromCoordinates<Name extends string>(
  prior: Prior<Name>,
  c: Float64Array,
  transformOf: TransformOfRow,
): ValuesAndLogDet {
  const { theta, z } = thetaAndZ(prior, c, transformOf);
  if (z.some(Number.isNaN)) {
    const fromTheta = prior.toNormal(theta);
    for (let i = 0; i < z.length; i++) if (Number.isNaN(z[i])) z[i] = fromTheta[i];
  }
  return { values: z, logDet: jointCoordinates(prior, { theta, z }, transformOf).logDet("z") };
}
