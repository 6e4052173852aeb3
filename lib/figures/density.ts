/**
 * Highest-density regions of draws of two parameters (Hyndman 1996, Am. Stat. 50, 120–126), at the
 * draws' own scale: a Gaussian kernel in their principal axes, so that a ridge stays as narrow as
 * it is, as wide as the draws themselves predict each other best (likelihood cross-validation,
 * Habbema, Hermans & van den Broek 1974), so that several narrow parts stay apart.
 *
 * @module
 */
import { ofLength } from "../core/check.ts";
// @ts-types="@types/d3-contour"
import { contours } from "d3-contour";
import { correlation, mean, quantiles, sd } from "../core/stats.ts";

/** A region and its outlines: the first ring of a polygon is its rim, others are holes. */
export interface Region {
  /** The share of the draws inside. */
  readonly level: number;
  /** In the units of the draws. */
  readonly polygons: readonly (readonly (readonly (readonly [number, number])[])[])[];
}

/** The options of an estimate. */
export interface RegionOptions {
  /** Shares of the draws. */
  readonly levels: readonly number[];
  /** Where no draw can be, in both directions; kernels don't reach across. Default nowhere. */
  readonly bounds?: readonly [readonly [number, number], readonly [number, number]];
}

/** Regions, and where the draws lie. */
export interface Regions {
  /** In the order of the levels. */
  readonly regions: readonly Region[];
  /** For each draw the share of draws that lie where they are denser, in [0, 1]. */
  readonly depth: Float64Array;
}

/** Fewer draws make no density. */
const LEAST = 20;
/** Cells in the kernel's sd, and its sds from its centre to its end. */
const CELLS = 4, REACH = 4;
/** Cells along one side of the grid at most: they bound the kernel's sd from below. */
const MOST = 512;
/** Each kernel tried is so much narrower than the one before. */
const NARROWER = 0.8;
/** The kernel is so much wider than the likeliest, which shows chance clusters as islands. */
const WIDER = 1.25;
/** 1 − r² is taken to be no less: else draws on a line would have no second axis. */
const FLAT = 1e-6;

/** An affine map to coordinates without correlation and with sd 1. */
interface Whitening {
  forward(x: number, y: number): readonly [number, number];
  inverse(u: number, v: number): [number, number];
}

function whiteningOf(x: ArrayLike<number>, y: ArrayLike<number>): Whitening {
  const [mx, my] = [mean(Array.from(x)), mean(Array.from(y))];
  const [sx, sy] = [sd(Array.from(x)), sd(Array.from(y))];
  const r = correlation(x, y);
  const plus = Math.sqrt(2 * Math.max(1 + r, FLAT)), minus = Math.sqrt(2 * Math.max(1 - r, FLAT));
  return {
    forward(x, y) {
      const [a, b] = [(x - mx) / sx, (y - my) / sy];
      return [(a + b) / plus, (a - b) / minus];
    },
    inverse(u, v) {
      const [a, b] = [(plus * u + minus * v) / 2, (plus * u - minus * v) / 2];
      return [mx + sx * a, my + sy * b];
    },
  };
}

/** Points counted in the cells of a grid that is fine enough for a kernel of a given sd. */
interface Grid {
  readonly width: number;
  readonly height: number;
  /** Side of a cell. */
  readonly cell: number;
  /** Lower left corner. */
  readonly origin: readonly [number, number];
  readonly counts: Float64Array;
  /** The cell of each point. */
  readonly at: Int32Array;
}

function gridOf(u: Float64Array, v: Float64Array, kernel: number): Grid {
  const cell = kernel / CELLS, margin = (REACH * CELLS + 1) * cell;
  const span = (values: Float64Array) => {
    const [low, high] = values.reduce(([a, b], z) => [Math.min(a, z), Math.max(b, z)], [
      Infinity,
      -Infinity,
    ]);
    return { low: low - margin, cells: Math.ceil((high - low + 2 * margin) / cell) };
  };
  const [across, up] = [span(u), span(v)];
  const counts = new Float64Array(across.cells * up.cells);
  const at = Int32Array.from(u, (z, i) => {
    const index = Math.floor((v[i] - up.low) / cell) * across.cells +
      Math.floor((z - across.low) / cell);
    counts[index]++;
    return index;
  });
  const origin = [across.low, up.low] as const;
  return { width: across.cells, height: up.cells, cell, origin, counts, at };
}

/** Sums of the cells around each, weighed by the kernel, whose own cell weighs 1. */
function blur(cells: Float64Array, { width, height }: Grid): Float64Array {
  const reach = REACH * CELLS;
  const taps = Float64Array.from(
    { length: 2 * reach + 1 },
    (_, k) => Math.exp(-0.5 * ((k - reach) / CELLS) ** 2),
  );
  const pass = (from: Float64Array, line: number, lines: number, step: number, stride: number) => {
    const to = new Float64Array(from.length);
    for (let l = 0; l < lines; l++) {
      for (let i = 0; i < line; i++) {
        const value = from[l * stride + i * step];
        if (value === 0) continue;
        const [first, last] = [Math.max(0, i - reach), Math.min(line - 1, i + reach)];
        for (let j = first; j <= last; j++) {
          to[l * stride + j * step] += value * taps[j - i + reach];
        }
      }
    }
    return to;
  };
  return pass(pass(cells, width, height, 1, width), height, width, width, 1);
}

/** How often each draw is there: copies, as a weighted sample has, are no evidence of a width. */
function copiesOf(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const order = Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j] || y[i] - y[j]);
  const copies = new Float64Array(order.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const [i] = [order[from]];
    while (to < order.length && x[order[to]] === x[i] && y[order[to]] === y[i]) to++;
    for (let k = from; k < to; k++) copies[order[k]] = to - from;
  }
  return copies;
}

/** The grid and the density of the kernel under which each draw is likeliest given the others. */
function bestDensity(u: Float64Array, v: Float64Array, copies: Float64Array) {
  const n = u.length;
  const fit = (kernel: number) => {
    const grid = gridOf(u, v, kernel);
    const sums = blur(grid.counts, grid);
    let logLikelihood = 0;
    for (let i = 0; i < n; i++) {
      const others = Math.max(sums[grid.at[i]] - copies[i], 1e-3) / (n - copies[i] || 1);
      logLikelihood += Math.log(others / (kernel * kernel));
    }
    return { kernel, grid, sums, logLikelihood };
  };
  const narrowest = Math.max(...[u, v].map((values) => {
    const [low, high] = quantiles(values, [0, 1]);
    return (high - low) * CELLS / (MOST - 2 * REACH * CELLS - 2);
  }));
  // The best for a normal distribution, to begin with.
  let kernel = Math.max(n ** (-1 / 6), narrowest);
  let best = fit(kernel);
  while (kernel * NARROWER >= narrowest) {
    const next = fit(kernel *= NARROWER);
    if (next.logLikelihood <= best.logLikelihood) break;
    best = next;
  }
  return fit(WIDER * best.kernel);
}

/** The density with what kernels lose across the bounds given back, and none beyond them. */
function withinBounds(
  { grid, sums }: { readonly grid: Grid; readonly sums: Float64Array },
  { inverse }: Whitening,
  bounds: RegionOptions["bounds"],
): Float64Array {
  if (!bounds) return sums;
  const { width, cell, origin, at } = grid;
  const held = new Set(at); // a draw's own cell, though its centre may lie beyond
  const inside = sums.map((_, k) => {
    const point = inverse(
      origin[0] + (k % width + 0.5) * cell,
      origin[1] + (Math.floor(k / width) + 0.5) * cell,
    );
    return Number(
      held.has(k) || point.every((value, i) => value >= bounds[i][0] && value <= bounds[i][1]),
    );
  });
  const mass = blur(inside, grid);
  return sums.map((sum, k) => inside[k] === 0 ? 0 : sum / mass[k]);
}

/**
 * The smallest regions that hold given shares of the draws (x[i], y[i]); none of them where there
 * are too few draws or a parameter does not vary.
 *
 * @throws {RangeError} If x and y differ in length.
 *
 * @example Usage
 * ```ts
 * import { densityRegions } from "./density.ts";
 * import { key, normals } from "../core/random.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const x = normals(key(1), 1000), y = normals(key(2), 1000);
 * const { depth } = densityRegions(x, y, { levels: [0.9] });
 * assertAlmostEquals(depth.filter((share) => share <= 0.9).length / 1000, 0.9, 0.01);
 * ```
 */
export function densityRegions(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { levels, bounds }: RegionOptions,
): Regions {
  ofLength("find densest regions", "y", y, x.length);
  const n = x.length;
  const varies = (values: ArrayLike<number>) => sd(Array.from(values)) > 0;
  if (n < LEAST || !varies(x) || !varies(y)) {
    return { regions: [], depth: new Float64Array(n).fill(1) };
  }
  const whitening = whiteningOf(x, y);
  const points = Array.from(x, (_, i) => whitening.forward(x[i], y[i]));
  const [u, v] = [0, 1].map((j) => Float64Array.from(points, (point) => point[j]));
  const copies = copiesOf(x, y);
  const best = bestDensity(u, v, copies);
  const density = withinBounds(best, whitening, bounds);
  const { width, height, cell, origin, at } = best.grid;

  // Without its own kernel, as a further draw would find it: else few draws give regions too small.
  const own = Float64Array.from(at, (index, i) => {
    const others = 1 - copies[i] / best.sums[index];
    return density[index] * others * n / Math.max(1, n - copies[i]);
  });
  const depth = new Float64Array(n);
  const order = Array.from(own, (_, i) => i).sort((i, j) => own[j] - own[i]);
  order.forEach((i, rank) => depth[i] = (rank + 1) / n);
  const contour = contours().size([width, height]);
  const regions = levels.map((level) => {
    const [threshold] = quantiles(own, [1 - level]);
    const { coordinates } = contour.contour(Array.from(density), threshold);
    const place = ([c, r]: readonly number[]) =>
      whitening.inverse(origin[0] + c * cell, origin[1] + r * cell);
    return {
      level,
      polygons: coordinates.map((rings) => rings.map((ring) => ring.map(place))),
    };
  });
  return { regions, depth };
}
