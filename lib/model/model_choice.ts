/**
 * Several models as one whose parameter is the number of the model: an observation is simulated with
 * one of them, its own parameters drawn from its own prior, so that the posterior of the number is
 * that of the model. Radev et al. 2021, arXiv:2004.10629.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import { row } from "../core/draws.ts";
import { key } from "../core/random.ts";
import { categorical } from "../distributions/categorical.ts";
import { chain } from "../distributions/chain.ts";
import { checkFields } from "./check_batch.ts";
import type { Fields } from "./field.ts";
import type { Model } from "./model.ts";
import type { JointModel, Simulator } from "./simulator.ts";

/** Options of {@linkcode modelChoice}. */
export interface ModelChoiceOptions {
  /** What the choice is called in files and messages. */
  readonly name: string;
  /** Prior probabilities of the models up to a factor; equal if not given. */
  readonly weights?: readonly number[];
}

/** A model of models. */
export interface ModelChoice<X extends Fields = Fields> extends Model<"model", X> {
  /** The names of the models, in the order of their numbers. */
  readonly labels: readonly string[];
  /** Their prior probabilities, up to a factor. */
  readonly weights: readonly number[];
}

/**
 * The choice among models of the same fields. Conditions are sampled as by the first of them.
 *
 * @throws {RangeError} If there are fewer than two models, their fields or conditions differ, or
 * there is not a weight > 0 for each.
 *
 * @example Usage
 * ```ts
 * import { modelChoice } from "./model_choice.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { vector } from "./field.ts";
 * import { model } from "./model.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const shifted = (name: string, mean: number) =>
 *   model({
 *     name,
 *     prior: chain({ mu: normal({ mean, sd: 1 }) }),
 *     observables: { x: vector(["x"]) },
 *     simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 *   });
 * const either = modelChoice({ low: shifted("low", -9), high: shifted("high", 9) }, { name: "either" });
 * const { theta, observations } = simulateJoint(key(1), either, 20);
 * assertEquals([...observations.values.x].map((x) => Number(x > 0)), [...theta.values]);
 * ```
 */
export function modelChoice<X extends Fields>(
  models: Readonly<Record<string, JointModel<string, X>>>,
  { name, weights }: ModelChoiceOptions,
): ModelChoice<X> {
  const labels = Object.keys(models), parts = Object.values(models), action = "choose among models";
  integer(action, "number of models", parts.length, 2);
  if (weights && weights.length !== parts.length) {
    throw new RangeError(
      `Cannot ${action} as there must be a weight for each of ${labels.join(", ")}: there are ` +
        weights.length,
    );
  }
  const shares = weights ?? parts.map(() => 1);
  const [{ simulator: { fields, conditions } }] = parts;
  const given = conditions?.names ?? [];
  parts.forEach(({ simulator }, k) => {
    checkFields(`${action} of the fields of ${labels[0]}`, fields, simulator.fields);
    const own = simulator.conditions?.names ?? [];
    if (own.length === given.length && given.every((field) => own.includes(field))) return;
    throw new RangeError(
      `Cannot ${action} as all must have the conditions of ${labels[0]}, ` +
        `${given.join(", ") || "none"}: ${labels[k]} has ${own.join(", ") || "none"}`,
    );
  });
  const simulator: Simulator<"model", X> = {
    parameters: ["model"],
    fields,
    ...(conditions && { conditions }),
    simulate(rng, { model }, into) {
      const { prior, simulator } = parts[model];
      const theta = row(prior.sample(key(rng.uint32()), 1), 0);
      simulator.simulate(rng, theta, into);
    },
  };
  return { name, prior: chain({ model: categorical(shares) }), simulator, labels, weights: shares };
}
