/**
 * The networks that suit series with events, such as recordings of a spiking neuron, where
 * simulations are cheap enough to be used once: event-aligned pooling, and a spline coupling flow.
 *
 * @module
 */
import { couplingFlow } from "../flows/coupling_flow.ts";
import type { BuildEstimator } from "../flows/estimator.ts";
import type { Architecture, BuildSummary } from "../flows/npe.ts";
import { rationalQuadraticSpline } from "../flows/rational_quadratic_spline.ts";
import type { EventSeries } from "../model/event_series.ts";
import { eventPooling } from "../networks/event_pooling.ts";
import type { TrainConfig } from "../training/train_config.ts";

/** What the network must know of the series that it reads. */
export type EventCodes = Pick<EventSeries<never>, "codes" | "bins">;

/** The estimator of both. */
export const eventEstimator: BuildEstimator = couplingFlow({
  depth: 4,
  family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
  widths: [96, 96],
});

/** The summary network alone, for another estimator. */
export function eventSummary({ codes, bins }: EventCodes): BuildSummary {
  return (scope, shape) => eventPooling(scope, { shape, codes, bins, dim: 64, widths: [128, 128] });
}

/**
 * Both networks, for series such as {@linkcode ../model/event_series.ts | eventSeries} makes.
 *
 * @example Usage
 * ```ts
 * import { eventArchitecture } from "./event_network.ts";
 * import { npe } from "../flows/npe.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const architecture = eventArchitecture({ codes: 2, bins: 55 });
 * using networks = npe(key(45), { dim: 6, summaryShape: [1000, 4] }, architecture);
 * assertEquals(networks.summary.dim, 64);
 * ```
 */
export function eventArchitecture(series: EventCodes): Architecture {
  return { summary: eventSummary(series), estimator: eventEstimator };
}

/**
 * How they are trained: every pass has simulations of its own, so nothing is learned by heart. How
 * much is simulated suits a model of some ten parameters.
 */
export const EVENT_TRAIN: Partial<TrainConfig> = Object.freeze({
  n_train: 20_480,
  n_val: 2_000,
  epochs: 30,
  batch_size: 128,
  seed: 45,
  refresh: 1,
  muon: 1,
  learning_rate: 5e-3,
  weight_decay: 0.1,
  warmup: 0.05,
  clip_norm: 1.5,
});
