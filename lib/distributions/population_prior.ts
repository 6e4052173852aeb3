/**
 * A hierarchical prior over a population whose members have parameters of their own. It is made of
 * the prior of a single member, theta = T(z), z ~ N(0, I): in the coordinates z the members of a
 * population are normal about a mean,
 *
 *     zᵢ = mean + sd · εᵢ,  εᵢ ~ N(0, I),  mean ~ N(0, 1 − E[sd²]),  sd ~ log-normal,
 *
 * independently for each parameter. As theta = T(z), every member respects the prior's supports,
 * bounds and atoms; as E[z] = 0 and Var[z] = 1, the marginal prior of one member has the moments of
 * its single prior.
 *
 * @module
 */
import { inOrder } from "../core/columns.ts";
import { ofLength, positive } from "../core/check.ts";
import type { Draws } from "../core/draws.ts";
import { chain, type Link } from "./chain.ts";
import { logNormal } from "./log_normal.ts";
import { normal } from "./normal.ts";
import type { Prior } from "./prior.ts";

/** The parameters of a population: the mean and the sd of each coordinate z of its members. */
export type HyperName<Name extends string> = `${Name}_mean` | `${Name}_sd`;

/** How widely the members of a population differ. */
export interface PopulationPriorOptions {
  /** The median of each sd, in sds of the single prior: 0.4 if not given. */
  readonly spread?: number;
  /** The sd of its logarithm: 0.5 if not given. */
  readonly logSd?: number;
}

/** A prior over populations. */
export interface PopulationPrior<Name extends string = string> {
  /** The single prior: the one that members are measured by. */
  readonly member: Prior<Name>;
  /**
   * Over the means, in the order of the members' parameters, then over the sds. Its standard normal
   * coordinates are mean / meanSd and log(sd / spread) / logSd.
   */
  readonly hyper: Prior<HyperName<Name>>;
  /** The sd of each mean, √(1 − E[sd²]). */
  readonly meanSd: number;
  /** The median of each sd. */
  readonly spread: number;
  /** The sd of its logarithm. */
  readonly logSd: number;
}

/**
 * The prior over populations of members that have, one by one, the prior given.
 *
 * @throws {RangeError} If spread or logSd is not positive, or E[sd²] = spread² exp(2 logSd²) is not
 * below 1.
 *
 * @example Usage
 * ```ts
 * import { chain } from "./chain.ts";
 * import { logNormal } from "./log_normal.ts";
 * import { populationPrior } from "./population_prior.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { hyper } = populationPrior(chain({ tau_m: logNormal({ median: 10, logSd: 0.2 }) }));
 * assertEquals(hyper.names, ["tau_m_mean", "tau_m_sd"]);
 * ```
 */
export function populationPrior<Name extends string>(
  member: Prior<Name>,
  { spread = 0.4, logSd = 0.5 }: PopulationPriorOptions = {},
): PopulationPrior<Name> {
  const action = "make population prior";
  positive(action, "spread", spread);
  positive(action, "logSd", logSd);
  const variance = spread ** 2 * Math.exp(2 * logSd ** 2);
  if (!(variance < 1)) {
    throw new RangeError(
      `Cannot ${action} as spread² exp(2 logSd²) must be < 1, the variance of the single prior: it ` +
        `is ${variance} for spread ${spread} and logSd ${logSd}`,
    );
  }
  const meanSd = Math.sqrt(1 - variance);
  const mean = normal({ mean: 0, sd: meanSd });
  const sd = logNormal({ median: spread, logSd });
  const links = Object.fromEntries([
    ...member.names.map((name) => [`${name}_mean`, mean]),
    ...member.names.map((name) => [`${name}_sd`, sd]),
  ]) as Record<HyperName<Name>, Link<HyperName<Name>>>;
  return Object.freeze({
    member,
    hyper: chain<HyperName<Name>>(links),
    meanSd,
    spread,
    logSd,
  });
}

/**
 * The coordinates z of members, [rows, dim], from their deviations ε: row i is of the population of
 * row i of `hyper`, or of its only row.
 *
 * @throws {RangeError} If the columns are not those of the population, or there are not as many
 * rows.
 *
 * @example Usage
 * ```ts
 * import { chain } from "./chain.ts";
 * import { normal } from "./normal.ts";
 * import { memberNormal, populationPrior } from "./population_prior.ts";
 * import { drawsOf } from "../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const population = populationPrior(chain({ mu: normal({ mean: 0, sd: 1 }) }));
 * const hyper = drawsOf(["mu_mean", "mu_sd"], [{ mu_mean: 1, mu_sd: 0.5 }]);
 * assertEquals([...memberNormal(population, hyper, Float64Array.of(-2, 0))], [0, 1]);
 * ```
 */
export function memberNormal<Name extends string>(
  { member, hyper: prior }: PopulationPrior<Name>,
  hyper: Draws<HyperName<Name>>,
  deviations: Float64Array,
): Float64Array {
  const action = "place members";
  const { count, values } = inOrder(action, hyper, prior.names);
  const dim = member.names.length;
  if (count !== 1) ofLength(action, "deviations", deviations, count * dim);
  return deviations.map((deviation, at) => {
    const j = at % dim, row = count === 1 ? 0 : Math.floor(at / dim);
    return values[row * 2 * dim + j] + values[row * 2 * dim + dim + j] * deviation;
  });
}

/** Populations in the units of their members' parameters. */
export interface PopulationInUnits<Name extends string = string> {
  /** The typical member: theta at the mean of z. */
  readonly median: Draws<Name>;
  /**
   * How far members differ: for each parameter half the distance between theta at mean − sd and at
   * mean + sd of its own z, the others at their means. Without bounds and for a linear T, the sd.
   */
  readonly spread: Draws<Name>;
}

/**
 * Populations in the units of their members' parameters. For a parameter whose prior depends on no
 * other, the first is the median of the population, and the second half the width of the interval
 * that holds its central 68 %; for others, given that the parameters they depend on are at theirs.
 *
 * @throws {RangeError} If the columns are not those of the population.
 *
 * @example Usage
 * ```ts
 * import { chain } from "./chain.ts";
 * import { normal } from "./normal.ts";
 * import { populationInUnits, populationPrior } from "./population_prior.ts";
 * import { drawsOf } from "../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const population = populationPrior(chain({ E_L: normal({ mean: -70, sd: 2 }) }));
 * const hyper = drawsOf(["E_L_mean", "E_L_sd"], [{ E_L_mean: 1, E_L_sd: 0.5 }]);
 * const { median, spread } = populationInUnits(population, hyper);
 * assertEquals([median.values[0], spread.values[0]], [-68, 1]);
 * ```
 */
export function populationInUnits<Name extends string>(
  { member, hyper: prior }: PopulationPrior<Name>,
  hyper: Draws<HyperName<Name>>,
): PopulationInUnits<Name> {
  const { count, values } = inOrder("measure populations", hyper, prior.names);
  const dim = member.names.length;
  const typical = new Float64Array(count * dim);
  for (let row = 0; row < count; row++) {
    typical.set(values.subarray(row * 2 * dim, row * 2 * dim + dim), row * dim);
  }
  const spread = new Float64Array(count * dim);
  for (let j = 0; j < dim; j++) {
    for (const side of [-1, 1]) {
      const moved = typical.slice();
      for (let row = 0; row < count; row++) {
        moved[row * dim + j] += side * values[row * 2 * dim + dim + j];
      }
      const theta = member.fromNormal(moved).values;
      for (let row = 0; row < count; row++) {
        spread[row * dim + j] += side * theta[row * dim + j] / 2;
      }
    }
  }
  return {
    median: member.fromNormal(typical),
    spread: { names: member.names, count, values: spread },
  };
}
