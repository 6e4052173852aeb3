/**
 * One bin of the rational-quadratic spline and its derivatives, for many elements at once. Durkan
 * et al. 2019, arXiv:1906.04032: ξ, s, δ and the equation numbers are theirs.
 *
 * Here the spline maps [0, 1] to [0, 1], and a knot or a width is given in units in which all bins
 * together are `totalX` wide or `totalY` high. All tensors are [M]; call it inside a `tf.tidy`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The order in which a {@linkcode Bin} is kept in an array. */
export const BIN = [
  "left",
  "width",
  "bottom",
  "height",
  "rawStart",
  "rawEnd",
  "totalX",
  "totalY",
] as const;

/**
 * What is known of the bin that holds an element. `rawStart` and `rawEnd` are exp(h) of the
 * derivatives at its knots: 1 means a derivative of 1.
 */
export type Bin = Readonly<Record<typeof BIN[number], tf.Tensor>>;

/** The least derivative at a knot. */
const LEAST = 1e-3;

/** LEAST + log(1 + UNIT exp(h)) is 1 at h = 0. */
const UNIT = Math.expm1(1 - LEAST);

const derivative = (raw: tf.Tensor) => raw.mul(UNIT).add(1).log().add(LEAST);

/** The bin's mean slope s, δ at both knots, and δₖ₊₁ + δₖ − 2 s. */
function coefficients(bin: Bin) {
  const s = bin.height.mul(bin.totalX).div(bin.width.mul(bin.totalY));
  const start = derivative(bin.rawStart), end = derivative(bin.rawEnd);
  return { s, start, end, bend: start.add(end).sub(s.mul(2)) };
}

/** The curve at ξ: η, its height as a part of the bin's, its log derivative, and their terms. */
function curve(bin: Bin, xi: tf.Tensor) {
  const { s, start, end, bend } = coefficients(bin);
  const rest = tf.sub(1, xi), t = xi.mul(rest);
  const xi2 = xi.square(), rest2 = rest.square();
  const D = s.add(bend.mul(t));
  const eta = s.mul(xi2).add(start.mul(t)).div(D); // eq. 4
  const M = end.mul(xi2).add(s.mul(t).mul(2)).add(start.mul(rest2));
  const logDerivative = M.log().add(s.div(D).log().mul(2)); // eq. 5
  return { s, start, end, bend, rest, t, xi2, rest2, D, eta, M, logDerivative };
}

/** ξ of an element at `x` in [0, 1]. */
function position(bin: Bin, x: tf.Tensor): tf.Tensor {
  return x.mul(bin.totalX).sub(bin.left).div(bin.width);
}

/** The spline at `x` in [0, 1]. */
export function splineAt(bin: Bin, x: tf.Tensor) {
  const { eta, logDerivative } = curve(bin, position(bin, x));
  const value = eta.mul(bin.height).add(bin.bottom).div(bin.totalY);
  return { value, logDerivative };
}

/** Where the spline is `y` in [0, 1]. Eqs. 6–8, in the stable form of eq. 29. */
export function splineInverseAt(bin: Bin, y: tf.Tensor) {
  const { s, start, bend } = coefficients(bin);
  const eta = y.mul(bin.totalY).sub(bin.bottom).div(bin.height);
  const bent = eta.mul(bend);
  const a = s.sub(start).add(bent), b = start.sub(bent);
  const c = s.mul(eta); // minus the paper's
  const root = b.square().add(a.mul(c).mul(4)).relu().sqrt();
  const xi = c.mul(2).div(b.add(root));
  const value = xi.mul(bin.width).add(bin.left).div(bin.totalX);
  return { value, logDerivative: curve(bin, xi).logDerivative };
}

/**
 * The gradient of Σ valueWeight · value + logWeight · logDerivative of {@linkcode splineAt}: for x,
 * and for the quantities of the bin.
 */
export function splineGradientAt(
  bin: Bin,
  x: tf.Tensor,
  valueWeight: tf.Tensor,
  logWeight: tf.Tensor,
): { readonly x: tf.Tensor; readonly bin: Bin } {
  const xi = position(bin, x);
  const { s, start, end, bend, rest, t, xi2, rest2, D, eta, M } = curve(bin, xi);
  const value = eta.mul(bin.height).add(bin.bottom).div(bin.totalY);
  const slant = rest.sub(xi); // dt/dξ

  // η = N / D and logDerivative = log M + 2 log s − 2 log D, differentiated for N, D and M …
  const bottom = valueWeight.div(bin.totalY);
  const gN = bottom.mul(bin.height).div(D);
  const gD = gN.mul(eta).add(logWeight.mul(2).div(D)).neg();
  const gM = logWeight.div(M);
  // … then for s, δ and ξ, of which they are made …
  const t2 = t.mul(2);
  const gS = gN.mul(xi2).add(gD.mul(tf.sub(1, t2))).add(gM.mul(t2)).add(logWeight.mul(2).div(s));
  const gStart = gN.add(gD).mul(t).add(gM.mul(rest2));
  const gEnd = gD.mul(t).add(gM.mul(xi2));
  const sSlant = s.mul(slant);
  const gXi = gN.mul(s.mul(xi).mul(2).add(start.mul(slant)))
    .add(gD.mul(bend).mul(slant))
    .add(gM.mul(end.mul(xi).add(sSlant).sub(start.mul(rest))).mul(2));
  // … and last for what those are made of.
  const gPosition = gXi.div(bin.width);
  const logS = gS.mul(s); // for log s = log height + log totalX − log width − log totalY
  return {
    x: gPosition.mul(bin.totalX),
    bin: {
      left: gPosition.neg(),
      width: gPosition.mul(xi).add(logS.div(bin.width)).neg(),
      bottom,
      height: bottom.mul(eta).add(logS.div(bin.height)),
      rawStart: gStart.div(bin.rawStart.add(1 / UNIT)),
      rawEnd: gEnd.div(bin.rawEnd.add(1 / UNIT)),
      totalX: gPosition.mul(x).add(logS.div(bin.totalX)),
      totalY: bottom.mul(value).add(logS.div(bin.totalY)).neg(),
    },
  };
}
