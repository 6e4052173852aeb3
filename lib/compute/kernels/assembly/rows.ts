import { Floats } from "./floats";

/** Sets numbers to zero. */
export function clear(count: i32, x: Floats): void {
  memory.fill(changetype<usize>(x), 0, <usize> count << 2);
}

/** sums [n] = or += the sums of the columns of x [m, n]. */
export function columnSums(m: i32, n: i32, x: Floats, sums: Floats, add: bool): void {
  if (!add) clear(n, sums);
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j + 4 <= n; j += 4) sums.setFour(j, f32x4.add(sums.four(j), x.four(j)));
    for (; j < n; j++) sums[j] += x[j];
    x = x.at(n);
  }
}
