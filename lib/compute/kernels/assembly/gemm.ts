import { Floats } from "./floats";
import { Lanes } from "./lanes";
import { COLUMNS, Pack, ROWS } from "./pack";

// A product of matrices, blocked as by Goto & van de Geijn 2008: a block of B lies in the second
// cache as panels of eight columns, six rows of A in the first, and a tile of C in registers.

/** Depth of a block. Its panels fit the caches. */
const DEPTH: i32 = 256;

/** So few rows take their own loop. */
const FEW: i32 = 4;

export class Tile {
  /** Of so many rows that are left, those of the next tile: the last tiles are not to be half empty. */
  @inline
  static rows(left: i32): i32 {
    return left > ROWS && left <= 2 * FEW ? FEW : min(ROWS, left);
  }

  /** C[rows][columns] = or += panel of A · panel of B + bias. */
  static multiply(
    depth: i32,
    a: Floats,
    b: Floats,
    c: Floats,
    ldc: i32,
    rows: i32,
    columns: i32,
    add: bool,
    bias: Floats,
    edge: Floats,
  ): void {
    let l0 = f32x4.splat(0), h0 = l0;
    if (changetype<usize>(bias)) {
      if (columns < COLUMNS) {
        for (let j = 0; j < columns; j++) edge[j] = bias[j];
        bias = edge;
      }
      l0 = bias.four(0);
      h0 = bias.four(4);
    }
    let l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0;
    let h1 = h0, h2 = h0, h3 = h0, h4 = h0, h5 = h0;
    const few = rows <= FEW;
    for (let k = few ? 0 : depth; k < depth; k++) {
      const low = b.four(0), high = b.four(4);
      const a0 = a.repeat(0);
      l0 = Lanes.madd(a0, low, l0);
      h0 = Lanes.madd(a0, high, h0);
      const a1 = a.repeat(1);
      l1 = Lanes.madd(a1, low, l1);
      h1 = Lanes.madd(a1, high, h1);
      const a2 = a.repeat(2);
      l2 = Lanes.madd(a2, low, l2);
      h2 = Lanes.madd(a2, high, h2);
      const a3 = a.repeat(3);
      l3 = Lanes.madd(a3, low, l3);
      h3 = Lanes.madd(a3, high, h3);
      a = a.at(ROWS);
      b = b.at(COLUMNS);
    }
    for (let k = few ? depth : 0; k < depth; k++) {
      const low = b.four(0), high = b.four(4);
      const a0 = a.repeat(0);
      l0 = Lanes.madd(a0, low, l0);
      h0 = Lanes.madd(a0, high, h0);
      const a1 = a.repeat(1);
      l1 = Lanes.madd(a1, low, l1);
      h1 = Lanes.madd(a1, high, h1);
      const a2 = a.repeat(2);
      l2 = Lanes.madd(a2, low, l2);
      h2 = Lanes.madd(a2, high, h2);
      const a3 = a.repeat(3);
      l3 = Lanes.madd(a3, low, l3);
      h3 = Lanes.madd(a3, high, h3);
      const a4 = a.repeat(4);
      l4 = Lanes.madd(a4, low, l4);
      h4 = Lanes.madd(a4, high, h4);
      const a5 = a.repeat(5);
      l5 = Lanes.madd(a5, low, l5);
      h5 = Lanes.madd(a5, high, h5);
      a = a.at(ROWS);
      b = b.at(COLUMNS);
    }
    Tile.store(c, l0, h0, columns, add, edge);
    if (rows > 1) Tile.store(c.at(ldc), l1, h1, columns, add, edge);
    if (rows > 2) Tile.store(c.at(2 * ldc), l2, h2, columns, add, edge);
    if (rows > 3) Tile.store(c.at(3 * ldc), l3, h3, columns, add, edge);
    if (rows > 4) Tile.store(c.at(4 * ldc), l4, h4, columns, add, edge);
    if (rows > 5) Tile.store(c.at(5 * ldc), l5, h5, columns, add, edge);
  }

  @inline
  static store(c: Floats, low: v128, high: v128, columns: i32, add: bool, edge: Floats): void {
    if (columns >= COLUMNS) {
      c.setFour(0, add ? f32x4.add(low, c.four(0)) : low);
      c.setFour(4, add ? f32x4.add(high, c.four(4)) : high);
    } else {
      edge.setFour(0, low);
      edge.setFour(4, high);
      for (let j = 0; j < columns; j++) c[j] = add ? c[j] + edge[j] : edge[j];
    }
  }
}

/**
 * C [m, n] = op(A) [m, k] · op(B) [k, n] + bias [n], all row-major with a leading dimension; with
 * `add`, that is added to C. A bias of address 0 is none.
 * `work` has room for 8 + 256 (6 + n rounded up to eights) numbers.
 */
export function gemm(
  transposeA: bool,
  transposeB: bool,
  m: i32,
  n: i32,
  k: i32,
  a: Floats,
  lda: i32,
  b: Floats,
  ldb: i32,
  c: Floats,
  ldc: i32,
  add: bool,
  bias: Floats,
  work: Floats,
): void {
  const panelA = work.at(COLUMNS), panelsB = panelA.at(ROWS * DEPTH);
  let from = 0;
  do { // once even where k is 0, as C is a sum of nothing then
    const depth = min(DEPTH, k - from);
    for (let j = 0; j < n; j += COLUMNS) {
      const panel = panelsB.at(j * depth);
      if (transposeB) Pack.columnsOfTransposed(b.at(j * ldb + from), ldb, n - j, depth, panel);
      else Pack.columns(b.at(from * ldb + j), ldb, n - j, depth, panel);
    }
    const start = from === 0 ? changetype<usize>(bias) : 0;
    for (let i = 0, rows = 0; i < m; i += rows) {
      rows = Tile.rows(m - i);
      if (transposeA) Pack.rowsOfTransposed(a.at(from * lda + i), lda, rows, depth, panelA);
      else Pack.rows(a.at(i * lda + from), lda, rows, depth, panelA);
      for (let j = 0; j < n; j += COLUMNS) {
        Tile.multiply(
          depth,
          panelA,
          panelsB.at(j * depth),
          c.at(i * ldc + j),
          ldc,
          rows,
          n - j,
          add || from > 0,
          changetype<Floats>(start ? start + (<usize> j << 2) : 0),
          work,
        );
      }
    }
    from += DEPTH;
  } while (from < k);
}
