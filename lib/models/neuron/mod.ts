/**
 * What recordings of any spiking neuron have in common: spikes, intervals, replicates, figures.
 *
 * @module
 */
export { intervals } from "./intervals.ts";
export { predictive } from "./predictive.ts";
export { predictiveRanks } from "./predictive_ranks.ts";
export { intervalsFigure } from "./figures/intervals.ts";
export { spikeCountFigure, voltageFigure } from "./figures/predictive.ts";
export { lineupFigure, tracesFigure } from "./figures/traces.ts";
export { predictiveTable } from "./predictive_table.ts";
export { interSpikeIntervals, LIF_QUANTITIES, type TestQuantity } from "./quantities.ts";
export { SPIKE_KINDS, spikeCounts, spikeTimes } from "./spikes.ts";
