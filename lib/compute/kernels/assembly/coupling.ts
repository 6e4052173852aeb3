import { Floats } from "./floats";

/**
 * What a coupling reads: for each row its `held` first coordinates and its context side by side,
 * and the other coordinates. Coordinate j of a row is number order[j] of x.
 */
export function couplingInputs(
  rows: i32,
  dim: i32,
  held: i32,
  contextDim: i32,
  order: usize,
  x: Floats,
  context: Floats,
  inputs: Floats,
  moved: Floats,
): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < held; j++) inputs[j] = x[load<i32>(order + (<usize> j << 2))];
    inputs.at(held).copyFrom(context, contextDim);
    for (let j = held; j < dim; j++) moved[j - held] = x[load<i32>(order + (<usize> j << 2))];
    x = x.at(dim);
    context = context.at(contextDim);
    inputs = inputs.at(held + contextDim);
    moved = moved.at(dim - held);
  }
}

/** Puts the rows together again, coordinate j at order[j], and sums the log-derivatives. */
export function couplingOutputs(
  rows: i32,
  dim: i32,
  held: i32,
  contextDim: i32,
  order: usize,
  inputs: Floats,
  moved: Floats,
  logDerivative: Floats,
  y: Floats,
  logDet: Floats,
): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < held; j++) y[load<i32>(order + (<usize> j << 2))] = inputs[j];
    let sum: f32 = 0;
    for (let j = held; j < dim; j++) {
      y[load<i32>(order + (<usize> j << 2))] = moved[j - held];
      sum += logDerivative[j - held];
    }
    logDet[row] = sum;
    y = y.at(dim);
    inputs = inputs.at(held + contextDim);
    moved = moved.at(dim - held);
    logDerivative = logDerivative.at(dim - held);
  }
}

/** The gradients for moved coordinates and their log-derivatives, from those of both results. */
export function couplingOutputsGradient(
  rows: i32,
  dim: i32,
  held: i32,
  order: usize,
  dy: Floats,
  dLogDet: Floats,
  dMoved: Floats,
  dLogDerivative: Floats,
): void {
  for (let row = 0; row < rows; row++) {
    for (let j = held; j < dim; j++) {
      dMoved[j - held] = dy[load<i32>(order + (<usize> j << 2))];
      dLogDerivative[j - held] = dLogDet[row];
    }
    dy = dy.at(dim);
    dMoved = dMoved.at(dim - held);
    dLogDerivative = dLogDerivative.at(dim - held);
  }
}

/**
 * The gradients for x and the context, from those for the conditioner's inputs, for the moved
 * coordinates and, as held ones go straight through, for y.
 */
export function couplingInputsGradient(
  rows: i32,
  dim: i32,
  held: i32,
  contextDim: i32,
  from: usize,
  to: usize,
  dInputs: Floats,
  dMoved: Floats,
  dy: Floats,
  dx: Floats,
  dContext: Floats,
): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < held; j++) {
      dx[load<i32>(from + (<usize> j << 2))] = dInputs[j] + dy[load<i32>(to + (<usize> j << 2))];
    }
    for (let j = held; j < dim; j++) dx[load<i32>(from + (<usize> j << 2))] = dMoved[j - held];
    dContext.copyFrom(dInputs.at(held), contextDim);
    dx = dx.at(dim);
    dy = dy.at(dim);
    dInputs = dInputs.at(held + contextDim);
    dMoved = dMoved.at(dim - held);
    dContext = dContext.at(contextDim);
  }
}
