/**
 * The columns of draws, identified by name, not by position.
 *
 * @module
 */
import { finite, nearest, ofLength, repeated } from "./check.ts";
import type { Draws } from "./draws.ts";

/** Refuses columns that are not those wanted, each once, in whatever order. */
function checkColumns(action: string, names: readonly string[], wanted: readonly string[]): void {
  const refuse = (state: string) => {
    throw new RangeError(
      `Cannot ${action} as the columns must be ${wanted.join(", ")}, in any order: ${state}`,
    );
  };
  const unknown = names.find((name) => !wanted.includes(name));
  if (unknown !== undefined) {
    refuse(`"${unknown}" is none of them, did you mean "${nearest(unknown, wanted)}"?`);
  }
  const twice = repeated(names);
  if (twice !== undefined) refuse(`"${twice}" is there twice`);
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined) refuse(`"${missing}" is missing`);
}

/**
 * The same draws with their columns in the order of `wanted`: not copied where they are. Code
 * that reads columns by position takes them from here, so that columns are matched by name.
 *
 * @param action Names the work in an error: "Cannot evaluate prior as …".
 * @throws {RangeError} If a column is unknown, missing or doubled, or there are not so many values.
 *
 * @example Usage
 * ```ts
 * import { inOrder } from "./columns.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const draws = { names: ["g_L", "tau_m"], count: 1, values: Float64Array.of(9, 10) };
 * assertEquals([...inOrder("compare", draws, ["tau_m", "g_L"]).values], [10, 9]);
 * assertThrows(() => inOrder("compare", draws, ["tau_m", "E_L"]), RangeError, '"g_L" is none');
 * ```
 */
export function inOrder<Name extends string, D extends Draws & { readonly datasets?: number }>(
  action: string,
  draws: D,
  wanted: readonly Name[],
): D & { readonly names: readonly Name[] } {
  const { names, datasets = 1, count, values } = draws;
  const dim = wanted.length;
  const same = names.length === dim && names.every((name, j) => name === wanted[j]);
  if (!same) checkColumns(action, names, wanted);
  ofLength(action, "values", values, datasets * count * dim);
  if (same) return { ...draws, names: wanted };
  const source = wanted.map((name) => names.indexOf(name));
  const ordered = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += dim) {
    for (let j = 0; j < dim; j++) ordered[at + j] = values[at + source[j]];
  }
  return { ...draws, names: wanted, values: ordered };
}

/** Refuses draws with a value that is NaN or infinite. */
export function checkFinite(action: string, { names, values }: Draws): void {
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return;
  const row = Math.floor(odd / names.length);
  finite(action, `${names[odd % names.length]} of draw ${row}`, values[odd]);
}
