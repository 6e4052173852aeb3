/**
 * Atoms: values that many draws share, such as the bound of a parameter whose prior is clipped.
 *
 * @module
 */
import type { Draws } from "../core/draws.ts";

/** An atom has at least so many draws, and at least this share of all. */
const LEAST = 3, SHARE = 1e-3;

/** A value and the share of all draws that have it. */
export interface Atom {
  readonly value: number;
  readonly mass: number;
}

/**
 * The atoms of each column, in the order of their values. Copies of a whole row, as a weighted sample
 * has, count once: they make no atom.
 *
 * @example Usage
 * ```ts
 * import { atomsOf } from "./atoms.ts";
 * import { drawsOf } from "../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [15, 15, 15, 12].map((g_L, i) => ({ g_L, E_L: -70 - i }));
 * assertEquals(atomsOf(drawsOf(["g_L", "E_L"], rows)), [[{ value: 15, mass: 0.75 }], []]);
 * ```
 */
export function atomsOf({ names, count, values }: Draws): Atom[][] {
  const dim = names.length;
  return names.map((_, j) => {
    const rows = Array.from({ length: count }, (_, i) => i)
      .sort((a, b) => values[a * dim + j] - values[b * dim + j]);
    const atoms: Atom[] = [];
    for (let from = 0, to = 0; from < count; from = to) {
      const value = values[rows[from] * dim + j];
      while (to < count && values[rows[to] * dim + j] === value) to++;
      if (to - from < Math.max(LEAST, SHARE * count)) continue;
      const others = new Set(
        rows.slice(from, to).map((i) => values.subarray(i * dim, (i + 1) * dim).join()),
      );
      if (others.size >= LEAST) atoms.push({ value, mass: (to - from) / count });
    }
    return atoms;
  });
}
