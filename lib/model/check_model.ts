/**
 * The check of a user's own model, before the work of training: what is wrong in it is named with the
 * draw that shows it.
 *
 * @module
 */
import { drawText } from "../core/check.ts";
import { type Draws, drawsOf, row } from "../core/draws.ts";
import { fold, type Key } from "../core/random.ts";
import { checkPrior } from "../distributions/check_prior.ts";
import type { Batch } from "./batch.ts";
import { drawPrior, simulate } from "./dataset.ts";
import type { Fields } from "./field.ts";
import type { JointModel } from "./simulator.ts";

/** Draws that are simulated. */
const DRAWS = 40;
/** Other values of a parameter that are tried for each draw, to see whether it matters. */
const OTHERS = 5;

/** The first field in which two batches differ, and where; undefined if in none. */
function difference<X extends Fields>(
  a: Batch<X>,
  b: Batch<X>,
): { readonly field: string; readonly at: number } | undefined {
  for (const field of Object.keys(a.fields)) {
    const theirs = b.values[field];
    const at = a.values[field].findIndex((value, i) => !Object.is(value, theirs[i]));
    if (at >= 0) return { field, at };
    const sizes = [a, b].map((batch) => `${batch.sizes?.[field] ?? ""}`);
    if (sizes[0] !== sizes[1]) return { field, at: 0 };
  }
}

/** Refuses a simulator that makes something else of the same parameters and the same stream. */
function checkDeterministic<Name extends string, X extends Fields>(
  key: Key,
  { simulator }: JointModel<Name, X>,
  theta: Draws<Name>,
  first: Batch<X>,
): void {
  const found = difference(first, simulate(key, simulator, theta));
  if (!found) return;
  const { field, at } = found;
  const draw = Math.floor(at / (first.values[field].length / theta.count));
  throw new RangeError(
    `Cannot use model as it must simulate the same from the same stream of random numbers: ` +
      `${field} of draw ${draw} differs the second time, for ${drawText(row(theta, draw))}`,
  );
}

/** Refuses rows made together that are not those made one by one. */
function checkRows<Name extends string, X extends Fields>(
  key: Key,
  { simulator }: JointModel<Name, X>,
  theta: Draws<Name>,
  together: Batch<X>,
): void {
  if (!simulator.simulateRows) return;
  const { simulateRows: _, ...one } = simulator;
  const found = difference(together, simulate(key, one, theta));
  if (!found) return;
  throw new RangeError(
    `Cannot use model as simulateRows must give what simulate gives: ${found.field} differs`,
  );
}

/** Refuses a parameter of which no value tried changes any observation. */
function checkEveryParameterMatters<Name extends string, X extends Fields>(
  key: Key,
  { prior, simulator }: JointModel<Name, X>,
  theta: Draws<Name>,
  first: Batch<X>,
): void {
  for (const name of prior.names) {
    const matters = (shift: number) => {
      const rows = Array.from({ length: theta.count }, (_, i) => {
        const other = row(theta, (i + shift) % theta.count)[name];
        return { ...row(theta, i), [name]: other };
      });
      const changed = drawsOf(prior.names, rows);
      const possible = prior.logProb(changed);
      // Where the others leave no room for the value, the row stays as it was.
      const safe = drawsOf(
        prior.names,
        rows.map((other, i) => possible[i] > -Infinity ? other : row(theta, i)),
      );
      return difference(first, simulate(key, simulator, safe)) !== undefined;
    };
    const shifts = Array.from({ length: OTHERS }, (_, i) => 1 + i);
    if (shifts.some(matters)) continue;
    throw new RangeError(
      `Cannot use model as every parameter must move the observation: ${name} does not, in ` +
        `${OTHERS * theta.count} changes, such as for ${drawText(row(theta, 0))}`,
    );
  }
}

/**
 * Refuses a model whose prior is none, whose simulator fails, is not deterministic given its stream,
 * or does not depend on some parameter.
 *
 * @throws {TypeError | RangeError} With the draw that shows it.
 *
 * @example Usage
 * ```ts
 * import { checkModel } from "./check_model.ts";
 * import { vector } from "./field.ts";
 * import { model } from "./model.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const law = normal({ mean: 0, sd: 1 });
 * const forgetful = model({
 *   name: "forgetful",
 *   prior: chain({ mu: law, nu: law }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * assertThrows(() => checkModel(key(1), forgetful), RangeError, "nu does not");
 * ```
 */
export function checkModel<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
): void {
  const { prior, simulator } = model;
  checkPrior(fold(key, "prior"), prior);
  const { theta } = drawPrior(fold(key, "draws"), prior, { to: DRAWS });
  const own = fold(key, "simulator");
  const first = simulate(own, simulator, theta);
  checkDeterministic(own, model, theta, first);
  checkRows(own, model, theta, first);
  checkEveryParameterMatters(own, model, theta, first);
}
