/**
 * What recordings of any spiking neuron have in common: spikes, intervals, replicates, figures.
 *
 * @module
 */
export { INTERVAL_CHECK, voltageCheck } from "./checks.ts";
export { NEURON_DISCREPANCIES } from "./discrepancies.ts";
export {
  type CurrentFields,
  currentFields,
  neuronBatch,
  type NeuronFields,
  neuronFields,
  sampleTimes,
  type SpikeFields,
  type VoltageFields,
} from "./fields.ts";
export { intervalsFigure } from "./figures/intervals.ts";
export { spikeCountFigure, voltageFigure } from "./figures/predictive.ts";
export { type DrawnSweep, sweepsFigure } from "./figures/sweeps.ts";
export { lineupFigure, tracesFigure } from "./figures/traces.ts";
export { type IntervalReport, intervals } from "./intervals.ts";
export { predictive, type PredictiveReport } from "./predictive.ts";
export { intervalFindings, predictiveFindings } from "./predictive_findings.ts";
export { predictiveTable } from "./predictive_table.ts";
export { interSpikeIntervals, LIF_QUANTITIES } from "./quantities.ts";
export { RATE_GROUPS } from "./rate_groups.ts";
export { SPIKE_KINDS, spikeCounts, spikeTimes, type SpikingBatch } from "./spikes.ts";
export {
  type NoiseStimulus,
  type RampStimulus,
  type SineStimulus,
  type StepStimulus,
  type Stimulus,
  stimulusCurrent,
  type TimeGrid,
  writeStimulus,
} from "./stimuli.ts";
export { type Range, stimuli, STIMULUS_RANGES, type StimulusRanges } from "./stimulus_ranges.ts";
export { type TimeRescaling, timeRescaling } from "./time_rescaling.ts";
