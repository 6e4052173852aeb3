/**
 * Summary networks, and the layers they are built of.
 *
 * @module
 */
export { type Activation, hardSilu, mish, silu } from "./activations.ts";
export { type Convolution, convolution, type ConvolutionOptions } from "./convolution.ts";
export { deepSet, type DeepSetOptions } from "./deep_set.ts";
export { dense, type DenseOptions } from "./dense.ts";
export { eventPooling, type EventPoolingOptions, type FilterLevel } from "./event_pooling.ts";
export {
  linearRecurrenceSummary,
  type LinearRecurrenceSummaryOptions,
} from "./linear_recurrence_summary.ts";
export { mlpSummary, type MlpSummaryOptions } from "./mlp.ts";
export type { Network, SummaryNetwork } from "./network.ts";
export { hybrid, parallel, type Part } from "./parallel.ts";
export { patchTransformer, type PatchTransformerOptions } from "./patch_transformer.ts";
export { quadratic, type QuadraticOptions } from "./quadratic.ts";
export { type InputMasks, type Recurrent, recurrent, type RecurrentOptions } from "./recurrent.ts";
export { recurrentSummary, type RecurrentSummaryOptions } from "./recurrent_summary.ts";
export type { SetPlacesOptions } from "./set_places.ts";
export { setTransformer, type SetTransformerOptions } from "./set_transformer.ts";
export { squaredConvolution, type SquaredConvolutionOptions } from "./squared_convolution.ts";
export { stridedConvolution, type StridedConvolutionOptions } from "./strided_convolution.ts";
export { timeSeries, type TimeSeriesOptions } from "./time_series.ts";
