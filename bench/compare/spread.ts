/**
 * Labels that would lie on each other, moved apart.
 *
 * @module
 */

/**
 * Positions as near to the wished ones as can be, in least squares, with a distance kept between
 * neighbours, within an interval if it is long enough: isotonic regression by pooling adjacent
 * violators (Ayer et al. 1955, Ann. Math. Stat. 26, 641–647), each position less its rank's distance.
 *
 * @example Usage
 * ```ts
 * import { spread } from "./spread.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(spread([5, 5, 9], { distance: 2, low: 0, high: 10 }), [4, 6, 9]);
 * ```
 */
export function spread(
  wished: readonly number[],
  { distance, low, high }: {
    readonly distance: number;
    readonly low: number;
    readonly high: number;
  },
): number[] {
  const order = wished.map((_, i) => i).sort((i, j) => wished[i] - wished[j]);
  const blocks: { sum: number; count: number }[] = [];
  order.forEach((i, rank) => {
    blocks.push({ sum: wished[i] - rank * distance, count: 1 });
    for (let last = blocks.length - 1; last > 0; last--) {
      const [below, above] = [blocks[last - 1], blocks[last]];
      if (below.sum / below.count < above.sum / above.count) break;
      blocks.splice(last - 1, 2, { sum: below.sum + above.sum, count: below.count + above.count });
    }
  });
  const top = Math.max(low, high - (wished.length - 1) * distance);
  const levels = blocks.flatMap(({ sum, count }) =>
    new Array<number>(count).fill(Math.min(top, Math.max(low, sum / count)))
  );
  const out = new Array<number>(wished.length);
  order.forEach((i, rank) => out[i] = levels[rank] + rank * distance);
  return out;
}
