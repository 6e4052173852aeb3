/**
 * The monotone rational-quadratic spline on [−bound, bound], and the identity beyond. Durkan et
 * al. 2019, arXiv:1906.04032, section 3.1.
 *
 * Its cost is the number of kernel calls, so there are few: two matrix products with constant
 * matrices and a mask find the bin of every element, and only the parameters found are made into a
 * curve. Bins are measured in units in which all together have the length Σ exp(h), which saves
 * the softmax. The gradient is written out.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer, positive } from "../core/check.ts";
import { kernelsRun } from "../compute/kernels/heap.ts";
import { type FamilyKernel, scalarMap } from "../compute/kernels/scalar_map.ts";
import type { KernelFamily, ScalarFamily } from "./bijector.ts";
import { BIN, type Bin, splineAt, splineGradientAt, splineInverseAt } from "./spline_bin.ts";

/** The resolution and the reach of a spline. */
export interface SplineOptions {
  /** Number of bins. */
  readonly bins: number;
  /** The spline acts on [−bound, bound]. */
  readonly bound: number;
}

/** The least width and height of a bin, as parts of all. */
const LEAST = 1e-3;

/** exp(h) overflows above 88 in float32; long before, all other bins have their least width. */
const LARGEST = 40;

/** A matrix that is made a tensor where it is used, so that none outlives a tidy. */
interface Constant {
  readonly values: Float32Array;
  readonly shape: [number, number];
}

const tensor = ({ values, shape }: Constant) => tf.tensor2d(values, shape);

/** The constant matrices for K bins. The parameters h are K widths, K heights, K − 1 derivatives. */
function layout(K: number) {
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  const parameters = range(3 * K - 1), bins = range(K);
  // Each quantity is a linear function of exp(h), given by its weights.
  const unit = (at: number) => parameters.map((i) => Number(i === at));
  const total = (axis: number) => parameters.map((i) => Number(Math.floor(i / K) === axis));
  const extent = (axis: number, k: number) =>
    unit(axis * K + k).map((one, i) => LEAST * total(axis)[i] + (1 - LEAST * K) * one);
  const knot = (axis: number, k: number) =>
    range(k).map((j) => extent(axis, j)).reduce((sum, w) => sum.map((s, i) => s + w[i]), unit(-1));
  const slope = (k: number) => unit(0 < k && k < K ? 2 * K + k - 1 : -1);

  const columns = [
    ...bins.map((k) => knot(0, k)),
    ...bins.map((k) => extent(0, k)),
    ...bins.map((k) => knot(1, k)),
    ...bins.map((k) => extent(1, k)),
    ...bins.map((k) => slope(k)),
    ...bins.map((k) => slope(k + 1)),
    total(0),
    total(1),
  ];
  const binOf = (column: number) => column < 6 * K ? column % K : undefined;
  const quantityOf = (column: number) =>
    column < 6 * K ? Math.floor(column / K) : column - 6 * K + 6;
  const constant = (rows: number[][]): Constant => ({
    values: Float32Array.from(rows.flat()),
    shape: [rows.length, rows[0].length],
  });
  const transpose = (rows: number[][]) =>
    constant(rows[0].map((_, j) => rows.map((row) => row[j])));
  return {
    /** exp(h) → every quantity of a bin, in the order of BIN, for each of the bins. */
    quantities: transpose(columns),
    /** To be added to that: exp(0) for the derivatives at both ends. */
    ends: constant([columns.map((_, j) => Number(j === 4 * K || j === 6 * K - 1))]),
    /** For each axis, exp(h) → the K − 1 inner knots, and → the total. */
    knots: [0, 1].map((axis) => transpose(bins.slice(1).map((k) => knot(axis, k)))),
    totals: [0, 1].map((axis) => transpose([total(axis)])),
    /** 1 in the columns of the first bin … */
    first: constant([columns.map((_, j) => Number((binOf(j) ?? 0) === 0))]),
    /** … and what passing inner knot k adds to that: on to the next bin. */
    steps: constant(
      bins.slice(1).map((k) =>
        columns.map((_, j) => Number(binOf(j) === k) - Number(binOf(j) === k - 1))
      ),
    ),
    /** Sums the columns of each quantity. */
    sums: constant(columns.map((_, j) => BIN.map((_, q) => Number(quantityOf(j) === q)))),
  };
}

type Layout = ReturnType<typeof layout>;

/** The bins that hold `position`, [M] in [0, 1] along an axis: where they are, and what. */
function locate(constants: Layout, exps: tf.Tensor2D, position: tf.Tensor, axis: 0 | 1) {
  const reached = tf.matMul(exps, tensor(constants.totals[axis])).mul(position.reshape([-1, 1]));
  const beyond = reached.sub(tf.matMul(exps, tensor(constants.knots[axis]))).step(); // [M, K − 1]
  const mask = tf.matMul<tf.Tensor2D>(beyond, tensor(constants.steps))
    .add<tf.Tensor2D>(tensor(constants.first)); // [M, 6 K + 2]
  const quantities = tf.matMul(exps, tensor(constants.quantities)).add(tensor(constants.ends));
  const found = tf.matMul<tf.Tensor2D>(quantities.mul(mask), tensor(constants.sums));
  return { mask, rows: found.transpose() };
}

function binOfRows(rows: tf.Tensor): Bin {
  const [left, width, bottom, height, rawStart, rawEnd, totalX, totalY] = tf.unstack(rows);
  return { left, width, bottom, height, rawStart, rawEnd, totalX, totalY };
}

/** The gradient for h, from that for the bin found by {@linkcode locate}. */
function rawGradient(constants: Layout, exps: tf.Tensor2D, mask: tf.Tensor2D, gradient: Bin) {
  const found = tf.stack(BIN.map((name) => gradient[name])) as tf.Tensor2D;
  const quantities = tf.matMul(found, tensor(constants.sums), true, true).mul(mask);
  return tf.matMul<tf.Tensor2D>(quantities, tensor(constants.quantities), false, true).mul(exps);
}

/** One direction of the spline as an operation with its own gradient. */
function direction(
  constants: Layout,
  bound: number,
  way: "forward" | "inverse",
): ScalarFamily["forward"] {
  const forward = way === "forward";
  const operation = tf.customGrad((...args) => {
    const [x, h, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const clipped = x.clipByValue(-bound, bound);
    const inside = tf.sub(bound, x.abs()).step().flatten();
    const position = clipped.add(bound).div(2 * bound).flatten();
    const parameters = constants.quantities.shape[0];
    const exps = h.clipByValue(-LARGEST, LARGEST).exp().reshape<tf.Tensor2D>([-1, parameters]);
    const { mask, rows } = locate(constants, exps, position, forward ? 0 : 1);
    const image = (forward ? splineAt : splineInverseAt)(binOfRows(rows), position);
    const value = image.value.mul(2 * bound).sub(bound).reshape(x.shape).add(x.sub(clipped));
    const logSlope = image.logDerivative.mul(inside); // of the forward map; exactly 0 beyond
    save([exps, mask, rows, forward ? position : image.value, logSlope, inside]);

    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [exps, mask, rows, unit, logSlope, inside] = saved;
      const [dValue, dLogOut] = tf.unstack(dy.reshape([2, -1]));
      const bin = binOfRows(rows), dLog = dLogOut.mul(inside);
      let dx, dBin;
      if (forward) {
        const gradient = splineGradientAt(bin, unit, dValue.mul(2 * bound), dLog);
        dx = gradient.x.div(2 * bound).sub(dValue).mul(inside).add(dValue);
        dBin = gradient.bin;
      } else {
        // Implicitly: x = f⁻¹(y) has ∂x/∂y = 1 / f′ and ∂x/∂h = −(∂f/∂h) / f′; dLog is for −log f′.
        const viaLog = splineGradientAt(bin, unit, tf.zerosLike(dLog), dLog).x.div(2 * bound);
        dx = dValue.sub(viaLog).mul(logSlope.neg().exp());
        dBin = splineGradientAt(bin, unit, dx.mul(-2 * bound), dLog.neg()).bin;
      }
      const dh = rawGradient(constants, exps as tf.Tensor2D, mask as tf.Tensor2D, dBin);
      return [dx.reshape(x.shape), dh.reshape(h.shape)];
    };
    const logDerivative = (forward ? logSlope : logSlope.neg()).reshape(x.shape);
    return { value: tf.stack([value, logDerivative]), gradFunc };
  });
  return (x, h) => {
    const [value, logDerivative] = tf.unstack(operation(x, h)) as tf.Tensor2D[];
    return { value, logDerivative };
  };
}

/**
 * The splines of this resolution, 3 bins − 1 parameters a coordinate: widths and heights through a
 * softmax, derivatives at the inner knots through a softplus, 1 at the outer ones.
 *
 * @throws {RangeError} If bins is not an integer ≥ 2, or the bound not positive.
 *
 * @example Usage
 * ```ts
 * import { rationalQuadraticSpline } from "./rational_quadratic_spline.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await startBackend();
 * const spline = rationalQuadraticSpline({ bins: 2, bound: 5 });
 * const h = toTensor([0.3, -0.2, 1, 0, 2], [1, 5]);
 * const { value } = spline.forward(toTensor([0.7], [1, 1]), h);
 * const back = spline.inverse(value, h);
 * assertAlmostEquals((await toValues(back.value))[0], 0.7, 1e-5);
 * ```
 */
export function rationalQuadraticSpline({ bins, bound }: SplineOptions): ScalarFamily {
  integer("build spline", "bins", bins, 2);
  positive("build spline", "bound", bound);
  const constants = layout(bins);
  const kernel: FamilyKernel = { name: "spline", bins, bound };
  const way = (way: "forward" | "inverse"): ScalarFamily["forward"] => {
    const plain = direction(constants, bound, way);
    return (x, h) => kernelsRun() ? scalarMap(kernel, way, x, h) : plain(x, h);
  };
  return Object.freeze<KernelFamily>({
    parametersPerDim: 3 * bins - 1,
    kernel,
    forward: way("forward"),
    inverse: way("inverse"),
  });
}
