/**
 * The adaptive exponential integrate-and-fire neuron with a noise current: simulator, prior,
 * published neurons, and a kit.
 *
 * @module
 */
export { type AdexChoices, adexFamily } from "./kit.ts";
export { default as adexKit } from "./kits/learned.ts";
export { adexPrior } from "./prior/adex.ts";
export { readAdexRecording } from "./reader.ts";
export { ADEX_REGIMES, type AdexRegime, type AdexRegimeName } from "./regimes.ts";
export { adex, adexStimuli } from "./simulator/adex.ts";
export {
  ADEX_PARAMETERS,
  type AdexConfig,
  adexConfig,
  type AdexFields,
  type AdexParameter,
} from "./simulator/config.ts";
export { type AdexInput, integrateAdex } from "./simulator/integrate.ts";
