/**
 * The generalised integrate-and-fire neuron under a known current: simulator, prior, exact
 * likelihood with its gradient, guide, and kits of these.
 *
 * @module
 */
export { GIF_DEFAULTS, type GifConfig, gifConfig, type GifGrid } from "./config.ts";
export { gifGuide } from "./guide/guide.ts";
export { type GifChoices, gifFamily } from "./kit.ts";
export { default as gifKit } from "./kits/guided.ts";
export { default as learnedGifKit } from "./kits/learned.ts";
export {
  type GifExpand,
  gifExpand,
  type GifExpansion,
  gifExpansion,
} from "./likelihood/gif_expansion.ts";
export { gifHazard } from "./likelihood/gif_hazard.ts";
export { gifLikelihood } from "./likelihood/gif_likelihood.ts";
export { type ExpandNormal, gifMode, gifPosteriorExpand } from "./likelihood/gif_mode.ts";
export { gifProblem } from "./likelihood/gif_problem.ts";
export { type GifTrace, gifTrace } from "./likelihood/gif_trace.ts";
export { maskVoltage, seenSamples } from "./mask.ts";
export { GIF_PARAMETERS, type GifParameter } from "./parameters.ts";
export { gifPrior } from "./prior/gif.ts";
export { readGifRecording } from "./reader.ts";
export { gif, GIF_STIMULI, type GifFields, integrateGif } from "./simulator/gif.ts";
