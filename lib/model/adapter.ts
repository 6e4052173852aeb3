/**
 * The adapter stands between physical units and a network's standard units: it turns a data set
 * into inference variables (theta in a flow's coordinates) and summary variables (observations as
 * standardised arrays).
 *
 * @module
 */
import { ofLength } from "../core/check.ts";
import type { Prior } from "../distributions/prior.ts";
import type { Batch } from "./batch.ts";
import { jointCoordinates } from "./coordinates.ts";
import type { Dataset } from "./dataset.ts";
import type { Fields } from "./field.ts";
import { featuresOf, type Guide } from "./guide.ts";
import type { Standardisation } from "./standardisation.ts";
import {
  beside,
  keptNames,
  nameIndices,
  summarise,
  type SummaryVariables,
} from "./summary_variables.ts";
import { normalTransform, type Transform } from "./transform.ts";

/** Rows ready for training, in standard units, row-major. */
export interface TrainingRows {
  /** The number of rows. */
  readonly count: number;
  /** [count, dim]. */
  readonly inferenceVariables: Float32Array;
  /** [count, ...summaryShape]. */
  readonly summaryVariables: Float32Array;
}

/** Standardised values beyond this are cut: a rare statistic must not rule a network. */
const LIMIT = 10;

/** What a network is fed with: a guide's features, summaries, or the former before the latter. */
export interface InputParts<X extends Fields = Fields> {
  /** Numbers about an observation, if not only a guide's features. */
  readonly summaries?: SummaryVariables<X> | undefined;
  /** What approximates the posterior of an observation, if there is such. */
  readonly guide?: Guide<X> | undefined;
}

/** What an adapter is made of. */
export interface AdapterParts<Name extends string = string, X extends Fields = Fields>
  extends InputParts<X> {
  /** Of the parameters that are inferred. */
  readonly prior: Prior<Name>;
  /** The fields of observations, as a simulator declares them. */
  readonly fields: X;
  /** Of {@linkcode networkInputs}. */
  readonly standardisation: Standardisation;
  /** What the flow learns in: if there is no guide, the prior's standard normal coordinates. */
  readonly transform?: Transform | undefined;
}

/** Observations as a network and its flow see them. */
export interface Prepared {
  /** Standardised, [count, ...summaryShape]. */
  readonly summaryVariables: Float32Array;
  /** The transform of an observation. */
  transform(observation: number): Transform;
}

/** Between physical units and standard units. */
export interface Adapter<Name extends string = string, X extends Fields = Fields> {
  /** Of the parameters that are inferred. */
  readonly prior: Prior<Name>;
  /** What observations consist of: others have no place in a network trained on these. */
  readonly fields: X;
  /** The shape of one observation's summary variables. */
  readonly summaryShape: readonly number[];
  /** Kept with the weights. */
  readonly standardisation: Standardisation;
  /** Whether no draw can leave the prior's support. */
  readonly withinSupport: boolean;
  /** Observations, of these fields, as a network and its flow see them. */
  prepare(observations: Batch<X>): Prepared;
  /** A data set in standard units. Inference variables are those the data set was drawn with. */
  adapt(dataset: Dataset<Name, X>): TrainingRows;
}

/**
 * All that a network is fed with, before it is standardised.
 *
 * @throws {TypeError} If it is nothing.
 */
export function networkInputs<X extends Fields>(
  { guide, summaries }: InputParts<X>,
): SummaryVariables<X> {
  if (guide && summaries) return beside([featuresOf(guide), summaries]);
  if (guide) return featuresOf(guide);
  if (summaries) return summaries;
  throw new TypeError(
    "Cannot feed network as there must be summaries, a guide, or both: neither is given",
  );
}

/** A guide's features of observations, written into every `size` values, and their transforms. */
function guideRows<X extends Fields>(
  guide: Guide<X>,
  observations: Batch<X>,
  size: number,
): { readonly rows: Float32Array; transform(observation: number): Transform } {
  const width = guide.names.length;
  const rows = new Float32Array(observations.count * size);
  const guided = Array.from({ length: observations.count }, (_, i) => {
    const own = guide.of(observations, i);
    if (own.features.length !== width) {
      throw new RangeError(
        `Cannot guide as there must be one feature for each of ${width} names: observation ${i} has ` +
          `${own.features.length}`,
      );
    }
    rows.set(own.features, i * size);
    return own;
  });
  let last: { readonly observation: number; readonly transform: Transform } | undefined;
  return {
    rows,
    transform(observation) {
      if (last?.observation !== observation) {
        last = { observation, transform: guided[observation].transform() };
      }
      return last.transform;
    },
  };
}

/**
 * The adapter of a prior, what a network is fed with, and what its flow learns in.
 *
 * @throws {TypeError} If there is nothing to feed a network with, or both a guide, which has
 * transforms of its own, and a transform.
 * @throws {RangeError} If the standardisation is not of so many names.
 *
 * @example Usage
 * ```ts
 * import { adapter } from "./adapter.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif, simConfig } from "../models/lif/simulator/lif.ts";
 * import { fitStandardisation } from "./standardisation.ts";
 * import { lifStatistics } from "../models/lif/statistics/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = lifPrior();
 * const simulator = lif();
 * const data = simulateJoint(key(1), { prior, simulator }, 20);
 * const summaries = lifStatistics(simConfig());
 * const standardisation = fitStandardisation(summaries, data.observations);
 * const { adapt } = adapter({ prior, fields: simulator.fields, summaries, standardisation });
 * assertEquals(adapt(data).inferenceVariables.length, 20 * 6);
 * ```
 */
export function adapter<Name extends string, X extends Fields>(
  { prior, fields, summaries, guide, standardisation, transform }: AdapterParts<Name, X>,
): Adapter<Name, X> {
  if (guide && transform) {
    throw new TypeError(
      "Cannot make adapter as there must be a transform or a guide, which has its own: both are given",
    );
  }
  const inputs = networkInputs({ guide, summaries });
  const { mean, sd } = standardisation;
  ofLength("make adapter", "standardisation.mean", mean, inputs.names.length);
  const nameOf = nameIndices(inputs);
  const size = nameOf.length;
  const limit = Float64Array.from(keptNames(inputs), (kept) => kept ? Infinity : LIMIT);
  const fixed = transform ?? normalTransform;

  function standardise(values: Float32Array): Float32Array {
    for (let next = 0; next < values.length;) {
      for (let j = 0; j < size; j++, next++) {
        const name = nameOf[j];
        const standard = (values[next] - mean[name]) / sd[name];
        values[next] = Math.min(limit[name], Math.max(-limit[name], standard));
      }
    }
    return values;
  }

  /** The rows of `inputs`, each guide made once, and the transforms. */
  function prepare(observations: Batch<X>): Prepared {
    if (!guide) {
      const rows = summarise(inputs, observations);
      return { summaryVariables: standardise(rows), transform: () => fixed };
    }
    const { rows, transform } = guideRows(guide, observations, size);
    if (summaries) {
      const others = summarise(summaries, observations);
      const first = guide.names.length, width = size - first;
      for (let i = 0; i < observations.count; i++) {
        rows.set(others.subarray(i * width, (i + 1) * width), i * size + first);
      }
    }
    return { summaryVariables: standardise(rows), transform };
  }

  return {
    prior,
    fields,
    summaryShape: inputs.shape,
    standardisation,
    withinSupport: fixed.domain !== "reals",
    prepare,
    adapt({ theta, z, observations }) {
      const { summaryVariables, transform } = prepare(observations);
      const { values } = jointCoordinates(prior, { theta, z }, transform);
      return {
        count: theta.count,
        inferenceVariables: new Float32Array(values),
        summaryVariables,
      };
    },
  };
}
