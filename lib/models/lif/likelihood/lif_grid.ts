/**
 * The grid filter of a Markov chain below a threshold: where truncation at the threshold bends the
 * distribution of the hidden state, its density is carried on quadrature nodes.
 *
 * The state is the depth below the threshold in units of the node spacing h, d = (V_th − v) / h, so
 * that d′ ~ N(retain · d + drift, sd²), a spike is d′ ≤ 0, and y is seen at depth η with standard
 * deviation ρ. A step is one integral over d ≥ 0, by the rule of end_rule.ts. Truncation,
 * transition and observation keep the density log-concave, so that it has one peak and the window
 * of nodes can end where it has fallen far below.
 *
 * @module
 */
import { LOG_SQRT_2PI, logNormalCdf, logSumExp, normalCdf } from "../../../core/special.ts";
import { END_NODES, END_WEIGHTS, FIRST_REGULAR } from "./end_rule.ts";

/** The distribution of one step, d′ ~ N(retain · d + drift, sd²), with retain in (0, 1). */
export interface Transition {
  readonly retain: number;
  readonly drift: number;
  readonly sd: number;
}

/** A filter on the grid: its updates, and their likelihood. */
export interface LifGrid {
  /** Starts with another transition. */
  open(transition: Transition): void;
  /** Goes on with another drift, as under a current that changes. */
  moveBy(drift: number): void;
  /** Sets the density to N(mean, sd²) cut to d ≥ 0; returns the log of the mass that is left. */
  enter(mean: number, sd: number): number;
  /** A step without spike, seen at η ± ρ; returns the log density of that, times ρ √(2π). */
  observe(eta: number, rho: number): number;
  /** A step with spike, which ends the grid; returns its log probability. */
  spike(): number;
  /** A step that may cross the threshold unseen; returns as {@linkcode LifGrid.observe}. */
  observeFree(eta: number, rho: number): number;
}

/** Half the width of a row of transition densities, in sd. */
const KERNEL_WIDTH = 8;
/** The window ends where the density is below these fractions of its maximum. */
const SHALLOW_CUT = 1e-30; // A spike needs the mass at the threshold, however little it is.
const DEEP_CUT = 1e-22;
/** The largest range of exponents that a geometric sequence of doubles may run through. */
const SAFE_EXPONENT = 600;
const MAX_NODES = 1 << 15;
const SPECIAL = END_NODES.length;

/** The depth of node p. */
function depthOf(p: number): number {
  return p < SPECIAL ? END_NODES[p] : FIRST_REGULAR + (p - SPECIAL);
}

/** The number of the first node at least so deep. */
function nodeAt(depth: number): number {
  if (depth > END_NODES[SPECIAL - 1]) {
    return SPECIAL + Math.max(0, Math.ceil(depth - FIRST_REGULAR));
  }
  let p = 0;
  while (END_NODES[p] < depth) p++;
  return p;
}

/** Work arrays, used by one transition after the other. */
export function lifGrid(): LifGrid {
  let retain = 0, drift = 0, sd = 1;
  /** The density at the nodes first … last, times `total`. */
  let density = new Float64Array(0), next = density;
  let first = 0, last = -1, total = 1;
  // Row p: weight of r × N(depth of p; retain · depth of r + drift, sd²) for the sources r in
  // rowFirst[p] … rowLast[p]. It is built when first needed, and good while its stamp is current.
  let rows = new Float64Array(0), stride = 0;
  let rowFirst = new Int32Array(0), rowLast = rowFirst, rowStamp = rowFirst;
  let stamp = 0;

  function reserve(nodes: number): void {
    if (nodes > MAX_NODES || nodes * stride > 2 ** 26) {
      throw new RangeError(
        `Cannot evaluate LIF likelihood as its grid must have at most ${MAX_NODES} nodes: it ` +
          `needs ${nodes}, as the voltage wanders much further than it moves in a step`,
      );
    }
    if (nodes > density.length) {
      const size = 2 ** Math.max(8, Math.ceil(Math.log2(nodes)));
      const longer = new Float64Array(size);
      longer.set(density);
      density = longer;
      next = new Float64Array(size);
      [rowFirst, rowLast, rowStamp] = Array.from({ length: 3 }, () => new Int32Array(size));
    }
    if (density.length * stride > rows.length) {
      rows = new Float64Array(density.length * stride);
      rowStamp.fill(0);
    }
  }

  function buildRow(p: number): void {
    const target = depthOf(p) - drift;
    const from = nodeAt((target - KERNEL_WIDTH * sd) / retain);
    const to = nodeAt((target + KERNEL_WIDTH * sd) / retain) - 1;
    const at = p * stride - from;
    const scale = Math.exp(-LOG_SQRT_2PI) / sd;
    let r = from;
    for (; r < SPECIAL && r <= to; r++) {
      const z = (target - retain * END_NODES[r]) / sd;
      rows[at + r] = END_WEIGHTS[r] * scale * Math.exp(-0.5 * z * z);
    }
    // At equidistant nodes, the ratios of neighbours are a geometric sequence.
    const step = retain / sd;
    const z = (target - retain * depthOf(r)) / sd;
    const decay = Math.exp(-step * step);
    let value = scale * Math.exp(-0.5 * z * z);
    let ratio = Math.exp(step * z - 0.5 * step * step);
    for (; r <= to; r++) {
      rows[at + r] = value;
      value *= ratio;
      ratio *= decay;
    }
    rowFirst[p] = from;
    rowLast[p] = to;
    rowStamp[p] = stamp;
  }

  return {
    open(transition) {
      ({ retain, drift, sd } = transition);
      stride = Math.ceil(2 * KERNEL_WIDTH * sd / retain) + SPECIAL + 2;
      stamp++;
    },

    moveBy(value) {
      if (value === drift) return;
      drift = value;
      stamp++;
    },

    enter(mean, sd) {
      const peak = Math.max(mean, 0);
      first = nodeAt(mean - 12 * sd);
      last = nodeAt(peak + 9 * sd);
      reserve(last + 1);
      const shift = (peak - mean) / sd;
      total = 0;
      for (let p = first; p <= last; p++) {
        const z = (depthOf(p) - mean) / sd;
        density[p] = Math.exp(0.5 * (shift * shift - z * z));
        total += p < SPECIAL ? END_WEIGHTS[p] * density[p] : density[p];
      }
      return Math.log(total / sd) - 0.5 * shift * shift - LOG_SQRT_2PI;
    },

    observe(eta, rho) {
      const reach = KERNEL_WIDTH * sd;
      let p = nodeAt(retain * depthOf(first) + drift - reach);
      const end = nodeAt(retain * depthOf(last) + drift + reach);
      if (end <= p) return -Infinity;
      reserve(end);
      const begin = p;

      // The likelihood of node p, relative to the best in the window: exp(shift − (d − η)² / 2ρ²).
      const precision = 1 / (rho * rho);
      const shallowest = depthOf(p), deepest = depthOf(end - 1);
      const nearest = Math.min(Math.max(eta, shallowest), deepest) - eta;
      const furthest = Math.max(deepest - eta, eta - shallowest);
      const shift = 0.5 * precision * nearest * nearest;
      const geometric = 0.5 * precision * furthest * furthest - shift < SAFE_EXPONENT;
      const z = depthOf(Math.max(p, SPECIAL)) - eta;
      const decay = Math.exp(-precision);
      let value = Math.exp(shift - 0.5 * precision * z * z) / total;
      let ratio = Math.exp(-precision * (z + 0.5));

      let sum = 0, max = 0;
      for (; p < end; p++) {
        if (rowStamp[p] !== stamp) buildRow(p);
        const from = rowFirst[p];
        const low = from > first ? from : first;
        const high = rowLast[p] < last ? rowLast[p] : last;
        let at = p * stride + low - from;
        let a = 0, b = 0;
        let r = low;
        for (; r < high; r += 2, at += 2) {
          a += rows[at] * density[r];
          b += rows[at + 1] * density[r + 1];
        }
        if (r === high) a += rows[at] * density[r];

        let f = a + b;
        if (p >= SPECIAL && geometric) {
          f *= value;
          value *= ratio;
          ratio *= decay;
        } else {
          const distance = depthOf(p) - eta;
          f *= Math.exp(shift - 0.5 * precision * distance * distance) / total;
        }
        next[p] = f;
        sum += p < SPECIAL ? END_WEIGHTS[p] * f : f;
        if (f > max) max = f;
        else if (f < DEEP_CUT * max) break;
      }
      if (!(sum > 0)) return -Infinity;
      last = Math.min(p, end - 1);
      first = begin;
      while (next[first] < SHALLOW_CUT * max) first++;
      [density, next] = [next, density];
      total = sum;
      return Math.log(sum) - shift;
    },

    spike() {
      let sum = 0;
      for (let p = first; p <= last; p++) {
        const f = p < SPECIAL ? END_WEIGHTS[p] * density[p] : density[p];
        sum += f * normalCdf(-(retain * depthOf(p) + drift) / sd);
      }
      if (sum > 1e-290) return Math.log(sum / total);
      const terms = Float64Array.from({ length: last - first + 1 }, (_, i) => {
        const weight = first + i < SPECIAL ? END_WEIGHTS[first + i] : 1;
        return Math.log(weight * density[first + i] / total) +
          logNormalCdf(-(retain * depthOf(first + i) + drift) / sd);
      });
      return logSumExp(terms);
    },

    observeFree(eta, rho) {
      const spread = Math.hypot(sd, rho);
      const terms = Float64Array.from({ length: last - first + 1 }, (_, i) => {
        const weight = first + i < SPECIAL ? END_WEIGHTS[first + i] : 1;
        const z = (eta - retain * depthOf(first + i) - drift) / spread;
        return Math.log(weight * density[first + i] / total) - 0.5 * z * z;
      });
      return logSumExp(terms) + Math.log(rho / spread);
    },
  };
}
