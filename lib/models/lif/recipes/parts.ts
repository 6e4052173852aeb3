/**
 * What a recipe is put together from, by name: how a recording is summarised, and how the posterior
 * is estimated from that. A name and a configuration say everything, so that a checkpoint or a
 * worker can build the same networks again.
 *
 * @module
 */
import { affineFamily } from "../../../flows/affine_family.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { ensemble } from "../../../flows/ensemble.ts";
import { flowMatching } from "../../../flows/flow_matching.ts";
import { lifLocalCoordinates } from "../prior/local_coordinates.ts";
import type { Architecture, BuildSummary } from "../../../flows/npe.ts";
import type { TrainConfig } from "../../../training/train_config.ts";
import { mlpSummary } from "../../../networks/mlp.ts";
import { hybrid, parallel } from "../../../networks/parallel.ts";
import { patchTransformer } from "../../../networks/patch_transformer.ts";
import { recurrentSummary } from "../../../networks/recurrent_summary.ts";
import { stridedConvolution } from "../../../networks/strided_convolution.ts";
import type { LifFields } from "../simulator/lif.ts";
import { lifStatistics } from "../statistics/lif.ts";
import { lifSeries } from "../statistics/lif_series.ts";
import { lifMode } from "../statistics/lif_mode.ts";
import { beside, type SummaryVariables } from "../../../model/summary_variables.ts";
import type { Experiment, Recipe } from "../../../workflow/recipe.ts";

/** A way to summarise a recording: what the network is fed with, the network, and its budget. */
export interface SummaryPart {
  variables(experiment: Experiment): SummaryVariables<LifFields>;
  network(experiment: Experiment): BuildSummary;
  /** Whether its variables come from an approximate likelihood. */
  readonly guided?: true;
  /** What the flow learns; by default the prior's own coordinates. */
  readonly coordinates?: Recipe["coordinates"];
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
const POOLED = { n_train: 400_000, epochs: 10 } as const;
/** Series are not: each epoch simulates its own, 800,000 in all. */
const ONLINE = { n_train: 20_000, epochs: 40, refresh: 1 } as const;

/** 64 learned summaries of the statistics. Also the default recipe's: checkpoints know its paths. */
const statisticsNetwork: BuildSummary = (scope, [inputs]) =>
  mlpSummary(scope, { inputs, dim: 64, widths: [256, 256] });

/** All ways to summarise a recording, by name. */
export const SUMMARIES: Readonly<Record<string, SummaryPart>> = {
  statistics: {
    variables: ({ sim }) => lifStatistics(sim),
    network: () => statisticsNetwork,
    train: POOLED,
  },
  /** Little is left to learn, so the network is small, and the set is renewed before it is known. */
  mode: {
    guided: true,
    variables: ({ sim, prior }) => lifMode(sim, prior),
    network: () => (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 32, widths: [128, 128] }),
    coordinates: (prior, _, experiment) => lifLocalCoordinates(prior, experiment),
    train: { n_train: 100_000, epochs: 24, refresh: 3 },
  },
  convolution: {
    variables: ({ sim }) => lifSeries(sim),
    network: () => (scope, shape) => stridedConvolution(scope, { shape, dim: 32 }),
    train: ONLINE,
  },
  transformer: {
    variables: ({ sim }) => lifSeries(sim),
    network: () => (scope, shape) => patchTransformer(scope, { shape, dim: 32 }),
    train: ONLINE,
  },
  recurrent: {
    variables: ({ sim }) => lifSeries(sim),
    network: () => (scope, [, channels]) => recurrentSummary(scope, { channels, dim: 32 }),
    train: ONLINE,
  },
  hybrid: {
    variables: ({ sim }) => beside([lifStatistics(sim), lifSeries(sim)]),
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
};

const splines = (widths: readonly number[]) =>
  couplingFlow({ depth: 3, family: rationalQuadraticSpline({ bins: 8, bound: 5 }), widths });

const spline = splines([128, 128]);

/** Members of the ensemble. */
const MEMBERS = 3;

/** All ways to estimate a posterior, by name. */
export const ESTIMATORS: Readonly<Record<string, EstimatorPart>> = {
  spline: { build: (summary) => ({ summary, estimator: spline }) },
  /** Conditioners of half the width. */
  slim: { build: (summary) => ({ summary, estimator: splines([64, 64]) }) },
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
};
