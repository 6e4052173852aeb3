/**
 * A prior factored into a chain of univariate laws, each given the parameters listed before it:
 * p(theta) = Π p(theta_k | theta_1 … theta_{k−1}). Its whitening map runs along the same chain
 * (the Rosenblatt transport, Rosenblatt 1952), so log |det T′| = Σ log φ(z_k) − log p(theta_k | …).
 *
 * @module
 */
import type { Distribution } from "./distribution.ts";
import { type Draws, inOrder, type Theta } from "../core/draws.ts";
import { type Key, normalRows } from "../core/random.ts";
import type { Prior } from "./prior.ts";

/** One link: a parameter, its unit, and its law given the parameters before it in the chain. */
export interface Link<Name extends string> {
  readonly name: Name;
  readonly unit: string;
  readonly law: (before: Theta<Name>) => Distribution;
}

/**
 * The joint prior of a chain of laws.
 *
 * @param names The order of the columns.
 * @param links The same parameters, parents first.
 * @throws {RangeError} If `links` does not name each of `names` once.
 *
 * @example Usage
 * ```ts
 * import { chainPrior } from "./chain.ts";
 * import { truncatedNormal } from "./truncated_normal.ts";
 * import { key } from "../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const below = (high: number) => truncatedNormal({ mean: 0, sd: 1, low: -5, high });
 * const prior = chainPrior(["low", "high"], [
 *   { name: "high", unit: "mV", law: () => below(5) },
 *   { name: "low", unit: "mV", law: (theta) => below(theta.high) },
 * ]);
 * const [low, high] = prior.sample(key(1), 1).values;
 * assert(low <= high);
 * ```
 */
export function chainPrior<Name extends string>(
  names: readonly Name[],
  links: readonly Link<Name>[],
): Prior<Name> {
  const dim = names.length;
  const columns = links.map((link) => names.indexOf(link.name));
  if (links.length !== dim || new Set(columns).size !== dim || columns.includes(-1)) {
    throw new RangeError(
      `Cannot chain prior as the links must be ${names.join(", ")} in some order: ` +
        `they are ${links.map((link) => link.name).join(", ")}`,
    );
  }
  const units = names.map((name) => links[columns.indexOf(names.indexOf(name))].unit);

  /** Visits the laws of one row of theta, parents first; stops where a parent is impossible. */
  function visit(
    theta: Draws<Name>,
    row: number,
    look: (law: Distribution, value: number, column: number) => boolean,
  ): void {
    const before = {} as Record<Name, number>;
    for (let k = 0; k < dim; k++) {
      const value = theta.values[row * dim + columns[k]];
      if (!look(links[k].law(before), value, columns[k])) return;
      before[links[k].name] = value;
    }
  }

  /** Where a parent is impossible, so are all after it. */
  function logFactors(given: Draws<Name>): Float64Array {
    const theta = inOrder("evaluate prior", given, names);
    const out = new Float64Array(theta.count * dim).fill(-Infinity);
    for (let i = 0; i < theta.count; i++) {
      visit(theta, i, (law, value, column) => {
        out[i * dim + column] = law.logProb(value);
        return out[i * dim + column] > -Infinity;
      });
    }
    return out;
  }

  function fromNormal(z: Float64Array): Draws<Name> {
    const count = z.length / dim;
    if (!Number.isInteger(count)) {
      throw new RangeError(
        `Cannot unwhiten as z must have a multiple of ${dim} values: it has ${z.length}`,
      );
    }
    const values = new Float64Array(z.length);
    for (let i = 0; i < count; i++) {
      const before = {} as Record<Name, number>;
      for (let k = 0; k < dim; k++) {
        const value = links[k].law(before).fromNormal(z[i * dim + columns[k]]);
        values[i * dim + columns[k]] = value;
        before[links[k].name] = value;
      }
    }
    return { names, count, values };
  }

  function unclippedLogProb(z: Float64Array): Float64Array {
    const { values } = fromNormal(z);
    return Float64Array.from({ length: z.length / dim }, (_, i) => {
      const before = {} as Record<Name, number>;
      return links.reduce((sum, link, k) => {
        const law = link.law(before);
        const base = law.unclipped ?? law;
        const at = i * dim + columns[k];
        before[link.name] = values[at];
        return sum + base.logProb(base.fromNormal(z[at]));
      }, 0);
    });
  }

  return {
    names,
    units,
    sample: (key: Key, count: number) => fromNormal(normalRows(key, dim, { to: count })),
    logProb(theta) {
      const factors = logFactors(theta);
      return Float64Array.from(
        { length: theta.count },
        (_, i) => factors.subarray(i * dim, (i + 1) * dim).reduce((sum, value) => sum + value, 0),
      );
    },
    logFactors,
    fromNormal,
    unclippedLogProb,
    toNormal(given) {
      const theta = inOrder("whiten", given, names);
      const z = new Float64Array(theta.count * dim).fill(NaN);
      for (let i = 0; i < theta.count; i++) {
        visit(theta, i, (law, value, column) => {
          z[i * dim + column] = law.toNormal(value);
          return !Number.isNaN(z[i * dim + column]);
        });
      }
      return z;
    },
    atoms(given) {
      const theta = inOrder("find atoms", given, names);
      const out = new Uint8Array(theta.count);
      for (let i = 0; i < theta.count; i++) {
        visit(theta, i, (law, value) => {
          if (law.isAtom(value)) out[i] = 1;
          return law.logProb(value) > -Infinity;
        });
      }
      return out;
    },
  };
}
