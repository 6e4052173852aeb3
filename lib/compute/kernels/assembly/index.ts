export { activation, activationGradient } from "./activation";
export { affine, affineGradient } from "./affine";
export { binMoments, binMomentsGradient } from "./bin_moments";
export { fold, unfold } from "./convolution";
export {
  couplingInputs,
  couplingInputsGradient,
  couplingOutputs,
  couplingOutputsGradient,
} from "./coupling";
export { gemm } from "./gemm";
export { gru, gruGradient } from "./gru";
export { orthogonal } from "./orthogonal";
export { pooledCounts, pooledFilters, pooledFiltersGradient } from "./pooled_filters";
export { clear, columnSums } from "./rows";
export { spline, splineGradient } from "./spline";
