/**
 * What recordings of any spiking neuron have in common: spikes, intervals, replicates, figures.
 *
 * @module
 */
export { INTERVAL_CHECK, voltageCheck } from "./checks.ts";
export { NEURON_DISCREPANCIES } from "./discrepancies.ts";
export { intervals } from "./intervals.ts";
export { predictive } from "./predictive.ts";
export { intervalsFigure } from "./figures/intervals.ts";
export { spikeCountFigure, voltageFigure } from "./figures/predictive.ts";
export { lineupFigure, tracesFigure } from "./figures/traces.ts";
export { predictiveTable } from "./predictive_table.ts";
export { interSpikeIntervals, LIF_QUANTITIES } from "./quantities.ts";
export { intervalFindings, predictiveFindings } from "./predictive_findings.ts";
export { RATE_GROUPS } from "./rate_groups.ts";
export { SPIKE_KINDS, spikeCounts, spikeTimes } from "./spikes.ts";
