import { Floats } from "./floats";

/** sums [n] = or += the sums of the columns of x [m, n]. */
export function columnSums(m: i32, n: i32, x: Floats, sums: Floats, add: bool): void {
  if (!add) memory.fill(changetype<usize>(sums), 0, <usize> n << 2);
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j + 4 <= n; j += 4) sums.setFour(j, f32x4.add(sums.four(j), x.four(j)));
    for (; j < n; j++) sums[j] += x[j];
    x = x.at(n);
  }
}
