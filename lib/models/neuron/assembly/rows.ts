// Loads and stores of one sample of several rows, which lie one after another.

export class Rows {
  /** One f64 of each of two rows, `row` bytes apart. */
  @inline
  static two(at: usize, row: usize): v128 {
    return v128.load64_lane(at + row, v128.load64_zero(at), 1);
  }

  /** Stores one f32 of each of four rows, `width` bytes apart. */
  @inline
  static store(at: usize, width: usize, values: v128): void {
    v128.store_lane<f32>(at, values, 0);
    v128.store_lane<f32>(at + width, values, 1);
    v128.store_lane<f32>(at + 2 * width, values, 2);
    v128.store_lane<f32>(at + 3 * width, values, 3);
  }

  /**
   * Stores one sample of four rows as f32, with observation noise of the sd `noise` times the normal
   * deviates at `at`, `row` bytes apart.
   */
  @inline
  static observe(
    at: usize,
    row: usize,
    noise: v128,
    valuesA: v128,
    valuesB: v128,
    to: usize,
    width: usize,
  ): void {
    const a = f64x2.add(valuesA, f64x2.mul(noise, Rows.two(at, row)));
    const b = f64x2.add(valuesB, f64x2.mul(noise, Rows.two(at + 2 * row, row)));
    const low = f32x4.demote_f64x2_zero(a);
    Rows.store(to, width, v128.shuffle<f64>(low, f32x4.demote_f64x2_zero(b), 0, 2));
  }
}
