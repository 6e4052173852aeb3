/**
 * What a population adds to what is known of its members: each member's posterior given all
 * observations beside its posterior given its own, under the single prior. The first is drawn
 * towards the population, the more so the less a member's own observation says.
 *
 * @module
 */
import { between } from "../../core/check.ts";
import { column, dataset, type Draws, type PosteriorDraws } from "../../core/draws.ts";
import { mean, quantiles } from "../../core/stats.ts";
import { checkPairing } from "./pairing.ts";

/** A central interval of a posterior. */
export interface CentralInterval {
  /** Its lower end. */
  readonly lower: number;
  /** Its middle. */
  readonly median: number;
  /** Its upper end. */
  readonly upper: number;
}

/** One member. */
export interface ShrinkagePoint {
  /** Behind its observation. */
  readonly truth: number;
  /** Given its own observation. */
  readonly alone: CentralInterval;
  /** Given those of all members. */
  readonly together: CentralInterval;
}

/** One parameter of all members. */
export interface ParameterShrinkage<Name extends string = string> {
  /** The parameter. */
  readonly name: Name;
  /** One a member. */
  readonly points: readonly ShrinkagePoint[];
  /** Root mean squared error of posterior means, in the parameter's unit. */
  readonly error: { readonly alone: number; readonly together: number };
}

/** All parameters of all members. Plain data, ready for JSON. */
export interface ShrinkageReport<Name extends string = string> {
  /** The posterior mass of the intervals. */
  readonly level: number;
  /** Number of members. */
  readonly members: number;
  /** One a parameter. */
  readonly parameters: readonly ParameterShrinkage<Name>[];
}

function intervalOf(values: Float64Array, level: number): CentralInterval {
  const tail = (1 - level) / 2;
  const [lower, median, upper] = quantiles(values, [tail, 0.5, 1 - tail]);
  return { lower, median, upper };
}

/**
 * Compares members' posteriors with and without their population.
 *
 * @param alone Draws of each member's posterior given its own observation.
 * @param together Those given all members' observations, of the same parameters in the same order.
 * @param truth Of the members, a row each.
 * @param options.level The posterior mass of the intervals, 0.9 if not given.
 * @throws {RangeError} If they are not of the same members and parameters, or a value is not finite.
 *
 * @example Usage
 * ```ts
 * import { shrinkage } from "./shrinkage.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(10, 12) };
 * const alone = { names, datasets: 2, count: 2, values: Float64Array.of(6, 10, 12, 16) };
 * const together = { names, datasets: 2, count: 2, values: Float64Array.of(9, 10, 12, 13) };
 * assertEquals(shrinkage(alone, together, truth).parameters[0].error, { alone: 2, together: 0.5 });
 * ```
 */
export function shrinkage<Name extends string>(
  alone: PosteriorDraws<Name>,
  together: PosteriorDraws<NoInfer<Name>>,
  truth: Draws<NoInfer<Name>>,
  { level = 0.9 }: { readonly level?: number } = {},
): ShrinkageReport<Name> {
  const action = "compare members";
  checkPairing(action, alone, truth);
  checkPairing(action, together, truth);
  between(action, "level", level, [0, 1]);
  const parameters = truth.names.map((name): ParameterShrinkage<Name> => {
    const truths = column<Name>(truth, name);
    const drawsOf = (posterior: PosteriorDraws<Name>) =>
      Array.from(truths, (_, i) => column<Name>(dataset(posterior, i), name));
    const [own, all] = [drawsOf(alone), drawsOf(together)];
    const error = (draws: readonly Float64Array[]) =>
      Math.sqrt(mean(draws.map((values, i) => (mean(values) - truths[i]) ** 2)));
    return {
      name,
      points: Array.from(truths, (truth, i) => ({
        truth,
        alone: intervalOf(own[i], level),
        together: intervalOf(all[i], level),
      })),
      error: { alone: error(own), together: error(all) },
    };
  });
  return { level, members: truth.count, parameters };
}
