import { Floats } from "./floats";

/** Rows and columns of the tile of C that stays in registers. */
export const ROWS: i32 = 6;
export const COLUMNS: i32 = 8;

/**
 * Copies blocks of matrices to panels that are read from front to back. Here transposes and ragged
 * edges are dealt with.
 */
export class Pack {
  /** panel[k][i] = A[i][k] for six rows of A; where there are fewer, the last one again. */
  static rows(a: Floats, lda: i32, rows: i32, depth: i32, panel: Floats): void {
    const last = rows - 1;
    const a1 = a.at(min(1, last) * lda), a2 = a.at(min(2, last) * lda);
    const a3 = a.at(min(3, last) * lda), a4 = a.at(min(4, last) * lda);
    const a5 = a.at(min(5, last) * lda);
    let k = 0;
    for (; k + 4 <= depth; k += 4) {
      const r0 = a.four(k), r1 = a1.four(k), r2 = a2.four(k);
      const r3 = a3.four(k), r4 = a4.four(k), r5 = a5.four(k);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const low45 = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const high45 = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7);
      // 24 numbers in six stores: those of one k are 0, 1 | 2, 3 | 4, 5.
      panel.setFour(0, v128.shuffle<f64>(low01, low23, 0, 2));
      panel.setFour(4, v128.shuffle<f64>(low45, low01, 0, 3));
      panel.setFour(8, v128.shuffle<f64>(low23, low45, 1, 3));
      panel.setFour(12, v128.shuffle<f64>(high01, high23, 0, 2));
      panel.setFour(16, v128.shuffle<f64>(high45, high01, 0, 3));
      panel.setFour(20, v128.shuffle<f64>(high23, high45, 1, 3));
      panel = panel.at(4 * ROWS);
    }
    for (; k < depth; k++) {
      panel[0] = a[k];
      panel[1] = a1[k];
      panel[2] = a2[k];
      panel[3] = a3[k];
      panel[4] = a4[k];
      panel[5] = a5[k];
      panel = panel.at(ROWS);
    }
  }

  /** The same of a transposed A: panel[k][i] = A[k][i]. */
  static rowsOfTransposed(a: Floats, lda: i32, rows: i32, depth: i32, panel: Floats): void {
    if (rows >= ROWS) {
      for (let k = 0; k < depth; k++) {
        panel.setFour(0, a.four(0));
        v128.store64_lane(
          changetype<usize>(panel) + 16,
          v128.load64_zero(changetype<usize>(a) + 16),
          0,
        );
        a = a.at(lda);
        panel = panel.at(ROWS);
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let i = 0; i < ROWS; i++) panel[i] = a[min(i, rows - 1)];
        a = a.at(lda);
        panel = panel.at(ROWS);
      }
    }
  }

  /** panel[k][j] = B[k][j] for eight columns of B; where there are fewer, 0. */
  static columns(b: Floats, ldb: i32, columns: i32, depth: i32, panel: Floats): void {
    if (columns >= COLUMNS) {
      for (let k = 0; k < depth; k++) {
        panel.setFour(0, b.four(0));
        panel.setFour(4, b.four(4));
        b = b.at(ldb);
        panel = panel.at(COLUMNS);
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let j = 0; j < COLUMNS; j++) panel[j] = j < columns ? b[j] : 0;
        b = b.at(ldb);
        panel = panel.at(COLUMNS);
      }
    }
  }

  /** The same of a transposed B: panel[k][j] = B[j][k]. */
  static columnsOfTransposed(b: Floats, ldb: i32, columns: i32, depth: i32, panel: Floats): void {
    let k = 0;
    if (columns >= COLUMNS) {
      for (; k + 4 <= depth; k += 4) {
        Pack.transposed(b.at(k), ldb, panel.at(k * COLUMNS));
        Pack.transposed(b.at(4 * ldb + k), ldb, panel.at(k * COLUMNS + 4));
      }
    }
    for (; k < depth; k++) {
      for (let j = 0; j < COLUMNS; j++) {
        panel[k * COLUMNS + j] = j < columns ? b[j * ldb + k] : 0;
      }
    }
  }

  /** A block of 4 × 4, to rows of eight. */
  @inline
  static transposed(from: Floats, ld: i32, to: Floats): void {
    const r0 = from.four(0), r1 = from.four(ld), r2 = from.four(2 * ld), r3 = from.four(3 * ld);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    to.setFour(0, v128.shuffle<f64>(low01, low23, 0, 2));
    to.setFour(COLUMNS, v128.shuffle<f64>(low01, low23, 1, 3));
    to.setFour(2 * COLUMNS, v128.shuffle<f64>(high01, high23, 0, 2));
    to.setFour(3 * COLUMNS, v128.shuffle<f64>(high01, high23, 1, 3));
  }
}
