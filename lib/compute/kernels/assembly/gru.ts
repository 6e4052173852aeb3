import { Floats } from "./floats";
import { Tile } from "./gemm";
import { Gates, MEMORY, STATE } from "./gru_gates";
import { COLUMNS, Pack, ROWS } from "./pack";
import { clear, columnSums } from "./rows";

// The recurrence of networks/gru.ts. Gates are memory, update, reset, candidate: the first three
// have state weights U [H, 3 H], the last three input weights W [C, 3 H], all have biases [4 H].
// Inside, units are rounded up to whole panels of B, with zero weights.

/** Rows of gradients for which a product for the weights is made at a time: they stay in the cache. */
const CHUNK: i32 = 256;

class Units {
  @inline
  static rounded(count: i32): i32 {
    return (count + COLUMNS - 1) & -COLUMNS;
  }

  /** The number of the row of x that a step reads. */
  @inline
  static time(step: i32, times: i32, backwards: bool): i32 {
    return backwards ? times - 1 - step : step;
  }
}

/** The panels of B of either direction, in the order of their use. */
class Panels {
  static forward(channels: i32, units: i32, weights: Floats, state: Floats, panels: Floats): void {
    for (let j = 0; j < units; j += COLUMNS) {
      for (let gate = 0; gate < 4; gate++) {
        if (gate > 0) {
          const from = weights.at((gate - 1) * units + j);
          Pack.columns(from, 3 * units, units - j, channels, panels);
          panels = panels.at(COLUMNS * channels);
        }
        if (gate < 3) {
          Pack.columns(state.at(gate * units + j), 3 * units, units - j, units, panels);
          panels = panels.at(COLUMNS * units);
        }
      }
    }
  }

  /** Those of a matrix [n, 3 H], transposed. */
  static transposed(n: i32, units: i32, matrix: Floats, panels: Floats): void {
    const width = Units.rounded(units);
    clear(3 * width * Units.rounded(n), panels);
    for (let j = 0; j < n; j += COLUMNS) {
      for (let gate = 0; gate < 3; gate++) {
        const from = matrix.at(j * 3 * units + gate * units);
        Pack.columnsOfTransposed(from, 3 * units, n - j, units, panels);
        panels = panels.at(COLUMNS * width);
      }
    }
  }
}

/**
 * The last state y [N, H] for x [T, N, C], and the five planes `kept` [T, N, H rounded up to eights].
 * `work` has room for 8 + H (N + 4 + 3 (C + H)) + 6 (C + H) numbers, with this H.
 */
export function gru(
  backwards: bool,
  times: i32,
  count: i32,
  channels: i32,
  units: i32,
  x: Floats,
  weights: Floats,
  state: Floats,
  bias: Floats,
  kept: Floats,
  y: Floats,
  work: Floats,
): void {
  const width = Units.rounded(units), size = count * width, plane = times * size;
  const biases = work.at(COLUMNS), last = biases.at(4 * width), panelA = last.at(size);
  const panelsB = panelA.at(ROWS * (channels + units));
  Panels.forward(channels, units, weights, state, panelsB);
  clear(4 * width, biases);
  for (let gate = 0; gate < 4; gate++) {
    biases.at(gate * width).copyFrom(bias.at(gate * units), units);
  }
  clear(size, times > 0 ? kept.at(Units.time(0, times, backwards) * size) : last);
  for (let step = 0; step < times; step++) {
    const time = Units.time(step, times, backwards);
    const after = step + 1 < times ? kept.at(Units.time(step + 1, times, backwards) * size) : last;
    for (let i = 0, rows = 0; i < count; i += rows) {
      rows = Tile.rows(count - i);
      const now = kept.at(time * size + i * width);
      Pack.rows(x.at((time * count + i) * channels), channels, rows, channels, panelA);
      Pack.rows(now, width, rows, units, panelA.at(ROWS * channels));
      let b = panelsB;
      for (let j = 0; j < width; j += COLUMNS) {
        for (let gate = 0; gate < 4; gate++) {
          const a = gate > 0 ? panelA : panelA.at(ROWS * channels);
          const depth = (gate > 0 ? channels : 0) + (gate < 3 ? units : 0);
          const to = now.at((MEMORY + gate) * plane + j), start = biases.at(gate * width + j);
          Tile.multiply(depth, a, b, to, width, rows, COLUMNS, false, start, work);
          b = b.at(COLUMNS * depth);
        }
      }
      Gates.apply(rows * width, now, plane, after.at(i * width));
    }
  }
  for (let i = 0; i < count; i++) y.at(i * units).copyFrom(last.at(i * width), units);
}

/** sums [m, n] += Aᵀ · B for panels of B. */
class Sums {
  static add(
    m: i32,
    n: i32,
    depth: i32,
    a: Floats,
    lda: i32,
    panelsB: Floats,
    sums: Floats,
    panelA: Floats,
    edge: Floats,
  ): void {
    const none = changetype<Floats>(0);
    for (let i = 0, rows = 0; i < m; i += rows) {
      rows = Tile.rows(m - i);
      Pack.rowsOfTransposed(a.at(i), lda, rows, depth, panelA);
      for (let j = 0; j < n; j += COLUMNS) {
        const to = sums.at(i * n + j), b = panelsB.at(j * depth);
        Tile.multiply(depth, panelA, b, to, n, rows, COLUMNS, true, none, edge);
      }
    }
  }

  /** Copies sums [m, gates × H], with H rounded up, to a matrix [m, gates × H]. */
  static copy(m: i32, gates: i32, units: i32, sums: Floats, to: Floats): void {
    for (let block = 0; block < m * gates; block++) {
      to.at(block * units).copyFrom(sums.at(block * Units.rounded(units)), units);
    }
  }
}

/**
 * The gradients for x and all weights, from that for y. `work` has room for
 * 8 + H (N + 28 + 6 (C + H)) + (8 H + 6) max(256, N) numbers, with C and H rounded up to eights.
 */
export function gruGradient(
  backwards: bool,
  times: i32,
  count: i32,
  channels: i32,
  units: i32,
  x: Floats,
  weights: Floats,
  state: Floats,
  kept: Floats,
  dy: Floats,
  dx: Floats,
  dWeights: Floats,
  dState: Floats,
  dBias: Floats,
  work: Floats,
): void {
  const width = Units.rounded(units), size = count * width, plane = times * size;
  const most = max(1, CHUNK / max(1, count)), capacity = most * count, none = changetype<Floats>(0);
  const forState = work.at(COLUMNS), forInput = forState.at(3 * width * width);
  const panelA = forInput.at(3 * width * Units.rounded(channels));
  const d = panelA.at(ROWS * max(4 * width, capacity)), dGates = d.at(size);
  const panelsB = dGates.at(4 * width * capacity), sumsState = panelsB.at(4 * width * capacity);
  const sumsInput = sumsState.at(3 * width * units), sumsBias = sumsInput.at(3 * width * channels);
  Panels.transposed(units, units, state, forState);
  Panels.transposed(channels, units, weights, forInput);
  clear(3 * width * (units + channels) + 4 * width, sumsState);
  clear(size, d);
  for (let i = 0; i < count; i++) d.at(i * width).copyFrom(dy.at(i * units), units);
  for (let done = 0, steps = 0; done < times; done += steps) {
    if (Gates.faded(size, d)) { // then what is before has no gradient
      const rest = count * channels;
      clear((times - done) * rest, dx.at(backwards ? done * rest : 0));
      break;
    }
    steps = min(most, times - done);
    const first = backwards ? done : times - done - steps;
    for (let step = 0; step < steps; step++) {
      const number = backwards ? step : steps - 1 - step, time = first + number;
      for (let i = 0, rows = 0; i < count; i += rows) {
        rows = Tile.rows(count - i);
        const now = kept.at(time * size + i * width);
        const gates = dGates.at((number * count + i) * 4 * width), dRows = d.at(i * width);
        Gates.gradients(rows, width, now, plane, dRows, gates);
        Pack.rows(gates, 4 * width, rows, 4 * width, panelA);
        for (let j = 0; j < width; j += COLUMNS) {
          const b = forState.at(3 * width * j), to = dRows.at(j);
          Tile.multiply(3 * width, panelA, b, to, width, rows, COLUMNS, true, none, work);
        }
        const a = panelA.at(ROWS * width), dxRows = dx.at((time * count + i) * channels);
        for (let j = 0; j < channels; j += COLUMNS) {
          const b = forInput.at(3 * width * j), to = dxRows.at(j), columns = channels - j;
          Tile.multiply(3 * width, a, b, to, channels, rows, columns, false, none, work);
        }
      }
    }
    const rows = steps * count, from = first * count;
    for (let j = 0; j < 4 * width; j += COLUMNS) {
      Pack.columns(dGates.at(j), 4 * width, COLUMNS, rows, panelsB.at(j * rows));
    }
    const states = kept.at(STATE * plane + from * width), behind = panelsB.at(width * rows);
    Sums.add(units, 3 * width, rows, states, width, panelsB, sumsState, panelA, work);
    Sums.add(
      channels,
      3 * width,
      rows,
      x.at(from * channels),
      channels,
      behind,
      sumsInput,
      panelA,
      work,
    );
    columnSums(rows, 4 * width, dGates, sumsBias, true);
  }
  Sums.copy(units, 3, units, sumsState, dState);
  Sums.copy(channels, 3, units, sumsInput, dWeights);
  Sums.copy(1, 4, units, sumsBias, dBias);
}
