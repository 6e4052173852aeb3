/** Every figure, of reports with so many rows and numbers as awkward as they can be. */
import type { Trials } from "../../bench/compare/trials.ts";
import { compareFigure } from "../../bench/compare/figure.ts";
import { convergenceFigure } from "../../lib/figures/convergence.ts";
import type { Figure } from "../../lib/figures/figure.ts";
import { gapFigure } from "../../lib/figures/gap.ts";
import { coverageFigure } from "../../lib/figures/interval_coverage.ts";
import { intervalsFigure } from "../../lib/models/neuron/figures/intervals.ts";
import { localC2stFigure } from "../../lib/figures/local_c2st.ts";
import { lossFigure } from "../../lib/figures/loss.ts";
import { misspecificationFigure, standoutsFigure } from "../../lib/figures/misspecification.ts";
import { pairsFigure } from "../../lib/figures/pairs.ts";
import { spikeCountFigure, voltageFigure } from "../../lib/models/neuron/figures/predictive.ts";
import { raceFigure } from "../../bench/race_figure.ts";
import { ecdfDifferenceFigure, ecdfFigure } from "../../lib/figures/rank_ecdf.ts";
import { recoveryFigure } from "../../lib/figures/recovery.ts";
import { sbcFigure } from "../../lib/figures/sbc.ts";
import { shrinkage } from "../../lib/diagnostics/calibration/shrinkage.ts";
import { shrinkageFigure } from "../../lib/figures/shrinkage.ts";
import { quantitiesFigure } from "../../lib/figures/test_quantities.ts";
import { lineupFigure, tracesFigure } from "../../lib/models/neuron/figures/traces.ts";
import { zScoreFigure } from "../../lib/figures/z_scores.ts";
import { key, normals } from "../../lib/core/random.ts";
import { resultWith } from "../bench/compare/trials_fixture.ts";
import { neuronBatch, sampleTimes } from "../../lib/models/neuron/fields.ts";

/** How large, where its numbers lie, and how far apart. */
export interface Setting {
  readonly rows: number;
  readonly center: number;
  readonly spread: number;
}

/** All figures by name, drawn when called. */
export function gallery({ rows, center, spread }: Setting): Record<string, () => Figure> {
  const z = normals(key(1), 2 * rows);
  const numbers = z.map((value) => center + spread * value);
  const list = Array.from({ length: rows }, (_, i) => i);
  const names = ["V_init", "E_L"] as const;
  const units = ["mV", "mV"];
  const draws = { names, count: rows, values: numbers };
  const members = {
    names,
    datasets: rows,
    count: 3,
    values: Float64Array.from(
      list.flatMap((i) =>
        [-1, 0, 1].flatMap((k) => [numbers[2 * i] + k * spread, numbers[2 * i + 1] + k * spread])
      ),
    ),
  };
  const positive = list.map((i) => Math.exp(spread * z[i])).sort((a, b) => a - b);
  const counts = list.map((i) => Math.round(Math.abs(3 * z[i])));
  const floor = { mean: 0.1, limit: 0.2 };
  const statistic = { value: 0.5, floor, pValue: 1 };
  const values = {
    voltage: Float32Array.from(numbers.subarray(0, rows)),
    spikes: Float32Array.from(list, (i) => Number(i % 100 === 5)),
  };
  const observations = neuronBatch(values, 0.2);
  const column = Array.from(values.voltage);
  const check = {
    level: 0.9,
    times: Array.from(sampleTimes(observations)),
    observed: column,
    median: column,
    lower: column.map((v) => v - spread),
    upper: column.map((v) => v + spread),
    coverage: 0.9,
    spikeTimes: [5],
    observedCount: 3,
    replicatedCounts: counts,
    spikeCountPercentile: 0.5,
    threshold: center,
    subthresholdMae: 1,
  };
  const points = Array.from(
    { length: Math.min(rows, 99) },
    (_, i, all = Math.min(rows, 99)) => (i + 1) / (all + 1),
  );
  const quantities = names.map((name) => ({
    name,
    shares: points,
    logGamma: 0,
    pValue: 0.5,
    adjustedPValue: 1,
    errorPValue: 1,
    calibrationError: { mean: 0.1, median: 0.1 },
  }));
  const shares = {
    datasets: rows,
    level: 0.95,
    points,
    lower: points.map((p) => 0.9 * p),
    upper: points,
    quantities,
    draws: 99,
    logGammaFloor: floor,
    errorFloor: { mean: { mean: 0.1, median: 0.1 }, limit: { mean: 0.1, median: 0.1 } },
  };
  const epoch = (epoch: number) => ({
    epoch,
    trainingLoss: center + spread / epoch,
    validationLoss: center + spread / epoch,
    learningRate: 1e-3,
    gradientNorm: 1,
    summaryRank: 8,
    skipped: 0,
    rollbacks: 0,
    seconds: 1,
  });
  const trials: Trials = {
    prior: 11.5,
    results: ["default", "statistics", "original"].map((recipe, i) =>
      resultWith(recipe, "offline", { kl: 0.1 + i, minutes: spread + i })
    ),
  };
  const grades = [{ seconds: 2 * spread, kl: 0.4 }, { seconds: 3.3 * spread, kl: 0.31 }];
  const distance = {
    summaries: "residuals",
    measure: "Mahalanobis",
    value: positive[0],
    median: 1,
    limit: 2,
    pValue: 0.5,
    simulated: positive,
  } as const;
  const misfit = {
    pValue: 0.5,
    simulations: rows,
    distances: [distance],
    standouts: [{ summaries: "residuals", name: "trend", value: 1, low: 0, high: 2, z: center }],
  };
  const quantity = (replicated: readonly number[]) => ({
    name: "first spike",
    unit: "ms",
    observed: replicated[0],
    replicated,
    undefinedReplicates: 0,
    lower: 0.5,
    upper: 0.5,
    pValue: 1,
    adjustedPValue: 1,
  });
  const spacings = [1, 1.2].map((spacing) => ({ spacing, median: 0.011, worst: 0.012 * spacing }));
  const steps = { level: 0.9, grid: list, observed: points, lower: [], median: [], upper: [] };
  return {
    pairs: () => pairsFigure(draws, { units, reference: draws, prior: draws }),
    recovery: () =>
      recoveryFigure({
        level: 0.9,
        datasets: rows,
        parameters: names.map((name) => ({
          name,
          points: list.map((i) => ({
            truth: numbers[i],
            median: numbers[i],
            mean: numbers[i],
            lower: numbers[i] - spread,
            upper: numbers[i] + spread,
          })),
          correlation: 1,
          r2: 1,
          rmse: 0,
          coverage: 0.9,
          contraction: 1,
        })),
      }, { units }),
    sbc: () =>
      sbcFigure({
        datasets: rows,
        draws: 19,
        bins: 20,
        expected: 1,
        band: [0, 3],
        parameters: [{
          counts: counts.slice(0, 20),
          name: "E_L",
          chiSquare: 1,
          pValue: 1,
          adjustedPValue: 1,
          location: 0,
          dispersion: 0,
        }],
      }),
    ecdf: () => ecdfFigure(shares),
    ecdf_difference: () => ecdfDifferenceFigure(shares),
    coverage: () => coverageFigure(shares),
    z_scores: () =>
      zScoreFigure({
        datasets: rows,
        draws: 99,
        parameters: names.map((name) => ({
          name,
          points: list.map((i) => ({ zScore: z[i], contraction: 0.5 + 0.001 * z[i] })),
          bias: statistic,
          spread: statistic,
          error: statistic,
          contraction: statistic,
        })),
      }),
    local_c2st: () =>
      localC2stFigure({ statistic: positive[0], nulls: positive, pValue: 0.5, simulations: rows }),
    voltage: () => voltageFigure(check),
    spikecount: () => spikeCountFigure(check),
    quantities: () =>
      quantitiesFigure({ replicates: rows, quantities: [quantity(column), quantity(counts)] }),
    intervals: () =>
      intervalsFigure({
        ...steps,
        observed: list.map((i) => i / rows),
        observedIntervals: positive,
        replicates: 0,
        withoutIntervals: 0,
        pValue: null,
      }),
    traces: () => tracesFigure(observations),
    lineup: () => lineupFigure(observations, observations),
    shrinkage: () =>
      shrinkageFigure(
        shrinkage(members, members, { names, count: rows, values: numbers }),
        { units, population: { median: draws, spread: draws } },
      ),
    gap: () => gapFigure(positive, { label: "spikes", values: counts }),
    loss: () => lossFigure([epoch(1)]),
    loss_in_theta: () =>
      lossFigure([1, 2, 3].map(epoch), {
        theta: { offset: 0, prior: 60 * spread + center, exact: center },
      }),
    compare: () => compareFigure(trials),
    race: () => raceFigure([{ label: "default", ours: true, guided: true, grades }], { prior: 11 }),
    misspecification: () => misspecificationFigure(misfit),
    standouts: () => standoutsFigure(misfit),
    convergence: () =>
      convergenceFigure({ one: { finest: 1, count: 9, errors: spacings } }, {
        spacing: "spacing (sd)",
        unit: "nats",
      }),
  };
}
