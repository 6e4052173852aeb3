/**
 * The check of a prior of one's own, before a network is trained by its draws: whether names,
 * draws, map and density belong together.
 *
 * @module
 */
import { integer, ofLength, repeated } from "../core/check.ts";
import type { Draws } from "../core/draws.ts";
import { type Key, normalRows } from "../core/random.ts";
import { checkMap, type PriorDraws, refuseDraw } from "./check_map.ts";
import type { Prior } from "./prior.ts";

/** How much is checked. */
export interface PriorCheckOptions {
  /** How many draws; 256 by default. */
  readonly draws?: number;
}

/** The largest difference of numbers that should be the same, as a share of them. */
const SAME = 1e-9;

const alike = (a: number, b: number) => a === b || Math.abs(a - b) <= SAME * (1 + Math.abs(b));

/** Refuses names that are not unique, and units that are not one a parameter. */
function checkNames(action: string, { names, units }: Prior): void {
  if (names.length === 0) {
    throw new RangeError(`Cannot ${action} as it must have a parameter: there is none`);
  }
  const twice = repeated(names);
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot ${action} as every parameter must have a name of its own: "${twice}" is there twice`,
    );
  }
  ofLength(action, "units", units, names.length);
}

/** Refuses draws of other names or another number. */
function checkShape(action: string, what: string, theta: Draws, wanted: Draws): void {
  if (theta.names.join("\n") !== wanted.names.join("\n")) {
    throw new RangeError(
      `Cannot ${action} as the columns of ${what} must be ${wanted.names.join(", ")}: they are ${
        theta.names.join(", ")
      }`,
    );
  }
  if (theta.count !== wanted.count) {
    throw new RangeError(
      `Cannot ${action} as ${what} must give ${wanted.count} draws: it gives ${theta.count}`,
    );
  }
  ofLength(action, `${what}.values`, theta.values, wanted.values.length);
}

/**
 * Refuses lists of another length, values or densities that are not finite, and other sums than
 * those of the factors.
 */
function checkDensities<Name extends string>(draws: PriorDraws<Name>): void {
  const { action, prior, z, theta } = draws;
  const dim = prior.names.length, { count, values } = theta;
  const name = (at: number) => prior.names[at % dim];
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    const state = `at z = ${z[odd]} it is ${values[odd]}`;
    refuseDraw(draws, Math.floor(odd / dim), `${name(odd)} must be finite`, state);
  }
  const factors = prior.logFactors(theta), sums = prior.logProb(theta);
  const atoms = prior.atoms(theta), unclipped = prior.unclippedLogProb(z);
  ofLength(action, "logFactors", factors, count * dim);
  for (
    const [what, list] of Object.entries({ logProb: sums, atoms, unclippedLogProb: unclipped })
  ) {
    ofLength(action, what, list, count);
  }
  const impossible = factors.findIndex((factor) => !Number.isFinite(factor));
  if (impossible >= 0) {
    refuseDraw(
      draws,
      Math.floor(impossible / dim),
      `its own draw of ${name(impossible)} must have a finite log density`,
      `at ${values[impossible]} it is ${factors[impossible]}`,
    );
  }
  for (let i = 0; i < count; i++) {
    const sum = factors.subarray(i * dim, (i + 1) * dim).reduce((a, b) => a + b, 0);
    if (!alike(sums[i], sum)) {
      refuseDraw(draws, i, "logProb must be the sum of logFactors", `it is ${sums[i]}, not ${sum}`);
    }
  }
}

/** Refuses a density before clipping that is another where nothing was clipped. */
function checkUnclipped<Name extends string>(draws: PriorDraws<Name>): void {
  const { action, prior, z, theta } = draws;
  const unclipped = prior.unclippedLogProb(z);
  ofLength(action, "unclippedLogProb", unclipped, theta.count);
  const atoms = prior.atoms(theta), logProb = prior.logProb(theta);
  unclipped.forEach((value, i) => {
    if (Number.isFinite(value) && (atoms[i] === 1 || alike(value, logProb[i]))) return;
    const wish = "unclippedLogProb must be logProb off the atoms, and finite on them";
    refuseDraw(draws, i, wish, `it is ${value} where logProb is ${logProb[i]}`);
  });
}

/** Refuses a sampler that is not the map of standard normal deviates. */
function checkSampler<Name extends string>(key: Key, draws: PriorDraws<Name>): void {
  const { action, prior, theta } = draws;
  const sampled = prior.sample(key, theta.count);
  checkShape(action, "sample", sampled, theta);
  const other = sampled.values.findIndex((value, at) => !alike(value, theta.values[at]));
  if (other < 0) return;
  const dim = prior.names.length;
  refuseDraw(
    draws,
    Math.floor(other / dim),
    "sample must be fromNormal of the key's normalRows",
    `its ${prior.names[other % dim]} is ${sampled.values[other]}, not ${theta.values[other]}`,
  );
}

/** {@linkcode checkPrior} for whatever is checked by the draws of a prior, as `action` says it. */
export function checkDraws<Name extends string>(
  action: string,
  key: Key,
  prior: Prior<Name>,
  { draws: count = 256 }: PriorCheckOptions = {},
): PriorDraws<Name> {
  integer(action, "draws", count, 1);
  checkNames(action, prior);
  const { names } = prior;
  const z = normalRows(key, names.length, { to: count });
  const theta = prior.fromNormal(z);
  checkShape(action, "fromNormal", theta, { names, count, values: z });
  const draws = { action, prior, z, theta };
  checkDensities(draws);
  checkSampler(key, draws);
  checkMap(draws);
  checkUnclipped(draws);
  return draws;
}

/**
 * Refuses a prior whose parts don't belong together, by the draw that shows it: names used twice,
 * values that are not finite, a sampler that is not the map, a map that is not increasing or not
 * inverted by `toNormal`, a density or a mass that is not that of the map.
 *
 * @param key The draws depend on it and on their number only.
 * @throws {RangeError} With the parameter, its z and the whole draw.
 *
 * @example Usage
 * ```ts
 * import { checkPrior } from "./check_prior.ts";
 * import { chain } from "./chain.ts";
 * import { normal } from "./normal.ts";
 * import { key } from "../core/random.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const distribution = normal({ mean: 10, sd: 2 });
 * checkPrior(key(1), chain({ tau: distribution }));
 * const { logProb } = distribution;
 * const halved = { ...distribution, logProb: (x: number) => logProb(x) - Math.log(2) };
 * assertThrows(
 *   () => checkPrior(key(1), chain({ tau: halved })),
 *   RangeError,
 *   "Cannot use prior as the density of tau must match its map: at z = ",
 * );
 * ```
 */
export function checkPrior<Name extends string>(
  key: Key,
  prior: Prior<Name>,
  options?: PriorCheckOptions,
): void {
  checkDraws("use prior", key, prior, options);
}
