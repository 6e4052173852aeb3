/**
 * A prior as a chain of univariate distributions, each given the parameters listed before it:
 * p(theta) = Π p(theta_k | theta_1 … theta_{k−1}). Its map from the standard normal runs along the
 * same chain (the Rosenblatt transport, Rosenblatt 1952), so that
 * log |det dtheta/dz| = Σ log φ(z_k) − log p(theta_k | …).
 *
 * @module
 */
import { drawText } from "../core/check.ts";
import { inOrder } from "../core/columns.ts";
import type { Draws, Theta } from "../core/draws.ts";
import { type Key, normalRows } from "../core/random.ts";
import { type Distribution, isDistribution } from "./distribution.ts";
import type { Prior } from "./prior.ts";

/** A distribution, or a function that gives it for the parameters before it in the chain. */
export type ConditionalDistribution<Name extends string> =
  | Distribution
  | ((before: Theta<Name>) => Distribution);

/** A parameter's distribution, and the unit it is measured in where it has one, e.g. "mV". */
export type Link<Name extends string> =
  | ConditionalDistribution<Name>
  | { readonly distribution: ConditionalDistribution<Name>; readonly unit: string };

/** The options of a chain. */
export interface ChainOptions<Name extends string> {
  /** The order of the columns where it is not that of the chain. */
  readonly columns?: readonly Name[];
}

/** A link as the chain walks over it. */
interface Step<Name extends string> {
  readonly name: Name;
  readonly distribution: ConditionalDistribution<Name>;
  readonly unit: string;
  readonly column: number;
}

/** Refuses an order of columns that is none of these names. */
function checkColumns(names: readonly string[], columns: readonly string[]): void {
  if (columns.length === names.length && names.every((name) => columns.includes(name))) return;
  throw new RangeError(
    `Cannot chain prior as columns must be ${names.join(", ")} in some order: they are ${
      columns.join(", ")
    }`,
  );
}

/** The steps of a chain, parents first. */
function stepsOf<Name extends string>(
  links: Readonly<Record<Name, Link<Name>>>,
  columns: readonly Name[],
): Step<Name>[] {
  return (Object.keys(links) as Name[]).map((name) => {
    if (/^\d+$/.test(name)) {
      throw new RangeError(
        `Cannot chain prior as names must not be whole numbers, which a record puts first: ` +
          `current name is "${name}"`,
      );
    }
    const link = links[name];
    const { distribution, unit } =
      typeof link === "object" && link !== null && "distribution" in link
        ? link
        : { distribution: link, unit: "" };
    if (typeof distribution !== "function" && !isDistribution(distribution)) {
      throw new TypeError(
        `Cannot chain prior as ${name} must have a distribution, or a function that gives one: ` +
          `it has ${distribution}`,
      );
    }
    if (typeof unit !== "string") {
      throw new TypeError(`Cannot chain prior as the unit of ${name} must be text: it is ${unit}`);
    }
    return { name, distribution, unit, column: columns.indexOf(name) };
  });
}

/** The distribution of a step, given the parameters before it. */
function distributionOf<Name extends string>(
  { name, distribution }: Step<Name>,
  before: Theta<Name>,
): Distribution {
  if (typeof distribution !== "function") return distribution;
  const refuse = (state: string, cause?: unknown): never => {
    const message =
      `Cannot find the distribution of ${name} as there must be one for every draw: ${state}, ` +
      `for ${drawText(before) || "the first parameter of the chain"}`;
    throw cause ? new RangeError(message, { cause }) : new TypeError(message);
  };
  let found: Distribution;
  try {
    found = distribution(before);
  } catch (cause) {
    return refuse(cause instanceof Error ? cause.message : String(cause), cause);
  }
  return isDistribution(found) ? found : refuse(`the function gave ${found}`);
}

/**
 * The prior over parameters in the order of a chain, parents first: their names are the keys, and
 * each is a distribution, or a function of the parameters before it that gives its distribution.
 *
 * @throws {TypeError} If a parameter has no distribution, or, when it is used, a function gives
 * none.
 * @throws {RangeError} If there is no parameter, `columns` are others than these, or, when it is
 * used, a function throws: the parameter and the draw so far are named.
 *
 * @example Usage
 * ```ts
 * import { chain } from "./chain.ts";
 * import { normal } from "./normal.ts";
 * import { truncatedNormal } from "./truncated_normal.ts";
 * import { row } from "../core/draws.ts";
 * import { key } from "../core/random.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const prior = chain({
 *   high: { unit: "mV", distribution: normal({ mean: -50, sd: 2 }) },
 *   low: {
 *     unit: "mV",
 *     distribution: (before) => truncatedNormal({ mean: -70, sd: 5, low: -90, high: before.high }),
 *   },
 *   gain: normal({ mean: 0, sd: 1 }),
 * });
 * assertEquals(prior.names, ["high", "low", "gain"]);
 * const { high, low } = row(prior.sample(key(1), 1), 0);
 * assert(low < high);
 * ```
 */
export function chain<Name extends string>(
  links: Readonly<Record<Name, Link<NoInfer<Name>>>>,
  { columns }: ChainOptions<NoInfer<Name>> = {},
): Prior<Name> {
  const order = Object.keys(links) as Name[];
  const dim = order.length;
  if (dim === 0) {
    throw new RangeError("Cannot chain prior as there must be a parameter: there is none");
  }
  if (columns) checkColumns(order, columns);
  const names: readonly Name[] = columns ?? order;
  const steps = stepsOf<Name>(links, names);
  const units = names.map((name) => steps[order.indexOf(name)].unit);

  /**
   * Visits the distributions of one row of theta, parents first; stops where a parent is
   * impossible.
   */
  function visit(
    theta: Draws<Name>,
    row: number,
    look: (distribution: Distribution, value: number, column: number) => boolean,
  ): void {
    const before = {} as Record<Name, number>;
    for (const step of steps) {
      const value = theta.values[row * dim + step.column];
      if (!look(distributionOf(step, before), value, step.column)) return;
      before[step.name] = value;
    }
  }

  /** Where a parent is impossible, so are all after it. */
  function logFactors(given: Draws<Name>): Float64Array {
    const theta = inOrder("evaluate prior", given, names);
    const out = new Float64Array(theta.count * dim).fill(-Infinity);
    for (let i = 0; i < theta.count; i++) {
      visit(theta, i, (distribution, value, column) => {
        out[i * dim + column] = distribution.logProb(value);
        return out[i * dim + column] > -Infinity;
      });
    }
    return out;
  }

  /** Draws each row along the chain, and shows every distribution with its z. */
  function draw(
    z: Float64Array,
    look: (distribution: Distribution, z: number, row: number) => void = () => {},
  ): Draws<Name> {
    const count = z.length / dim;
    if (!Number.isInteger(count)) {
      throw new RangeError(
        `Cannot map from the standard normal as z must have a multiple of ${dim} values: it has ` +
          z.length,
      );
    }
    const values = new Float64Array(z.length);
    for (let i = 0; i < count; i++) {
      const before = {} as Record<Name, number>;
      for (const step of steps) {
        const at = i * dim + step.column, distribution = distributionOf(step, before);
        before[step.name] = values[at] = distribution.fromNormal(z[at]);
        look(distribution, z[at], i);
      }
    }
    return { names, count, values };
  }

  return {
    names,
    units,
    sample: (key: Key, count: number) => draw(normalRows(key, dim, { to: count })),
    logProb(theta) {
      const factors = logFactors(theta);
      return Float64Array.from(
        { length: theta.count },
        (_, i) => factors.subarray(i * dim, (i + 1) * dim).reduce((sum, value) => sum + value, 0),
      );
    },
    logFactors,
    fromNormal: (z) => draw(z),
    unclippedLogProb(z) {
      const out = new Float64Array(z.length / dim);
      draw(z, (distribution, value, row) => {
        const base = distribution.unclipped ?? distribution;
        out[row] += base.logProb(base.fromNormal(value));
      });
      return out;
    },
    toNormal(given) {
      const theta = inOrder("map to the standard normal", given, names);
      const z = new Float64Array(theta.count * dim).fill(NaN);
      for (let i = 0; i < theta.count; i++) {
        visit(theta, i, (distribution, value, column) => {
          z[i * dim + column] = distribution.toNormal(value);
          return !Number.isNaN(z[i * dim + column]);
        });
      }
      return z;
    },
    atoms(given) {
      const theta = inOrder("find atoms", given, names);
      const out = new Uint8Array(theta.count);
      for (let i = 0; i < theta.count; i++) {
        visit(theta, i, (distribution, value) => {
          if (distribution.isAtom(value)) out[i] = 1;
          return distribution.logProb(value) > -Infinity;
        });
      }
      return out;
    },
  };
}
