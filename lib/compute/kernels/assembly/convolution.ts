import { Floats } from "./floats";

/** What an output of a convolution in time reaches of x [N, length, channels]. */
class Reach {
  /** The first point of the kernel that lies inside. */
  @inline
  static from(start: i32): i32 {
    return max(0, -start);
  }

  /** The point behind the last. */
  @inline
  static to(start: i32, length: i32, kernel: i32): i32 {
    return max(Reach.from(start), min(kernel, length - start));
  }
}

/**
 * Rows [count, kernel × channels] of what the outputs from number `first` on see, of `outputs` in
 * each series: zero beyond its ends, of which it has `before` points ahead.
 */
export function unfold(
  first: i32,
  count: i32,
  outputs: i32,
  length: i32,
  channels: i32,
  kernel: i32,
  stride: i32,
  before: i32,
  x: Floats,
  rows: Floats,
): void {
  for (let i = first; i < first + count; i++) {
    const start = (i % outputs) * stride - before;
    const from = Reach.from(start), to = Reach.to(start, length, kernel);
    const source = x.at(((i / outputs) * length + start + from) * channels);
    rows.fill(from * channels, 0);
    rows.at(from * channels).copyFrom(source, (to - from) * channels);
    rows.at(to * channels).fill((kernel - to) * channels, 0);
    rows = rows.at(kernel * channels);
  }
}

/** Adds such rows to x, where they came from. */
export function fold(
  first: i32,
  count: i32,
  outputs: i32,
  length: i32,
  channels: i32,
  kernel: i32,
  stride: i32,
  before: i32,
  rows: Floats,
  x: Floats,
): void {
  for (let i = first; i < first + count; i++) {
    const start = (i % outputs) * stride - before;
    const from = Reach.from(start), size = (Reach.to(start, length, kernel) - from) * channels;
    const to = x.at(((i / outputs) * length + start + from) * channels);
    const given = rows.at(from * channels);
    let j = 0;
    for (; j + 4 <= size; j += 4) to.setFour(j, f32x4.add(to.four(j), given.four(j)));
    for (; j < size; j++) to[j] += given[j];
    rows = rows.at(kernel * channels);
  }
}
