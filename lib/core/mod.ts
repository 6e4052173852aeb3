/**
 * Random streams from keys, named draws of parameters, and statistics of numbers.
 *
 * @module
 */
export { JUPYTER_DISPLAY, type MediaBundle, type Showable } from "./display.ts";
export { inOrder } from "./columns.ts";
export {
  column,
  dataset,
  type Draws,
  drawsOf,
  first,
  mapRows,
  type PosteriorDraws,
  row,
  stack,
  type Theta,
} from "./draws.ts";
export type { EpochReport, OnProgress } from "./history.ts";
export { fold, type Key, key, type Rng, stream } from "./random.ts";
export { correlation, mean, quantiles, sd } from "./stats.ts";
export { VERSION } from "./version.ts";
