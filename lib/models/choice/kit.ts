/**
 * Which of several models made a recording: a classifier behind an event-aware network, trained on
 * simulations of all of them.
 *
 * @module
 */
import { classifier } from "../../flows/classifier.ts";
import { type ModelChoice, modelChoice } from "../../model/model_choice.ts";
import { EVENT_TRAIN, eventSummary } from "../../workflow/event_network.ts";
import type { KitFamily } from "../../workflow/kit.ts";
import { experimentText } from "../gif/experiment.ts";
import { GIF_DEFAULTS, type GifConfig, gifConfig } from "../gif/config.ts";
import { gifSeries } from "../gif/series.ts";
import type { GifFields } from "../gif/simulator/gif.ts";
import { readGifRecording } from "../gif/reader.ts";
import { candidates } from "./candidates.ts";

/**
 * The models of one experiment as one, all equally probable.
 *
 * @throws {RangeError} If the experiment is none.
 *
 * @example Usage
 * ```ts
 * import { neuronChoice } from "./kit.ts";
 * import { gifConfig } from "../gif/config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(neuronChoice(gifConfig()).labels, ["LIF", "GIF", "AdEx"]);
 * ```
 */
export function neuronChoice(config: GifConfig): ModelChoice<GifFields> {
  return modelChoice(candidates(config), { name: "choice" });
}

const MODEL_TEXT =
  "leaky (LIF), generalised (GIF) or adaptive exponential (AdEx) integrate-and-fire";

/** Short recordings, of a few spikes: of long ones it is nearly always certain. */
const NUMBERS = Object.freeze({ ...GIF_DEFAULTS, T: 200, white_sd: 0 });

/** The classifier. */
const choiceKit: KitFamily<"model", GifFields> = {
  numbers: NUMBERS,
  kit(numbers) {
    const config = gifConfig(numbers), model = neuronChoice(config), series = gifSeries(config);
    return {
      name: "choice",
      model,
      summaries: series,
      architecture: { summary: eventSummary(series), estimator: classifier(model.weights) },
      labels: model.labels,
      read: (bytes) => readGifRecording(bytes, config),
      text: { model: MODEL_TEXT, experiment: experimentText(config), parameters: "" },
      train: EVENT_TRAIN,
    };
  },
};
export default choiceKit;
