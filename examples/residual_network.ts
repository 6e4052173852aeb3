/**
 * A summary network of one's own, in a kit: a perceptron with a linear path around its hidden
 * layers.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import {
  type Architecture,
  couplingFlow,
  type Kit,
  mlpSummary,
  rationalQuadraticSpline,
  type Scope,
  type SummaryNetwork,
  type SummaryVariables,
} from "../lib/mod.ts";
import gaussian from "./gaussian.ts";

const { fields } = gaussian.simulator;
const { names } = fields.x;

/** The vector as it is: what the network reads. */
const summaries: SummaryVariables<typeof fields> = {
  shape: [names.length],
  names,
  write: ({ values: { x } }, row, out, offset) =>
    out.set(x.subarray(row * names.length, (row + 1) * names.length), offset),
};

/** W x + f(x), with f a perceptron. Weights live in the scope, which names and disposes them. */
function residual(scope: Scope, inputs: number, dim: number): SummaryNetwork {
  const straight = scope.variable(
    "straight",
    [inputs, dim],
    (rng) => rng.normal() / Math.sqrt(inputs),
  );
  const curved = mlpSummary(scope.child("curved"), { inputs, dim, widths: [64] });
  return {
    dim,
    apply: (x) => tf.add(tf.matMul(x as tf.Tensor2D, straight), curved.apply(x)),
  };
}

const architecture: Architecture = {
  summary: (scope, [inputs]) => residual(scope, inputs, 16),
  estimator: couplingFlow({
    depth: 2,
    family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
    widths: [64, 64],
  }),
};

const kit: Kit<(typeof gaussian.prior.names)[number], typeof fields> = {
  name: "residual_network",
  model: gaussian,
  summaries,
  architecture,
};
export default kit;
