/**
 * The coordinates in which a flow learns theta: an invertible map whose Jacobian belongs in the
 * density, log q(theta | x) = log q(c | x) + log |det dc/dtheta|.
 *
 * @module
 */
import { column, type Draws, inOrder } from "../core/draws.ts";
import type { Prior } from "../distributions/prior.ts";
import { normalLogDensity } from "../core/special.ts";
import { mean, sd } from "../core/stats.ts";

/** Coordinates, [count, dim], and the log Jacobian determinant of the map to them, [count]. */
export interface Image {
  readonly values: Float64Array;
  readonly logDet: Float64Array;
}

/** What is known of the recordings to which rows of theta belong. */
export interface Given {
  /** Their summary variables in their own units, [recordings, size]. */
  readonly summaries: Float32Array;
  readonly size: number;
  /** Rows of theta that belong to one recording, one behind the other. */
  readonly each: number;
  /** The number of the first row at hand, where they are a piece of all; 0 if not given. */
  readonly from?: number;
}

/**
 * An invertible map between theta and the coordinates that a flow learns. It may depend on the
 * recording, by its summary variables.
 */
export interface Coordinates<Name extends string = string> {
  readonly names: readonly Name[];
  /** Whether the prior is N(0, I) in them, atoms included. */
  readonly whitened: boolean;
  /**
   * c and log |det dc/dtheta| per row. Where draws can't leave the prior's support, the latter is −∞
   * off the support, and NaN where there is no density in theta: at an atom of the prior or on a bound.
   */
  forward(theta: Draws<Name>, given: Given): Image;
  /** c of rows drawn from the prior as theta = T(z): what a flow learns from. */
  ofJoint(theta: Draws<Name>, z: Float64Array, given: Given): Float64Array;
  /**
   * log |det dc/dtheta| of rows drawn from the prior as theta = T(z). At an atom it is that of theta
   * before it was clipped, if the coordinates tell its rows apart.
   */
  logDetOfJoint(theta: Draws<Name>, z: Float64Array, given: Given): Float64Array;
  /** theta of each row of c, [count, dim] row-major. */
  inverse(values: Float64Array, given: Given): Draws<Name>;
  /**
   * The prior's standard normal coordinates z of each row of c and log |det dc/dz|: not there where
   * draws can leave the prior's support.
   */
  toWhitened?(values: Float64Array, given: Given): Image;
}

/**
 * The prior's own coordinates, theta = T(z): every z gives a theta inside all bounds, the prior is
 * N(0, I), and log |det dz/dtheta| = log p(theta) − log N(z; 0, I).
 *
 * @example Usage
 * ```ts
 * import { whitened } from "./coordinates.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { inverse, names } = whitened(lifPrior());
 * const nothing = { summaries: new Float32Array(0), size: 0, each: 1 };
 * const extreme = inverse(new Float64Array(6).fill(9), nothing);
 * assertEquals(extreme.values[names.indexOf("tau_m")], 20);
 * ```
 */
export function whitened<Name extends string>(prior: Prior<Name>): Coordinates<Name> {
  const dim = prior.names.length;
  return {
    names: prior.names,
    whitened: true,
    forward(theta) {
      const values = prior.toNormal(theta);
      const logPrior = prior.logProb(theta);
      const atoms = prior.atoms(theta);
      const logDet = logPrior.map((logProb, i) => {
        if (logProb === -Infinity) return -Infinity;
        if (atoms[i] === 1) return NaN;
        let logNormal = 0;
        for (let j = 0; j < dim; j++) logNormal += normalLogDensity(values[i * dim + j]);
        return Number.isFinite(logNormal) ? logProb - logNormal : NaN;
      });
      return { values, logDet };
    },
    ofJoint: (_theta, z) => z,
    logDetOfJoint: (_theta, z) =>
      prior.unclippedLogProb(z).map((logProb, i) => {
        for (let j = 0; j < dim; j++) logProb -= normalLogDensity(z[i * dim + j]);
        return logProb;
      }),
    inverse: (values) => prior.fromNormal(values),
    toWhitened: (values) => ({ values, logDet: new Float64Array(values.length / dim) }),
  };
}

/** The mean and the standard deviation of each parameter, in physical units. */
export interface Moments {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

/** The moments of the columns of theta. */
export function momentsOf<Name extends string>(theta: Draws<Name>): Moments {
  const columns = theta.names.map((name) => column(theta, name));
  return { mean: columns.map(mean), sd: columns.map(sd) };
}

/**
 * The original study's coordinates: each parameter minus its mean, over its sd. Draws can leave the
 * prior's support, where their density is what it is, and an atom of the prior is a number like any
 * other.
 */
export function standardised<Name extends string>(
  names: readonly Name[],
  moments: Moments,
): Coordinates<Name> {
  const dim = names.length;
  const scale = (value: number, i: number) => (value - moments.mean[i % dim]) / moments.sd[i % dim];
  const logDet = -moments.sd.reduce((sum, s) => sum + Math.log(s), 0);
  return {
    names,
    whitened: false,
    forward(theta) {
      return {
        values: inOrder("standardise", theta, names).values.map(scale),
        logDet: new Float64Array(theta.count).fill(logDet),
      };
    },
    ofJoint: (theta) => inOrder("standardise", theta, names).values.map(scale),
    logDetOfJoint: (theta) => new Float64Array(theta.count).fill(logDet),
    inverse(values) {
      const unscale = (value: number, i: number) =>
        moments.mean[i % dim] + moments.sd[i % dim] * value;
      return { names, count: values.length / dim, values: values.map(unscale) };
    },
  };
}
