import { Floats } from "./floats";
import { Lanes } from "./lanes";
import { COLUMNS } from "./pack";

/**
 * Products of windows of a series and a panel of eight filters. Windows overlap, so rows are read
 * where they lie.
 */
export class Windows {
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
