import { Floats } from "./floats";
import { Lanes } from "./lanes";
import { COLUMNS, ROWS } from "./pack";
import { clear } from "./rows";

// Filters over series, and the sums of what they give and of its squares in bins of clocks. Windows
// overlap, so rows of the product are read where they lie; eight filters at a time are a panel.

/** n rounded up to whole tiles of rows. */
// @ts-ignore: decorator
@inline
function wholeTiles(n: i32): i32 {
  return ((n + ROWS - 1) / ROWS) * ROWS;
}

class Windows {
  /** z [6, 8] = six windows of `depth` numbers, `step` apart, times a panel [depth, 8]. */
  static filter(depth: i32, step: i32, x: Floats, panel: Floats, z: Floats): void {
    let l0 = f32x4.splat(0), l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0;
    let h0 = l0, h1 = l0, h2 = l0, h3 = l0, h4 = l0, h5 = l0;
    const x1 = x.at(step), x2 = x.at(2 * step), x3 = x.at(3 * step);
    const x4 = x.at(4 * step), x5 = x.at(5 * step);
    for (let k = 0; k < depth; k++) {
      const low = panel.four(0), high = panel.four(4);
      const a0 = x.repeat(k);
      l0 = Lanes.madd(a0, low, l0);
      h0 = Lanes.madd(a0, high, h0);
      const a1 = x1.repeat(k);
      l1 = Lanes.madd(a1, low, l1);
      h1 = Lanes.madd(a1, high, h1);
      const a2 = x2.repeat(k);
      l2 = Lanes.madd(a2, low, l2);
      h2 = Lanes.madd(a2, high, h2);
      const a3 = x3.repeat(k);
      l3 = Lanes.madd(a3, low, l3);
      h3 = Lanes.madd(a3, high, h3);
      const a4 = x4.repeat(k);
      l4 = Lanes.madd(a4, low, l4);
      h4 = Lanes.madd(a4, high, h4);
      const a5 = x5.repeat(k);
      l5 = Lanes.madd(a5, low, l5);
      h5 = Lanes.madd(a5, high, h5);
      panel = panel.at(COLUMNS);
    }
    z.setFour(0, l0);
    z.setFour(4, h0);
    z.setFour(8, l1);
    z.setFour(12, h1);
    z.setFour(16, l2);
    z.setFour(20, h2);
    z.setFour(24, l3);
    z.setFour(28, h3);
    z.setFour(32, l4);
    z.setFour(36, h4);
    z.setFour(40, l5);
    z.setFour(44, h5);
  }

  /** to [6, 8], rows `filters` apart, += Σₜ xₜ[0 … 5] dₜ[0 … 7] over windows `step` apart; `rows` of the six are written. */
  static gradient(
    count: i32,
    step: i32,
    x: Floats,
    d: Floats,
    rows: i32,
    filters: i32,
    to: Floats,
  ): void {
    let l0 = f32x4.splat(0), l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0;
    let h0 = l0, h1 = l0, h2 = l0, h3 = l0, h4 = l0, h5 = l0;
    for (let t = 0; t < count; t++) {
      const low = d.four(0), high = d.four(4);
      const a0 = x.repeat(0);
      l0 = Lanes.madd(a0, low, l0);
      h0 = Lanes.madd(a0, high, h0);
      const a1 = x.repeat(1);
      l1 = Lanes.madd(a1, low, l1);
      h1 = Lanes.madd(a1, high, h1);
      const a2 = x.repeat(2);
      l2 = Lanes.madd(a2, low, l2);
      h2 = Lanes.madd(a2, high, h2);
      const a3 = x.repeat(3);
      l3 = Lanes.madd(a3, low, l3);
      h3 = Lanes.madd(a3, high, h3);
      const a4 = x.repeat(4);
      l4 = Lanes.madd(a4, low, l4);
      h4 = Lanes.madd(a4, high, h4);
      const a5 = x.repeat(5);
      l5 = Lanes.madd(a5, low, l5);
      h5 = Lanes.madd(a5, high, h5);
      x = x.at(step);
      d = d.at(COLUMNS);
    }
    Windows.add(to, l0, h0);
    if (rows > 1) Windows.add(to.at(filters), l1, h1);
    if (rows > 2) Windows.add(to.at(2 * filters), l2, h2);
    if (rows > 3) Windows.add(to.at(3 * filters), l3, h3);
    if (rows > 4) Windows.add(to.at(4 * filters), l4, h4);
    if (rows > 5) Windows.add(to.at(5 * filters), l5, h5);
  }

  @inline
  static add(to: Floats, low: v128, high: v128): void {
    to.setFour(0, f32x4.add(to.four(0), low));
    to.setFour(4, f32x4.add(to.four(4), high));
  }
}

/** One series, made ready: means of `every` samples between zeros, and the runs of equal codes. */
class Prepared {
  /** The numbers that {@linkcode series} needs. */
  @inline
  static seriesRoom(points: i32, channels: i32, taps: i32): i32 {
    return (wholeTiles(points) + taps) * channels + ROWS;
  }

  /** Point p becomes the mean of samples p every … (p + 1) every − 1, behind (taps − 1) / 2 zeros. */
  static series(
    points: i32,
    channels: i32,
    width: i32,
    taps: i32,
    every: i32,
    x: Floats,
    to: Floats,
  ): void {
    clear(Prepared.seriesRoom(points, channels, taps), to);
    to = to.at(((taps - 1) >> 1) * channels);
    const share: f32 = <f32> 1 / <f32> every;
    for (let p = 0; p < points; p++) {
      for (let s = 0; s < every; s++) {
        for (let c = 0; c < channels; c++) to[c] += share * x[c];
        x = x.at(width);
      }
      to = to.at(channels);
    }
  }

  /**
   * Runs of points whose middle samples have the same codes: of each its end, then its codes.
   * Returns their number.
   */
  static runs(points: i32, channels: i32, width: i32, every: i32, x: Floats, to: Floats): i32 {
    const clocks = width - channels, size = 1 + clocks;
    let runs = 0, run = to;
    x = x.at((every >> 1) * width + channels);
    for (let p = 0; p < points; p++) {
      let same = p > 0;
      for (let c = 0; c < clocks && same; c++) same = run[1 + c] === x[c];
      if (!same) {
        run = to.at(runs * size);
        runs++;
        for (let c = 0; c < clocks; c++) run[1 + c] = x[c];
      }
      run[0] = <f32> (p + 1);
      x = x.at(every * width);
    }
    return runs;
  }
}

/**
 * For each group of `sweeps` series x [length, channels + clocks]: the means of `every` samples are
 * filtered by weights [taps × channels, filters], zeros beyond the ends, and
 * sums [bins, 2 filters] = the sums, over the points of all sweeps whose code on any clock is the
 * bin, of what the filters give, and of its squares. The last columns
 * of x are the codes, whole numbers; one below 0 is no bin. `filters` must be a multiple of 8.
 * `kept` has what the filters gave, [count, filters / 8, points in whole tiles, 8].
 * `work` has room for the weights, a series and its runs.
 */
export function pooledFilters(
  count: i32,
  sweeps: i32,
  length: i32,
  channels: i32,
  clocks: i32,
  taps: i32,
  every: i32,
  filters: i32,
  bins: i32,
  x: Floats,
  weights: Floats,
  sums: Floats,
  kept: Floats,
  work: Floats,
): void {
  const width = channels + clocks, points = length / every, rows = wholeTiles(points);
  const depth = taps * channels;
  const panels = work, ready = panels.at(depth * filters);
  const runs = ready.at(Prepared.seriesRoom(points, channels, taps));
  for (let j = 0; j < filters; j += COLUMNS) {
    const panel = panels.at(depth * j);
    for (let k = 0; k < depth; k++) {
      panel.setFour(k * COLUMNS, weights.four(k * filters + j));
      panel.setFour(k * COLUMNS + 4, weights.four(k * filters + j + 4));
    }
  }
  clear((count / sweeps) * bins * 2 * filters, sums);
  for (let i = 0; i < count; i++) {
    Prepared.series(points, channels, width, taps, every, x, ready);
    const found = Prepared.runs(points, channels, width, every, x, runs);
    const into = sums.at((i / sweeps) * bins * 2 * filters);
    for (let j = 0; j < filters; j += COLUMNS) {
      const panel = panels.at(depth * j);
      for (let p = 0; p < rows; p += ROWS) {
        Windows.filter(depth, channels, ready.at(p * channels), panel, kept.at(p * COLUMNS));
      }
      for (let r = 0, p = 0; r < found; r++) {
        const run = runs.at(r * (1 + clocks)), to = <i32> run[0];
        let low = f32x4.splat(0), high = low, lowSquares = low, highSquares = low;
        for (; p < to; p++) {
          const l = kept.four(p * COLUMNS), h = kept.four(p * COLUMNS + 4);
          low = f32x4.add(low, l);
          high = f32x4.add(high, h);
          lowSquares = Lanes.madd(l, l, lowSquares);
          highSquares = Lanes.madd(h, h, highSquares);
        }
        for (let c = 0; c < clocks; c++) {
          const code = <i32> run[1 + c];
          if (code < 0) continue;
          const bin = into.at(code * 2 * filters + j);
          Windows.add(bin, low, high);
          Windows.add(bin.at(filters), lowSquares, highSquares);
        }
      }
      kept = kept.at(rows * COLUMNS);
    }
    x = x.at(length * width);
  }
}

/** counts [bins] = the number of points that such sums are over. */
export function pooledCounts(
  count: i32,
  sweeps: i32,
  length: i32,
  channels: i32,
  clocks: i32,
  every: i32,
  bins: i32,
  x: Floats,
  counts: Floats,
): void {
  const width = channels + clocks, points = length / every;
  clear((count / sweeps) * bins, counts);
  for (let i = 0; i < count; i++) {
    const counted = counts.at((i / sweeps) * bins);
    let codes = x.at(i * length * width + (every >> 1) * width + channels);
    for (let p = 0; p < points; p++) {
      for (let c = 0; c < clocks; c++) {
        if (codes[c] >= 0) counted[<i32> codes[c]] += 1;
      }
      codes = codes.at(every * width);
    }
  }
}

/** The gradient for the weights, given that for the sums. `work` has room for a panel more. */
export function pooledFiltersGradient(
  count: i32,
  sweeps: i32,
  length: i32,
  channels: i32,
  clocks: i32,
  taps: i32,
  every: i32,
  filters: i32,
  bins: i32,
  x: Floats,
  kept: Floats,
  dSums: Floats,
  dWeights: Floats,
  work: Floats,
): void {
  const width = channels + clocks, points = length / every, rows = wholeTiles(points);
  const depth = taps * channels;
  const d = work, ready = d.at(rows * COLUMNS);
  const runs = ready.at(Prepared.seriesRoom(points, channels, taps));
  clear(depth * filters, dWeights);
  for (let i = 0; i < count; i++) {
    Prepared.series(points, channels, width, taps, every, x, ready);
    const found = Prepared.runs(points, channels, width, every, x, runs);
    const from = dSums.at((i / sweeps) * bins * 2 * filters);
    for (let j = 0; j < filters; j += COLUMNS) {
      for (let r = 0, p = 0; r < found; r++) {
        const run = runs.at(r * (1 + clocks)), to = <i32> run[0];
        let low = f32x4.splat(0), high = low, lowSquares = low, highSquares = low;
        for (let c = 0; c < clocks; c++) {
          const code = <i32> run[1 + c];
          if (code < 0) continue;
          const bin = from.at(code * 2 * filters + j);
          low = f32x4.add(low, bin.four(0));
          high = f32x4.add(high, bin.four(4));
          lowSquares = f32x4.add(lowSquares, bin.four(filters));
          highSquares = f32x4.add(highSquares, bin.four(filters + 4));
        }
        lowSquares = f32x4.add(lowSquares, lowSquares);
        highSquares = f32x4.add(highSquares, highSquares);
        for (; p < to; p++) {
          d.setFour(p * COLUMNS, Lanes.madd(kept.four(p * COLUMNS), lowSquares, low));
          d.setFour(p * COLUMNS + 4, Lanes.madd(kept.four(p * COLUMNS + 4), highSquares, high));
        }
      }
      for (let k = 0; k < depth; k += ROWS) {
        const to = dWeights.at(k * filters + j);
        Windows.gradient(points, channels, ready.at(k), d, depth - k, filters, to);
      }
      kept = kept.at(rows * COLUMNS);
    }
    x = x.at(length * width);
  }
}
