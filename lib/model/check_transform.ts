/**
 * The check of a transform or a guide of one's own, before a network is trained in its coordinates:
 * whether map, inverse and log-determinant belong together. A wrong log-determinant would go
 * unseen, in every density of the posterior.
 *
 * @module
 */
import { factorInPlace, logDeterminant } from "../core/linear_algebra.ts";
import type { Key } from "../core/random.ts";
import { type PriorDraws, refuseDraw } from "../distributions/check_map.ts";
import type { Adapter } from "./adapter.ts";
import {
  fromCoordinates,
  jointCoordinates,
  normalFromCoordinates,
  toCoordinates,
} from "./coordinates.ts";
import { simulateJoint } from "./dataset.ts";
import type { Fields } from "./field.ts";
import type { JointModel } from "./simulator.ts";
import type { Transform } from "./transform.ts";

/** Draws that are tried. */
const DRAWS = 40;
/** Coordinates further out than this are lost to rounding. */
const FAR = 5;
/**
 * Steps of the differences, as shares of 1 or of the value: where both don't agree, there is a
 * bend.
 */
const STEPS = [1e-4, 3e-5] as const;
/** As shares of 1 or of the value: far less than a network learns. */
const TOLERANCE = { point: 1e-4, steps: 1e-3, logDet: 1e-2 };

const alike = (a: number, b: number, tolerance: number) =>
  Math.abs(a - b) <= tolerance * (1 + Math.abs(b));

/** One draw, and the transform of its observation. */
interface Drawn<Name extends string> {
  readonly draws: PriorDraws<Name>;
  readonly index: number;
  readonly transform: Transform;
  /** Its point, [dim] each, and its coordinates. */
  readonly theta: Float64Array;
  readonly z: Float64Array;
  readonly c: Float64Array;
}

/** Refuses an inverse that does not give back the point of its coordinates. */
function checkInverse<Name extends string>(
  { draws, index, transform, theta, z, c }: Drawn<Name>,
): void {
  const { prior } = draws;
  const refuse = (what: string, j: number, found: number, wanted: number) => {
    const state = `${what} of ${prior.names[j]} is ${found}, not ${wanted}`;
    refuseDraw(draws, index, "inverse must give back the point that forward was given", state);
  };
  const { values } = fromCoordinates(prior, c, () => transform);
  values.forEach((value, j) => {
    if (!alike(value, theta[j], TOLERANCE.point)) refuse("theta", j, value, theta[j]);
  });
  if (transform.domain === "reals") return;
  normalFromCoordinates(prior, c, () => transform).values.forEach((value, j) => {
    if (Math.abs(z[j]) < FAR && !alike(value, z[j], TOLERANCE.point)) refuse("z", j, value, z[j]);
  });
}

/** log |det| of the derivatives of a map at a point, by central differences. */
function logDetByDifferences(
  at: Float64Array,
  share: number,
  map: (point: Float64Array) => Float64Array,
): number {
  const dim = at.length;
  const columns = Array.from(at, (value, j) => {
    const h = share * Math.max(1, Math.abs(value));
    const up = map(at.with(j, value + h)), down = map(at.with(j, value - h));
    return up.map((c, i) => (c - down[i]) / (2 * h));
  });
  // det(JᵀJ) = det(J)².
  const square = Float64Array.from(
    { length: dim * dim },
    (_, k) => columns[Math.floor(k / dim)].reduce((sum, d, i) => sum + d * columns[k % dim][i], 0),
  );
  factorInPlace(square, dim, (rest) => Math.max(rest, Number.MIN_VALUE));
  return logDeterminant(square, dim) / 2;
}

/** Refuses a log-determinant that is not that of differences, in z or, of all theta, in theta. */
function checkLogDet<Name extends string>(
  { draws, index, transform, theta, z }: Drawn<Name>,
): void {
  const { prior } = draws;
  const named = (values: Float64Array) => ({ names: prior.names, count: 1, values });
  const ofTheta = transform.domain === "reals";
  const map = (point: Float64Array) =>
    ofTheta
      ? toCoordinates(prior, named(point), () => transform)
      : jointCoordinates(prior, { theta: prior.fromNormal(point), z: point }, () => transform);
  const at = ofTheta ? theta : z;
  const [far, near] = STEPS.map((step) => logDetByDifferences(at, step, (u) => map(u).values));
  if (!alike(far, near, TOLERANCE.steps)) return; // a bend, such as where a clipped prior ends
  const [claimed] = jointCoordinates(prior, { theta: named(theta), z }, () => transform)
    .logDet(ofTheta ? "theta" : "z");
  if (alike(claimed, near, TOLERANCE.logDet)) return;
  const wish = `forward must return the log-determinant of its domain, "${transform.domain}"`;
  const by = `log |det dc/d${ofTheta ? "theta" : "z"}|`;
  refuseDraw(draws, index, wish, `so ${by} would be ${claimed}, and by differences it is ${near}`);
}

/**
 * Refuses an adapter whose transform, or one of whose guide, is not inverted by its inverse, or has
 * another log-determinant than it says, at draws of a model that are near for it.
 *
 * @throws {RangeError} With the draw that shows it.
 *
 * @example Usage
 * ```ts
 * import { adapter } from "./adapter.ts";
 * import { checkTransform } from "./check_transform.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { fitStandardisation } from "./standardisation.ts";
 * import { timeSeriesOf } from "./summary_variables.ts";
 * import { normalTransform, type Transform } from "./transform.ts";
 * import { key } from "../core/random.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const prior = lifPrior(), simulator = lif();
 * const summaries = timeSeriesOf(["voltage"], 1000);
 * const { observations } = simulateJoint(key(1), { prior, simulator }, 20);
 * const standardisation = fitStandardisation(summaries, observations);
 * const wrong: Transform = {
 *   ...normalTransform,
 *   forward: (point, out) => normalTransform.forward(point, out) + 1,
 * };
 * const own = adapter({ prior, fields: simulator.fields, summaries, standardisation, transform: wrong });
 * assertThrows(() => checkTransform(key(2), { prior, simulator }, own), RangeError, "log-determinant");
 * ```
 */
export function checkTransform<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  { prepare }: Adapter<Name, X>,
): void {
  const { prior } = model;
  const dim = prior.names.length;
  const { theta, z, observations } = simulateJoint(key, model, DRAWS);
  const { transform: transformOf } = prepare(observations);
  const draws = { action: "use transform", prior, theta, z };
  for (let index = 0; index < DRAWS; index++) {
    const cut = (values: Float64Array) => values.subarray(index * dim, (index + 1) * dim);
    const transform = transformOf(index);
    const point = { theta: cut(theta.values), z: cut(z) };
    const one = { theta: { names: prior.names, count: 1, values: point.theta }, z: point.z };
    const c = jointCoordinates(prior, one, () => transform).values;
    if (c.some((value) => Math.abs(value) > FAR)) continue;
    const drawn = { draws, index, transform, ...point, c };
    checkInverse(drawn);
    checkLogDet(drawn);
  }
}
