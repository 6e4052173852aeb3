/**
 * The neuron as a family of kits, whose numbers are those of the experiment.
 *
 * @module
 */
import type { BuildSummary } from "../../flows/npe.ts";
import type { SummaryVariables } from "../../model/summary_variables.ts";
import { EVENT_TRAIN, eventEstimator } from "../../workflow/event_network.ts";
import type { Kit, KitFamily } from "../../workflow/kit.ts";
import { ADEX_PARTS } from "./checks/adex_parts.ts";
import { experimentText, MODEL_TEXT } from "./experiment.ts";
import { adexParametersText, adexPrior } from "./prior/adex.ts";
import { readAdexRecording } from "./reader.ts";
import { adex } from "./simulator/adex.ts";
import {
  ADEX_DEFAULTS,
  type AdexConfig,
  adexConfig,
  type AdexFields,
  type AdexParameter,
} from "./simulator/config.ts";

/** What a kit of the neuron chooses. */
export interface AdexChoices {
  /** What the kit is called in files and messages. */
  readonly name: string;
  /** What the network is fed with. */
  summaries(config: AdexConfig): SummaryVariables<AdexFields>;
  /** Makes the summary network. */
  network(config: AdexConfig): BuildSummary;
}

/**
 * The family of kits of these choices: likelihood-free, with a spline coupling flow.
 *
 * @example Usage
 * ```ts
 * import { adexFamily } from "./kit.ts";
 * import { timeSeriesOf } from "../../model/summary_variables.ts";
 * import { recurrentSummary } from "../../networks/recurrent_summary.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const family = adexFamily({
 *   name: "recurrent",
 *   summaries: ({ T, dt }) => timeSeriesOf(["voltage", "current"], T / dt),
 *   network: () => (scope, [, channels]) => recurrentSummary(scope, { channels, dim: 32 }),
 * });
 * const { model } = family.kit({ ...family.numbers, T: 100 });
 * assertEquals(model.simulator.fields.voltage.length, 500);
 * ```
 */
export function adexFamily(
  { name, summaries, network }: AdexChoices,
): KitFamily<AdexParameter, AdexFields> {
  return {
    numbers: { ...ADEX_DEFAULTS },
    kit(numbers): Kit<AdexParameter, AdexFields> {
      const config = adexConfig(numbers);
      return {
        name,
        model: { prior: adexPrior(), simulator: adex(config) },
        summaries: summaries(config),
        architecture: { summary: network(config), estimator: eventEstimator },
        train: EVENT_TRAIN,
        diagnostics: ADEX_PARTS,
        read: (bytes) => readAdexRecording(bytes, config),
        text: {
          model: MODEL_TEXT,
          experiment: experimentText(config),
          parameters: adexParametersText(),
        },
      };
    },
  };
}
