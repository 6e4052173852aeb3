/**
 * What is timed besides training: a line a row.
 *
 * @module
 */
import { blankRows, fillRows } from "../lib/model/fill_rows.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { dataset, type PosteriorDraws, take } from "../lib/core/draws.ts";
import { fold, key } from "../lib/core/random.ts";
import { lifLogLikelihood } from "../lib/models/lif/likelihood/lif_likelihood.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import type { LifFields, LifParameter } from "../lib/models/lif/simulator/lif.ts";
import { observation } from "../lib/model/batch.ts";
import type { Workflow } from "../lib/workflow/workflow.ts";
import type { ExactSet } from "./export.ts";
import type { Task } from "./timing.ts";

const root = key(1);

/** The first draws of one recording. */
function firstDraws(draws: PosteriorDraws<LifParameter>, index: number, count: number) {
  return take(dataset(draws, index), Array.from({ length: count }, (_, i) => i));
}

/** The tasks of a trained workflow, graded on `exact`; `size` 1 in full, less for a quick run. */
export function inferenceTasks(
  { setup: { numbers }, model, adapter, posterior }: Workflow<LifParameter, LifFields>,
  { observations, exact: { draws } }: ExactSet,
  size: number,
): Task[] {
  const simulations = Math.ceil(10_000 * size);
  const perRecording = Math.ceil(1000 * size);
  const { sim } = experimentOf(numbers);
  const one = observation(observations, 0);
  const range = { from: 0, to: simulations };
  const rows = blankRows(adapter, simulations);
  return [
    {
      what: "prior and simulator: simulations",
      count: simulations,
      unit: "/s",
      run: (round) => simulateJoint(fold(root, round), model, simulations),
    },
    {
      what: "prior, simulator and statistics: simulations",
      count: simulations,
      unit: "/s",
      run: (round) => fillRows(fold(root, round), model, adapter, range, rows, 0),
    },
    {
      what: "one trace answered with 1,000 draws, warm",
      count: 1,
      unit: "ms",
      run: (round) => posterior.sample(fold(root, round), one, 1000),
    },
    {
      what: `draws in bulk, ${perRecording} for each of ${observations.count} traces`,
      count: observations.count * perRecording,
      unit: "/s",
      run: (round) => posterior.sample(fold(root, round), observations, perRecording),
    },
    {
      what: `log densities, ${draws.count} for each of ${draws.datasets} traces`,
      count: draws.datasets * draws.count,
      unit: "/s",
      run: () => posterior.logProb(draws, observations),
    },
    {
      what: "exact likelihoods, 10 exact draws for each of 50 traces",
      count: 10 * observations.count,
      unit: "/s",
      run: () => {
        for (let i = 0; i < observations.count; i++) {
          lifLogLikelihood(firstDraws(draws, i, 10), observation(observations, i), sim);
        }
      },
    },
  ];
}
