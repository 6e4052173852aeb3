/**
 * What the kits to compare are put together from: how a recording is summarised, and how the
 * posterior is estimated from that.
 *
 * @module
 */
import { affineFamily } from "../../lib/flows/affine_family.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { couplingFlow, type CouplingFlowOptions } from "../../lib/flows/coupling_flow.ts";
import { ensemble } from "../../lib/flows/ensemble.ts";
import { flowMatching } from "../../lib/flows/flow_matching.ts";
import type { Architecture, BuildSummary } from "../../lib/flows/npe.ts";
import type { TrainConfig } from "../../lib/training/train_config.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { hybrid, parallel } from "../../lib/networks/parallel.ts";
import { patchTransformer } from "../../lib/networks/patch_transformer.ts";
import { recurrentSummary } from "../../lib/networks/recurrent_summary.ts";
import { linearRecurrenceSummary } from "../../lib/networks/linear_recurrence_summary.ts";
import { quadratic } from "../../lib/networks/quadratic.ts";
import { setTransformer } from "../../lib/networks/set_transformer.ts";
import { squaredConvolution } from "../../lib/networks/squared_convolution.ts";
import { stridedConvolution } from "../../lib/networks/strided_convolution.ts";
import type { LifFields, LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import { lifStatistics } from "../../lib/models/lif/statistics/lif.ts";
import { lifClocks } from "./lif_clocks.ts";
import { lifSegments } from "./lif_segments.ts";
import { lifSeries } from "./lif_series.ts";
import { beside, type SummaryVariables } from "../../lib/model/summary_variables.ts";
import { type Experiment, lifFamily } from "../../lib/models/lif/kit.ts";
import { SPLINE_TRAIN } from "../../lib/models/lif/kits/train.ts";
import type { KitFamily } from "../../lib/workflow/kit.ts";

/** A way to summarise a recording: what the network is fed with, the network, and its budget. */
export interface SummaryPart {
  summaries(experiment: Experiment): SummaryVariables<LifFields>;
  network(experiment: Experiment): BuildSummary;
  /** How it is trained by default. */
  readonly train: Partial<TrainConfig>;
}

/** A way to estimate a posterior from what a network summarises. */
export interface EstimatorPart {
  build(summary: BuildSummary): Architecture;
  /** How it is trained by default, if not like the others. */
  readonly train?: Partial<TrainConfig>;
}

/** Statistics are small enough for one large training set. */
const POOLED = { n_train: 400_000, epochs: 10, refresh: 0 } as const;
/** Series are not: each epoch simulates its own, 800,000 in all. */
const ONLINE = { n_train: 20_000, epochs: 40, refresh: 1 } as const;

/** 64 learned summaries of the statistics. */
const statisticsNetwork: BuildSummary = (scope, [inputs]) =>
  mlpSummary(scope, { inputs, dim: 64, widths: [256, 256] });

/** The ways to summarise a recording. */
export const SUMMARIES = {
  statistics: {
    summaries: ({ sim }) => lifStatistics(sim),
    network: () => statisticsNetwork,
    train: POOLED,
  },
  convolution: {
    summaries: ({ sim }) => lifSeries(sim),
    network: () => (scope, shape) => stridedConvolution(scope, { shape, dim: 32 }),
    train: ONLINE,
  },
  transformer: {
    summaries: ({ sim }) => lifSeries(sim),
    network: () => (scope, shape) => patchTransformer(scope, { shape, dim: 32 }),
    train: ONLINE,
  },
  recurrent: {
    summaries: ({ sim }) => lifSeries(sim),
    network: () => (scope, [, channels]) => recurrentSummary(scope, { channels, dim: 32 }),
    train: ONLINE,
  },
  squaredConvolution: {
    summaries: ({ sim }) => lifSeries(sim),
    network: () => (scope, shape) => squaredConvolution(scope, { shape, dim: 64 }),
    train: ONLINE,
  },
  linearRecurrence: {
    summaries: ({ sim }) => lifClocks(sim),
    network: () => (scope, shape) => linearRecurrenceSummary(scope, { shape, dim: 64 }),
    train: ONLINE,
  },
  clockTransformer: {
    summaries: ({ sim }) => lifClocks(sim),
    network: () => (scope, shape) =>
      patchTransformer(scope, {
        shape,
        dim: 64,
        patch: 25,
        width: 48,
        heads: 2,
      }),
    train: ONLINE,
  },
  setTransformer: {
    summaries: ({ sim }) => lifSegments(sim),
    network: () => (scope, shape) =>
      setTransformer(scope, {
        shape,
        element: quadratic(scope.child("element"), {
          inputs: shape[1],
          dim: 48,
          squares: 48,
          widths: [96],
        }),
        dim: 64,
        widths: [256, 256],
      }),
    train: ONLINE,
  },
  hybrid: {
    summaries: ({ sim }) => beside([lifStatistics(sim), lifSeries(sim)]),
    network: ({ sim }) => {
      const { shape: statistics } = lifStatistics(sim);
      const { shape: series } = lifSeries(sim);
      return (scope) =>
        hybrid(scope, {
          dim: 64,
          parts: [
            {
              network: statisticsNetwork(scope.child("statistics"), statistics),
              shape: statistics,
            },
            {
              network: stridedConvolution(scope.child("series"), {
                shape: series,
                dim: 64,
                filters: [16, 32, 64],
              }),
              shape: series,
            },
          ],
        });
    },
    train: ONLINE,
  },
} satisfies Readonly<Record<string, SummaryPart>>;

/** Three layers of splines, also behind a conditional affine map. */
const SPLINE = {
  depth: 3,
  family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
  widths: [128, 128],
} satisfies CouplingFlowOptions;

const spline = couplingFlow(SPLINE);

/** Members of the ensemble. */
const MEMBERS = 3;

/** The ways to estimate a posterior. */
export const ESTIMATORS = {
  spline: { build: (summary) => ({ summary, estimator: spline }) },
  whitened: {
    build: (summary) => ({
      summary,
      estimator: couplingFlow({ ...SPLINE, conditionalAffine: true }),
    }),
  },
  affine: {
    build: (summary) => ({
      summary,
      estimator: couplingFlow({ depth: 3, family: affineFamily(), widths: [128, 128] }),
    }),
  },
  /** Its loss is noisier and flatter than a density's. */
  matching: {
    build: (summary) => ({ summary, estimator: flowMatching() }),
    train: { learning_rate: 2e-3 },
  },
  /** Each member with a summary network of its own. */
  ensemble: {
    build: (summary) => ({
      summary: (scope, shape) =>
        parallel(Array.from({ length: MEMBERS }, (_, m) => summary(scope.child(m), shape))),
      estimator: ensemble(new Array(MEMBERS).fill(spline), { separate: true }),
    }),
  },
} satisfies Readonly<Record<string, EstimatorPart>>;

/** The family of kits of two parts. */
export function kitOfParts(
  name: string,
  { summaries, network, train }: SummaryPart,
  { build, train: optimiser }: EstimatorPart,
): KitFamily<LifParameter, LifFields> {
  return lifFamily({
    name,
    summaries,
    network,
    architecture: build,
    train: { ...SPLINE_TRAIN, ...train, ...optimiser },
  });
}
