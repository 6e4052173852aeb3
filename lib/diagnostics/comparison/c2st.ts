/**
 * The classifier two-sample test (C2ST): the accuracy with which a classifier distinguishes
 * two sets of draws, on rows it was not trained on. 0.5: indistinguishable; 1: perfectly separable.
 * Lopez-Paz & Oquab 2017, arXiv:1610.06545; in the definition of Lueckmann et al. 2021,
 * arXiv:2101.04653 (`sbibm/metrics/c2st.py`), so that numbers can be laid beside published ones.
 *
 * @module
 */
import { integer } from "../../core/check.ts";
import type { Draws } from "../../core/draws.ts";
import { fold, type Key, shuffled } from "../../core/random.ts";
import { mean, standardise } from "../../core/stats.ts";
import type { Classifier, LabelledRows } from "./classifier.ts";
import { checkComparison, moments } from "./check_comparison.ts";
import { mlpClassifier } from "./mlp_classifier.ts";

/** How well two sets of draws can be distinguished. Plain data, ready for JSON. */
export interface C2stReport {
  /** Mean accuracy over the folds: 0.5 if the sets look alike, 1 if they are disjoint. */
  readonly accuracy: number;
  /** The accuracy in each fold. */
  readonly folds: readonly number[];
  /** Draws in each set. */
  readonly count: number;
  /**
   * The sd of the accuracy if both sets come from one distribution, 1 / √(4 · 2 count): Lopez-Paz &
   * Oquab, section 3. The folds share their training rows, so take it as a lower bound.
   */
  readonly chanceSd: number;
}

/** The options of {@linkcode c2st}. */
export interface C2stOptions {
  /** {@linkcode mlpClassifier} if not given: sbibm's, and scikit-learn's. */
  readonly classifier?: Classifier;
  /** Parts for cross-validation, 5 if not given. */
  readonly folds?: number;
}

const ACTION = "compare draws";

/** Values beyond so many sds are as far as that: no classifier needs more to distinguish them. */
const FAR = 1e3;

/** Both sets, by mean and sd of the first, [2 count, dim]. */
function labelledRows(reference: Draws, draws: Draws): LabelledRows {
  const { count } = reference;
  const both = new Float64Array(reference.values.length + draws.values.length);
  both.set(reference.values);
  both.set(draws.values, reference.values.length);
  const rows = standardise(both, moments(reference)).map((value) =>
    Math.max(-FAR, Math.min(FAR, value))
  );
  return { rows, labels: new Uint8Array(2 * count).fill(1, count) };
}

function select({ rows, labels }: LabelledRows, indices: Uint32Array): LabelledRows {
  const dim = rows.length / labels.length;
  const selected = new Float64Array(indices.length * dim);
  indices.forEach((index, i) => {
    selected.set(rows.subarray(index * dim, (index + 1) * dim), i * dim);
  });
  return { rows: selected, labels: Uint8Array.from(indices, (index) => labels[index]) };
}

/**
 * Tests whether draws can be distinguished from reference draws, by cross-validated accuracy. Takes
 * about 20 seconds for 1,000 six-dimensional draws in each set.
 *
 * @param key Deals the folds, and each of them a key of its own for its classifier.
 * @param reference [count, names.length], such as draws from the exact posterior: its mean and sd
 * standardise both sets.
 * @param draws [count, names.length].
 * @throws {RangeError} If the parameters differ, a value is not finite, a parameter of the
 * reference never varies, the sets differ in size (guessing the larger one would then beat chance)
 * or there are fewer than two folds or fewer draws in a set than folds.
 *
 * @example Usage
 * ```ts
 * import { c2st } from "./c2st.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const exact = { names, count: 50, values: normals(key(1), 50) };
 * const shifted = { names, count: 50, values: normals(key(2), 50).map((z) => z + 6) };
 * assert(c2st(key(45), exact, shifted).accuracy > 0.95);
 * ```
 */
export function c2st<Name extends string>(
  key: Key,
  reference: Draws<Name>,
  draws: Draws<NoInfer<Name>>,
  { classifier = mlpClassifier, folds = 5 }: C2stOptions = {},
): C2stReport {
  const { count } = reference;
  checkComparison(ACTION, reference, draws);
  integer(ACTION, "folds", folds, 2);
  integer(ACTION, "reference.count", count, folds);
  if (draws.count !== count) {
    throw new RangeError(
      `Cannot ${ACTION} as draws.count must be reference.count = ${count}: current value is ${draws.count}`,
    );
  }
  const both = labelledRows(reference, draws);
  const order = shuffled(fold(key, "folds"), 2 * count);
  // The first folds have a row more if the rows don't divide, as in scikit-learn's KFold.
  const start = (part: number) =>
    part * Math.floor(2 * count / folds) + Math.min(part, 2 * count % folds);
  const accuracies = Array.from({ length: folds }, (_, part) => {
    const heldOut = select(both, order.subarray(start(part), start(part + 1)));
    const training = select(
      both,
      order.filter((_, i) => i < start(part) || i >= start(part + 1)),
    );
    const guesses = classifier(fold(key, part), training, heldOut.rows);
    return mean(heldOut.labels.map((label, i) => Number(label === guesses[i])));
  });
  return {
    accuracy: mean(accuracies),
    folds: accuracies,
    count,
    chanceSd: 1 / Math.sqrt(8 * count),
  };
}
