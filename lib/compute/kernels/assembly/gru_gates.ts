import { Floats } from "./floats";
import { Lanes } from "./lanes";

/**
 * The elementwise part of a gated recurrent unit. Each of its five numbers per time, row and unit
 * has a plane of its own: the state before, then the gates.
 */
export const STATE: i32 = 0, MEMORY: i32 = 1, UPDATE: i32 = 2, RESET: i32 = 3, CANDIDATE: i32 = 4;

/**
 * Gradients below this are nothing. They fade with time, and a processor takes a hundred times as
 * long for each number that is too small to be normal.
 */
const LEAST: f32 = 1e-25;

export class Gates {
  /**
   * Replaces what update, reset and candidate are before their nonlinearity, the candidate without
   * its memory, by what they are behind it, and gives the state after. `count` is whole fours.
   */
  static apply(count: i32, kept: Floats, plane: i32, next: Floats): void {
    const memory = kept.at(MEMORY * plane), candidate = kept.at(CANDIDATE * plane);
    const update = kept.at(UPDATE * plane), reset = kept.at(RESET * plane);
    const one = f32x4.splat(1);
    // Three loops with one exponential each: their constants stay in registers.
    for (let i = 0; i < count; i += 4) update.setFour(i, Lanes.sigmoid(update.four(i)));
    for (let i = 0; i < count; i += 4) {
      const r = Lanes.sigmoid(reset.four(i));
      reset.setFour(i, r);
      candidate.setFour(i, Lanes.madd(r, memory.four(i), candidate.four(i)));
    }
    for (let i = 0; i < count; i += 4) {
      const sum = candidate.four(i), s = Lanes.sigmoid(f32x4.add(sum, sum)); // tanh x = 2 σ(2 x) − 1
      const c = f32x4.sub(f32x4.add(s, s), one);
      candidate.setFour(i, c);
      next.setFour(i, Lanes.madd(update.four(i), f32x4.sub(kept.four(i), c), c));
    }
  }

  /**
   * The gradients for what each gate was before its nonlinearity, as rows of memory, update, reset
   * and candidate, from those for the state after, which what goes straight on to the state before
   * replaces. `width`, the units of a row, is whole fours.
   */
  static gradients(
    rows: i32,
    width: i32,
    kept: Floats,
    plane: i32,
    dState: Floats,
    dGates: Floats,
  ): void {
    const one = f32x4.splat(1);
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < width; j += 4) {
        const z = kept.four(UPDATE * plane + j), r = kept.four(RESET * plane + j);
        const c = kept.four(CANDIDATE * plane + j), d = Gates.normal(dState.four(j));
        const through = f32x4.mul(d, z);
        const change = f32x4.mul(through, f32x4.sub(kept.four(STATE * plane + j), c));
        const dCandidate = f32x4.mul(f32x4.sub(d, through), Lanes.nmadd(c, c, one));
        const dMemory = f32x4.mul(dCandidate, r);
        const dReset = f32x4.mul(dMemory, kept.four(MEMORY * plane + j));
        dGates.setFour(j, dMemory);
        dGates.setFour(width + j, f32x4.mul(change, f32x4.sub(one, z)));
        dGates.setFour(2 * width + j, f32x4.mul(dReset, f32x4.sub(one, r)));
        dGates.setFour(3 * width + j, dCandidate);
        dState.setFour(j, through);
      }
      kept = kept.at(width);
      dState = dState.at(width);
      dGates = dGates.at(4 * width);
    }
  }

  /** Zero for what is nothing. */
  @inline
  static normal(d: v128): v128 {
    return v128.andnot(d, f32x4.lt(f32x4.abs(d), f32x4.splat(LEAST)));
  }

  /** Whether `count` gradients, whole fours, are nothing. */
  static faded(count: i32, dState: Floats): bool {
    for (let i = 0; i < count; i += 4) {
      if (v128.any_true(Gates.normal(dState.four(i)))) return false;
    }
    return true;
  }
}
