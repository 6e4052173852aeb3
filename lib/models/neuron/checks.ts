/**
 * The posterior predictive checks of recordings of a neuron: voltage and spike count, as in the
 * original study, and the distribution of intervals.
 *
 * @module
 */
import type { NeuronFields, SpikeFields } from "./fields.ts";
import { column, first } from "../../core/draws.ts";
import type { DrawnCheck } from "../../figures/diagnosis.ts";
import { firstObservations } from "../../model/batch.ts";
import { intervalsFigure } from "./figures/intervals.ts";
import { spikeCountFigure, voltageFigure } from "./figures/predictive.ts";
import { type IntervalReport, intervals } from "./intervals.ts";
import { predictive, type PredictiveReport } from "./predictive.ts";
import { predictiveTable } from "./predictive_table.ts";
import { intervalFindings, predictiveFindings } from "./predictive_findings.ts";

/** Replicates behind the pointwise bands, as in the original study. */
const POINTWISE = 200;

/**
 * The voltage sample by sample, and the number of spikes.
 *
 * @param threshold The parameter that is the threshold.
 *
 * @example Usage
 * ```ts
 * import { voltageCheck } from "./checks.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(voltageCheck("V_th").name, "voltage");
 * ```
 */
export function voltageCheck<Name extends string>(
  threshold: Name,
): DrawnCheck<Name, NeuronFields, PredictiveReport> {
  return {
    name: "voltage",
    run: ({ replicated, observed, draws }) => {
      const few = Math.min(POINTWISE, replicated.count);
      const thresholds = column(first(draws, few), threshold);
      return predictive(firstObservations(replicated, few), observed, { thresholds });
    },
    findings: predictiveFindings,
    figures: (report) => ({
      voltage: voltageFigure(report),
      spikecount: spikeCountFigure(report),
    }),
    text: (report) => predictiveTable(report).text,
  };
}

/** The distribution of inter-spike intervals. */
export const INTERVAL_CHECK: DrawnCheck<string, SpikeFields, IntervalReport> = {
  name: "intervals",
  run: ({ replicated, observed }) => intervals(replicated, observed),
  findings: intervalFindings,
  figures: (report) => report.pValue === null ? {} : { intervals: intervalsFigure(report) },
};
