export { activation, activationGradient } from "./activation";
export { affine, affineGradient } from "./affine";
export {
  couplingInputs,
  couplingInputsGradient,
  couplingOutputs,
  couplingOutputsGradient,
} from "./coupling";
export { gemm } from "./gemm";
export { columnSums } from "./rows";
export { spline, splineGradient } from "./spline";
