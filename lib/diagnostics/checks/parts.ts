/**
 * Parts of a model that diagnostics use. Every part is optional: what is missing is made
 * from the model's fields, or left out.
 *
 * @module
 */
import type { Draws } from "../../core/draws.ts";
import type { Batch } from "../../model/batch.ts";
import type { Fields } from "../../model/field.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { ObservationGroup } from "../calibration/groups.ts";
import type { Discrepancies } from "./predictive_ranks.ts";
import type { SbcQuantity } from "../calibration/sbc_quantities.ts";
import { standardSummaries } from "./standard_quantities.ts";
import type { Summarised } from "./summarised.ts";
import type { TestQuantity } from "./test_quantities.ts";
import type { Finding } from "../verdict.ts";

/** An observation, replicates of it, and the posterior draw behind each replicate. */
export interface Replication<Name extends string = string, X extends Fields = Fields> {
  /** One a draw. */
  readonly replicated: Batch<X>;
  /** A single observation. */
  readonly observed: Batch<X>;
  /** The posterior draw behind each replicate. */
  readonly draws: Draws<Name>;
}

/** A posterior predictive check of a model's own: its report, and what follows from it. */
export interface PredictiveCheck<
  Name extends string = string,
  X extends Fields = Fields,
  Report = unknown,
> {
  /** Under which the report stands in a diagnosis. */
  readonly name: string;
  /** Plain data, ready for JSON. */
  run(replication: Replication<Name, X>): Report;
  /** What follows from the report, as rows of the verdict. */
  findings(report: Report): Finding[];
}

/** What may be known of a model. */
export interface DiagnosticParts<Name extends string = string, X extends Fields = Fields> {
  /** Kinds of observations that can't be compared with one another; one kind if not given. */
  readonly kinds?: Kinds<X>;
  /** For posterior predictive p-values; those of {@linkcode standardQuantities} if not given. */
  readonly quantities?: readonly TestQuantity<X>[];
  /** Functions of the parameters whose calibration is tested beside products and distances. */
  readonly functions?: readonly SbcQuantity<Name>[];
  /**
   * Numbers that a misfit shows in, for the test for misspecification; the first set, which tells
   * observations apart, also finds reference points for TARP. {@linkcode standardSummaries} if not
   * given.
   */
  summarise?(observations: Batch<X>): Summarised;
  /** Observations among which calibration is tested by itself. */
  readonly groups?: readonly ObservationGroup<X>[];
  /** Posterior predictive checks of the model's own. */
  readonly checks?: readonly PredictiveCheck<Name, X>[];
  /** What is compared between an observation and its replicates; the quantities if not given. */
  readonly discrepancies?: Discrepancies<X>;
}

/**
 * The summaries of a model's own or the standard ones, and the kinds where the summaries have none.
 */
export function summariesOf<X extends Fields>(
  { kinds, summarise = standardSummaries }: Pick<
    DiagnosticParts<string, X>,
    "kinds" | "summarise"
  >,
  observations: Batch<X>,
): Summarised {
  const summarised = summarise(observations);
  const strata = summarised.strata ?? kinds?.of(observations);
  return { sets: summarised.sets, ...(strata && { strata }) };
}
