/**
 * The parts of the leaky integrate-and-fire neuron that diagnostics use.
 *
 * @module
 */
import type { DiagnosticParts } from "../../../diagnostics/checks/parts.ts";
import type { DrawnCheck } from "../../../figures/diagnosis.ts";
import { INTERVAL_CHECK, voltageCheck } from "../../neuron/checks.ts";
import { NEURON_DISCREPANCIES } from "../../neuron/discrepancies.ts";
import { LIF_QUANTITIES } from "../../neuron/quantities.ts";
import { RATE_GROUPS } from "../../neuron/rate_groups.ts";
import { SPIKE_KINDS } from "../../neuron/spikes.ts";
import type { LifFields, LifParameter, SimConfig } from "../simulator/lif.ts";
import { driftVoltage } from "./lif_quantities.ts";
import { lifSummaries } from "./lif_summaries.ts";

/** All parts, and checks that can be drawn. */
export type LifDiagnosticParts =
  & Required<DiagnosticParts<LifParameter, LifFields>>
  & { readonly checks: readonly DrawnCheck<LifParameter, LifFields>[] };

/**
 * The parts for one experiment.
 *
 * @example Usage
 * ```ts
 * import { lifDiagnosticParts } from "./lif_parts.ts";
 * import { observationCheck } from "../../../diagnostics/checks/observation_check.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const sim = simConfig();
 * const model = { prior: lifPrior(), simulator: lif(sim) };
 * const { check } = observationCheck(key(1), model, lifDiagnosticParts(sim));
 * const { theta, observations } = simulateJoint(key(2), model, 1);
 * const voltage = observations.values.voltage.map((v) => v + 20);
 * const shifted = { ...observations, values: { ...observations.values, voltage } };
 * assert(check(key(3), shifted, theta).rejected.includes("replicates"));
 * ```
 */
export function lifDiagnosticParts(sim: SimConfig): LifDiagnosticParts {
  return {
    kinds: SPIKE_KINDS,
    quantities: LIF_QUANTITIES,
    functions: [driftVoltage(sim)],
    summarise: lifSummaries(sim),
    groups: RATE_GROUPS,
    checks: [voltageCheck("V_th"), INTERVAL_CHECK],
    discrepancies: NEURON_DISCREPANCIES,
  };
}
