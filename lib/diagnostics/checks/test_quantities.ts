/**
 * Posterior predictive p-values: for a test quantity T, how an observation's T(x) stands among
 * those of replicates from its own posterior (Gelman, Meng & Stern 1996, Statistica Sinica 6,
 * 733–807).
 *
 * One-sided, P(T(rep) ≥ T(x)) and P(T(rep) ≤ T(x)) with ties counted by half (mid-p), the
 * observation counted in; two-sided, twice the smaller of the two. As the observation has shaped
 * the posterior, these p-values gather about 0.5 where the model is right: one below 0.05 is rarer
 * than that.
 *
 * A quantity may be undefined for an observation, as the interval is where nothing spiked. Then
 * being undefined is one more outcome, as surprising as it is rare among the replicates: with a
 * share u of replicates undefined and d = 1 − u defined, a value with a two-sided p among the
 * defined ones has p-value d p, plus u if u ≤ d p; no value has p-value min(1, 2 u). That is the
 * chance of an outcome at most as likely, so the level is kept.
 *
 * @module
 */
import { type Fields, fieldSize } from "../../model/field.ts";
import { integer, ofLength } from "../../core/check.ts";
import type { Batch } from "../../model/batch.ts";
import { holm } from "../../core/stats.ts";

/** A number about one observation. */
export interface TestQuantity<X extends Fields = Fields> {
  /** In a table or figure, such as "first spike". */
  readonly name: string;
  /** Such as "ms"; empty if it has none. */
  readonly unit: string;
  /** Of observation `index`; NaN where it is undefined, such as a latency where nothing spiked. */
  evaluate(observations: Batch<X>, index: number): number;
}

/** One quantity of an observation and its replicates. Plain data, ready for JSON. */
export interface QuantityCheck {
  /** Of the quantity. */
  readonly name: string;
  /** Of the quantity; empty if it has none. */
  readonly unit: string;
  /** Null where it is undefined. */
  readonly observed: number | null;
  /** Of the replicates where it is defined. */
  readonly replicated: readonly number[];
  /** Replicates where it is not. */
  readonly undefinedReplicates: number;
  /** Of T(rep) ≤ T(x) and T(rep) ≥ T(x) among the defined, mid-p; null where T(x) is undefined. */
  readonly lower: number | null;
  /** Of T(rep) ≥ T(x); null where T(x) is undefined. */
  readonly upper: number | null;
  /** Two-sided. */
  readonly pValue: number;
  /** Adjusted by Holm's method for the number of quantities. */
  readonly adjustedPValue: number;
}

/** The test quantities of one observation. */
export interface QuantityReport {
  /** How many there are. */
  readonly replicates: number;
  /** One a quantity. */
  readonly quantities: readonly QuantityCheck[];
}

function check(
  { name, unit }: { readonly name: string; readonly unit: string },
  observed: number,
  all: readonly number[],
): Omit<QuantityCheck, "adjustedPValue"> {
  const replicated = all.filter((value) => !Number.isNaN(value));
  const undefinedReplicates = all.length - replicated.length;
  const common = { name, unit, replicated, undefinedReplicates };
  const outcomes = all.length + 1; // the observation is one of them
  if (Number.isNaN(observed)) {
    const share = (undefinedReplicates + 1) / outcomes;
    return {
      ...common,
      observed: null,
      lower: null,
      upper: null,
      pValue: Math.min(1, 2 * share),
    };
  }
  const below = replicated.filter((value) => value < observed).length;
  const tied = replicated.filter((value) => value === observed).length + 1;
  const defined = replicated.length + 1;
  const lower = (below + tied / 2) / defined;
  const share = defined / outcomes;
  const within = share * 2 * Math.min(lower, 1 - lower);
  const beyond = 1 - share <= within ? 1 - share : 0;
  return { ...common, observed, lower, upper: 1 - lower, pValue: Math.min(1, within + beyond) };
}

/**
 * Compares test quantities of an observation with those of replicates.
 *
 * @param replicated One for each posterior draw.
 * @param observed A single observation.
 * @throws {RangeError} If `observed` is not one observation, there are no replicates or no
 * quantities, or a field has the wrong length.
 *
 * @example Usage
 * ```ts
 * import { testQuantities } from "./test_quantities.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { observation } from "../../model/batch.ts";
 * import { LIF_QUANTITIES } from "../../models/neuron/quantities.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const { observations } = simulateJoint(key(1), model, 50);
 * const peak = {
 *   name: "highest voltage",
 *   unit: "mV",
 *   evaluate: (all: typeof observations, i: number) =>
 *     Math.max(...observation(all, i).values.voltage),
 * };
 * const { quantities } = testQuantities(observations, observation(observations, 0), [
 *   ...LIF_QUANTITIES,
 *   peak,
 * ]);
 * assert(quantities.every(({ adjustedPValue }) => adjustedPValue > 0.05));
 * ```
 */
export function testQuantities<X extends Fields>(
  replicated: Batch<X>,
  observed: Batch<X>,
  quantities: readonly TestQuantity<X>[],
): QuantityReport {
  const action = "check test quantities";
  ofLength(action, "observed", { length: observed.count }, 1);
  integer(action, "replicated.count", replicated.count, 1);
  integer(action, "quantities.length", quantities.length, 1);
  for (const [name, observations] of Object.entries({ replicated, observed })) {
    for (const [field, values] of Object.entries<Float32Array>(observations.values)) {
      const size = fieldSize(observations.fields[field]);
      ofLength(action, `${name}.${field}`, values, observations.count * size);
    }
  }
  const checks = quantities.map((quantity) =>
    check(
      quantity,
      quantity.evaluate(observed, 0),
      Array.from({ length: replicated.count }, (_, i) => quantity.evaluate(replicated, i)),
    )
  );
  const adjusted = holm(checks.map(({ pValue }) => pValue));
  return {
    replicates: replicated.count,
    quantities: checks.map((one, i) => ({ ...one, adjustedPValue: adjusted[i] })),
  };
}
