/**
 * The types of tfjs in public signatures, re-exported so that the documentation includes them
 * without all of tfjs.
 *
 * @module
 */

/** A tensor of any rank. */
export type Tensor = InstanceType<typeof import("@tensorflow/tfjs")["Tensor"]>;

/** A tensor of rank 0: one number. */
export type Scalar = ReturnType<typeof import("@tensorflow/tfjs")["scalar"]>;

/** A tensor of rank 1, such as one number for each row: [N]. */
export type Tensor1D = ReturnType<typeof import("@tensorflow/tfjs")["tensor1d"]>;

/** A tensor of rank 2, such as rows of features: [N, dim]. */
export type Tensor2D = ReturnType<typeof import("@tensorflow/tfjs")["tensor2d"]>;

/** A tensor of rank 3, such as time series: [N, T, channels]. */
export type Tensor3D = ReturnType<typeof import("@tensorflow/tfjs")["tensor3d"]>;

/** A tensor that can be set anew, such as the weights of a layer. */
export type Variable = InstanceType<typeof import("@tensorflow/tfjs")["Variable"]>;

/** The tensors of a shape: of rank n, if it has n numbers. */
export type TensorOf<Shape extends readonly number[]> = Shape["length"] extends 0 ? Scalar
  : Shape["length"] extends 1 ? Tensor1D
  : Shape["length"] extends 2 ? Tensor2D
  : Shape["length"] extends 3 ? Tensor3D
  : Tensor;
