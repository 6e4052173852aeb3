import { Floats } from "./floats";
import { Lanes } from "./lanes";
import { COLUMNS, ROWS } from "./pack";
import { clear } from "./rows";
import { Windows } from "./windows";

// Filters over series, and the sums of what they give and of its squares in bins of clocks.

class Tiles {
  /** n rounded up to whole tiles of rows. */
  @inline
  static whole(n: i32): i32 {
    return ((n + ROWS - 1) / ROWS) * ROWS;
  }
}

/** One series, made ready: means of `every` samples between zeros, and the runs of equal codes. */
class Prepared {
  /** The numbers that {@linkcode series} needs. */
  @inline
  static seriesRoom(points: i32, channels: i32, taps: i32): i32 {
    return (Tiles.whole(points) + taps) * channels + ROWS;
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

  /** The bin that a code is of, −1 if of none. */
  @inline
  static bin(code: f32, bins: i32): i32 {
    return code >= 0 && code < <f32> bins ? <i32> code : -1;
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
 * of x are the codes, whole numbers; one below 0, or beyond the bins, is none. `filters` must be a multiple of 8.
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
  const width = channels + clocks, points = length / every, rows = Tiles.whole(points);
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
          const code = Prepared.bin(run[1 + c], bins);
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
        const code = Prepared.bin(codes[c], bins);
        if (code >= 0) counted[code] += 1;
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
  const width = channels + clocks, points = length / every, rows = Tiles.whole(points);
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
          const code = Prepared.bin(run[1 + c], bins);
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
