/**
 * Kits of the generalised integrate-and-fire neuron: all parts but the network.
 *
 * @module
 */
import type { Architecture } from "../../flows/npe.ts";
import { quantity } from "../../diagnostics/calibration/sbc_quantities.ts";
import type { Guide } from "../../model/guide.ts";
import type { SummaryVariables } from "../../model/summary_variables.ts";
import type { TrainConfig } from "../../training/train_config.ts";
import type { Kit, KitDiagnostics, KitFamily, Numbers } from "../../workflow/kit.ts";
import { INTERVAL_CHECK, voltageCheck } from "../neuron/checks.ts";
import { NEURON_DISCREPANCIES } from "../neuron/discrepancies.ts";
import { LIF_QUANTITIES } from "../neuron/quantities.ts";
import { SPIKE_KINDS } from "../neuron/spikes.ts";
import { GIF_DEFAULTS, type GifConfig, gifConfig } from "./config.ts";
import { experimentText, MODEL_TEXT } from "./experiment.ts";
import { gifProblem } from "./likelihood/gif_problem.ts";
import type { GifParameter } from "./parameters.ts";
import { gifPrior, gifPriorText } from "./prior/gif.ts";
import { readGifRecording } from "./reader.ts";
import { gif, type GifFields } from "./simulator/gif.ts";

/** All numbers of the experiment. */
export const GIF_NUMBERS: Numbers = Object.freeze({ ...GIF_DEFAULTS });

/** Recordings of the standard numbers, and draws of their exact posteriors: `bench/gif_reference.ts`. */
const REFERENCES = new URL("../../../data/gif_reference_24.safetensors", import.meta.url);

/** What a kit of the neuron chooses. */
export interface GifChoices {
  /** What the kit is called in files and messages. */
  readonly name: string;
  /** What the network is fed with, beside the features of a guide. */
  summaries?(config: GifConfig): SummaryVariables<GifFields>;
  /** A first approximation of the posterior. */
  guide?(config: GifConfig): Guide<GifFields>;
  /** Networks. */
  architecture(config: GifConfig): Architecture;
  /** How it is trained. */
  readonly train: Partial<TrainConfig>;
}

/** What diagnostics look at. */
const DIAGNOSTICS: KitDiagnostics<GifParameter, GifFields> = {
  kinds: SPIKE_KINDS,
  quantities: LIF_QUANTITIES,
  functions: [quantity<GifParameter>("E_L + 150 / g_L", ({ E_L, g_L }) => E_L + 150 / g_L)],
  checks: [voltageCheck("V_T"), INTERVAL_CHECK],
  discrepancies: NEURON_DISCREPANCIES,
};

/**
 * The family of kits of these choices.
 *
 * @example Usage
 * ```ts
 * import { gifFamily } from "./kit.ts";
 * import { gifGuide } from "./guide/guide.ts";
 * import { couplingFlow } from "../../flows/coupling_flow.ts";
 * import { mlpSummary } from "../../networks/mlp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const family = gifFamily({
 *   name: "mine",
 *   guide: gifGuide,
 *   architecture: () => ({
 *     summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 32, widths: [64] }),
 *     estimator: couplingFlow(),
 *   }),
 *   train: { epochs: 10 },
 * });
 * const { model } = family.kit({ ...family.numbers, T: 500 });
 * assertEquals(model.simulator.fields.voltage.length, 1000);
 * ```
 */
export function gifFamily(choices: GifChoices): KitFamily<GifParameter, GifFields> {
  return {
    numbers: GIF_NUMBERS,
    kit(numbers): Kit<GifParameter, GifFields> {
      const config = gifConfig(numbers);
      const { name, summaries, guide, architecture, train } = choices;
      const isStandard = Object.entries(GIF_NUMBERS).every(([name, n]) => numbers[name] === n);
      return {
        name,
        model: { prior: gifPrior(), simulator: gif(config) },
        ...(summaries && { summaries: summaries(config) }),
        ...(guide && { guide: guide(config) }),
        architecture: architecture(config),
        train,
        exact: (observation) => gifProblem(observation, config),
        diagnostics: DIAGNOSTICS,
        read: (bytes) => readGifRecording(bytes, config),
        text: {
          model: MODEL_TEXT,
          experiment: experimentText(config),
          parameters: gifPriorText(),
        },
        ...(isStandard && { references: REFERENCES }),
      };
    },
  };
}
