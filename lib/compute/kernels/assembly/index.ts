export { activation, activationGradient } from "./activation";
export { affine, affineGradient } from "./affine";
export { fold, unfold } from "./convolution";
export {
  couplingInputs,
  couplingInputsGradient,
  couplingOutputs,
  couplingOutputsGradient,
} from "./coupling";
export { gemm } from "./gemm";
export { gru, gruGradient } from "./gru";
export { clear, columnSums } from "./rows";
export { spline, splineGradient } from "./spline";
