/**
 * What diagnostics look at in recordings of the adaptive exponential integrate-and-fire neuron.
 *
 * @module
 */
import { quantity } from "../../../diagnostics/calibration/sbc_quantities.ts";
import type { Summarised } from "../../../diagnostics/checks/summarised.ts";
import type { Batch } from "../../../model/batch.ts";
import { summarise } from "../../../model/summary_variables.ts";
import { INTERVAL_CHECK, voltageCheck } from "../../neuron/checks.ts";
import { NEURON_DISCREPANCIES } from "../../neuron/discrepancies.ts";
import { neuronFeatures } from "../../neuron/features.ts";
import { LIF_QUANTITIES } from "../../neuron/quantities.ts";
import { RATE_GROUPS } from "../../neuron/rate_groups.ts";
import { SPIKE_KINDS } from "../../neuron/spikes.ts";
import type { KitDiagnostics } from "../../../workflow/kit.ts";
import type { AdexFields, AdexParameter } from "../simulator/config.ts";

/** The features, for the test for misspecification. */
function featuresOf(observations: Batch<AdexFields>): Summarised {
  const variables = neuronFeatures(observations.fields);
  const values = summarise(variables, observations);
  return {
    sets: { features: { names: variables.names, count: observations.count, values } },
    strata: SPIKE_KINDS.of(observations),
  };
}

/**
 * The parts. The membrane time constant and the distance from rest to
 * threshold are sharper in a recording than the parameters they are made of.
 */
export const ADEX_PARTS: KitDiagnostics<AdexParameter, AdexFields> = {
  kinds: SPIKE_KINDS,
  quantities: LIF_QUANTITIES,
  functions: [
    quantity<AdexParameter>("C / g_L", ({ C, g_L }) => C / g_L),
    quantity<AdexParameter>("V_T - E_L", ({ V_T, E_L }) => V_T - E_L),
  ],
  summarise: featuresOf,
  groups: RATE_GROUPS,
  checks: [voltageCheck("V_T"), INTERVAL_CHECK],
  discrepancies: NEURON_DISCREPANCIES,
};
