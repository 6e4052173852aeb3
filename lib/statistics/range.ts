/**
 * Where simulations have been: the interval that each statistic of a recording keeps to. A recording
 * outside was never seen in training, and the network's answer to it is a guess.
 *
 * @module
 */
import type { Recordings } from "../simulators/simulator.ts";
import { summarise, type SummaryVariables } from "./summary_variables.ts";

/** The smallest and the largest value of each statistic. */
export interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A statistic of a recording that lies outside its range. */
export interface Excursion {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A value counts as outside if it is off by more than this share of the range's width. */
const MARGIN = 0.25;

/** The range of each statistic over recordings simulated from the prior. */
export function fitRange<Channel extends string>(
  statistics: SummaryVariables<Channel>,
  recordings: Recordings<Channel>,
): Range {
  const width = statistics.names.length;
  const low = new Float64Array(width).fill(Infinity);
  const high = new Float64Array(width).fill(-Infinity);
  summarise(statistics, recordings).forEach((value, i) => {
    low[i % width] = Math.min(low[i % width], value);
    high[i % width] = Math.max(high[i % width], value);
  });
  return { low, high };
}

/** The statistics of one recording that lie far outside the range, the farthest first. */
export function excursions<Channel extends string>(
  statistics: SummaryVariables<Channel>,
  { low, high }: Range,
  recording: Recordings<Channel>,
): Excursion[] {
  const values = summarise(statistics, recording);
  const excess = (i: number) =>
    Math.max(low[i] - values[i], values[i] - high[i]) / Math.max(high[i] - low[i], 1e-6);
  return statistics.names
    .map((name, i) => ({ name, value: values[i], low: low[i], high: high[i], excess: excess(i) }))
    .filter(({ excess }) => excess > MARGIN)
    .sort((a, b) => b.excess - a.excess)
    .map(({ name, value, low, high }) => ({ name, value, low, high }));
}
