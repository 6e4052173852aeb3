/**
 * A perceptron with two hidden layers of rectified linear units and one output, a row at a time on
 * plain arrays. For so small a network this is as fast as tfjs or NumPy, since units that are off,
 * about half of them, are skipped forwards and backwards.
 *
 * @module
 */
import type { Rng } from "../../core/random.ts";

/** A network and the gradient it has gathered. */
export interface Perceptron {
  /**
   * W₁ [dim, width], W₂ [width, width], w₃ [width], then their biases b₁, b₂ [width], b₃ [1].
   * Written in place by who trains it.
   */
  readonly weights: Float64Array;
  /** How many of the weights are no biases. */
  readonly biasesFrom: number;
  /** Of the weights; {@linkcode Perceptron.backward} adds to it. */
  readonly gradient: Float64Array;
  /** The output for one row, [dim]. */
  forward(row: Float64Array): number;
  /** Adds the gradient of `error` times the last output. */
  backward(error: number): void;
}

/** Units worked on at a time: each number loaded is used so often. */
const TOGETHER = 4;

/** The units of a layer that are on. */
interface Active {
  count: number;
  readonly units: Uint32Array;
  /** Zero for some units past the last, so that it can be one of {@linkcode TOGETHER}. */
  readonly values: Float64Array;
}

function active(width: number): Active {
  const length = width + TOGETHER - 1;
  return { count: 0, units: new Uint32Array(length), values: new Float64Array(length) };
}

/** Lists the units that are on, without a branch, as the processor would guess it wrong. */
function activate(layer: Float64Array, list: Active): void {
  const { units, values } = list;
  let count = 0;
  for (let j = 0; j < layer.length; j++) {
    units[count] = j;
    values[count] = layer[j];
    count += Number(layer[j] > 0);
  }
  values.fill(0, count, count + TOGETHER - 1);
  list.count = count;
}

/**
 * A network with weights and biases from the uniform distribution of Glorot & Bengio 2010 (eq. 16),
 * as scikit-learn starts it.
 */
export function perceptron(rng: Rng, dim: number, width: number): Perceptron {
  const shapes = [[dim, width], [width, width], [width, 1]];
  const sizes = [...shapes.map(([inputs, outputs]) => inputs * outputs), width, width, 1];
  const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b));
  const partsOf = (values: Float64Array) =>
    sizes.map((size, i) => values.subarray(ends[i] - size, ends[i]));
  const weights = new Float64Array(ends[5]);
  const gradient = new Float64Array(ends[5]);
  const [w1, w2, w3, b1, b2, b3] = partsOf(weights);
  const [dw1, dw2, dw3, db1, db2, db3] = partsOf(gradient);
  partsOf(weights).forEach((part, i) => {
    const [inputs, outputs] = shapes[i % shapes.length];
    const limit = Math.sqrt(6 / (inputs + outputs));
    for (let k = 0; k < part.length; k++) part[k] = limit * (2 * rng.uniform() - 1);
  });

  const input = new Float64Array(dim);
  const layer1 = new Float64Array(width), layer2 = new Float64Array(width);
  const on1 = active(width), on2 = active(width);
  // The gradient of the output by the units that are on, in the order of the lists.
  const delta1 = new Float64Array(on1.units.length), delta2 = new Float64Array(width);

  function forward(row: Float64Array): number {
    input.set(row);
    layer1.set(b1);
    for (let d = 0; d < dim; d++) {
      const x = input[d], from = d * width;
      for (let o = 0; o < width; o++) layer1[o] += x * w1[from + o];
    }
    activate(layer1, on1);
    const { count, units, values } = on1;
    layer2.set(b2);
    for (let a = 0; a < count; a += TOGETHER) {
      const hi = values[a], hj = values[a + 1], hk = values[a + 2], hl = values[a + 3];
      const i = units[a] * width, j = units[a + 1] * width;
      const k = units[a + 2] * width, l = units[a + 3] * width;
      for (let o = 0; o < width; o++) {
        layer2[o] += hi * w2[i + o] + hj * w2[j + o] + hk * w2[k + o] + hl * w2[l + o];
      }
    }
    activate(layer2, on2);
    let output = b3[0];
    for (let a = 0; a < on2.count; a++) output += on2.values[a] * w3[on2.units[a]];
    return output;
  }

  function backward(error: number): void {
    const count2 = on2.count, units2 = on2.units;
    db3[0] += error;
    for (let b = 0; b < count2; b++) {
      const o = units2[b];
      dw3[o] += error * on2.values[b];
      delta2[b] = error * w3[o];
      db2[o] += delta2[b];
    }
    const { count, units, values } = on1;
    for (let a = 0; a < count; a += TOGETHER) {
      const hi = values[a], hj = values[a + 1], hk = values[a + 2], hl = values[a + 3];
      const i = units[a] * width, j = units[a + 1] * width;
      const k = units[a + 2] * width, l = units[a + 3] * width;
      let di = 0, dj = 0, dk = 0, dl = 0;
      for (let b = 0; b < count2; b++) {
        const o = units2[b], delta = delta2[b];
        di += delta * w2[i + o];
        dj += delta * w2[j + o];
        dk += delta * w2[k + o];
        dl += delta * w2[l + o];
        dw2[i + o] += delta * hi;
        dw2[j + o] += delta * hj;
        dw2[k + o] += delta * hk;
        dw2[l + o] += delta * hl;
      }
      delta1[a] = di;
      delta1[a + 1] = dj;
      delta1[a + 2] = dk;
      delta1[a + 3] = dl;
    }
    for (let a = 0; a < count; a++) {
      const i = units[a];
      db1[i] += delta1[a];
      for (let d = 0; d < dim; d++) dw1[d * width + i] += delta1[a] * input[d];
    }
  }

  return { weights, biasesFrom: ends[2], gradient, forward, backward };
}
