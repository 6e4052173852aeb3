/**
 * What tensors are computed with, and the tree of a network's weights.
 *
 * @module
 */
export { type BackendOptions, startBackend, TFJS_VERSION } from "./backend.ts";
export { type Scope, scope } from "./scope.ts";
export type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, TensorOf, Variable } from "./tfjs.ts";
