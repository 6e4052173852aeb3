/**
 * The check of a user's own model, before the work of training: what is wrong in it is named with
 * the draw that shows it.
 *
 * @module
 */
import { drawText } from "../core/check.ts";
import { row, take } from "../core/draws.ts";
import { fold, type Key } from "../core/random.ts";
import { checkPrior } from "../distributions/check_prior.ts";
import { type Batch, observation, observationsOf } from "./batch.ts";
import { checkBatch } from "./check_batch.ts";
import { type Dataset, drawPrior, simulate } from "./dataset.ts";
import type { Fields } from "./field.ts";
import type { JointModel } from "./simulator.ts";

/** Draws that are simulated at a time. */
const DRAWS = 40;
/**
 * Changes of a parameter that must all leave the observation as it was before it is said not to
 * matter. One that moves the observation in one of 200 draws is missed with probability 0.995¹⁰⁰⁰ =
 * 0.7 %.
 */
const CHANGES = 1000;

const ACTION = "use model";

/** Draws of the prior, what is simulated with them, and the key of that. */
interface Simulated<Name extends string, X extends Fields> extends Dataset<Name, X> {
  readonly key: Key;
  readonly from: number;
}

/** Simulates the draws numbered `from` and following. */
function simulateDraws<Name extends string, X extends Fields>(
  key: Key,
  { prior, simulator }: JointModel<Name, X>,
  from: number,
): Simulated<Name, X> {
  const { theta, z } = drawPrior(fold(key, "draws"), prior, { from, to: from + DRAWS });
  const own = fold(key, "simulator");
  return { key: own, from, theta, z, observations: simulate(own, simulator, theta, { from }) };
}

/** The first field in which two batches differ, and the observation; undefined if in none. */
function difference<X extends Fields>(
  a: Batch<X>,
  b: Batch<X>,
): { readonly field: string; readonly index: number } | undefined {
  for (const [name, field] of Object.entries(a.fields)) {
    const lists = [[a.values[name], b.values[name]] as const];
    const sizes = [a.sizes?.[name] ?? [], b.sizes?.[name] ?? []] as const;
    for (const [own, other] of field.kind === "set" ? [...lists, sizes] : lists) {
      const at = Array.from(own).findIndex((value, i) => !Object.is(value, other[i]));
      if (at >= 0) return { field: name, index: Math.floor(at / (own.length / a.count)) };
    }
  }
}

/** Refuses observations that are not of the simulator's fields, or hold what is no number. */
function checkValues<Name extends string, X extends Fields>(
  { theta, observations }: Simulated<Name, X>,
): void {
  for (let i = 0; i < theta.count; i++) {
    try {
      checkBatch(ACTION, observations.fields, observation(observations, i));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const message = error.message.replaceAll("observation 0", `draw ${i}`);
      throw new RangeError(`${message}, for ${drawText(row(theta, i))}`, { cause: error });
    }
  }
}

/** Refuses observations, from draw `first` on, that are not those of the first time. */
function checkSame<Name extends string, X extends Fields>(
  { theta, observations }: Simulated<Name, X>,
  again: Batch<X>,
  { wish, state, first = 0 }: {
    readonly wish: string;
    readonly state: string;
    readonly first?: number;
  },
): void {
  const rows = Array.from({ length: again.count }, (_, i) => first + i);
  const found = difference(observationsOf(observations, rows), again);
  if (!found) return;
  const draw = first + found.index;
  throw new RangeError(
    `Cannot ${ACTION} as ${wish}: ${found.field} of draw ${draw} ${state}, for ${
      drawText(row(theta, draw))
    }`,
  );
}

/** Refuses a simulator that makes something else of the same parameters and the same stream. */
function checkDeterministic<Name extends string, X extends Fields>(
  { simulator }: JointModel<Name, X>,
  drawn: Simulated<Name, X>,
): void {
  checkSame(drawn, simulate(drawn.key, simulator, drawn.theta), {
    wish: "it must simulate the same from the same stream of random numbers",
    state: "differs the second time",
  });
}

/** Refuses rows made together that are not those made one by one. */
function checkRows<Name extends string, X extends Fields>(
  { simulator }: JointModel<Name, X>,
  drawn: Simulated<Name, X>,
): void {
  if (!simulator.simulateRows) return;
  const { simulateRows: _, ...one } = simulator;
  checkSame(drawn, simulate(drawn.key, one, drawn.theta), {
    wish: "simulateRows must give what simulate gives",
    state: "differs",
  });
}

/** Refuses a simulator that keeps state between rows: rows are shared out among workers. */
function checkAlone<Name extends string, X extends Fields>(
  { simulator }: JointModel<Name, X>,
  drawn: Simulated<Name, X>,
): void {
  for (let first = DRAWS - 1; first >= 0; first--) {
    checkSame(drawn, simulate(drawn.key, simulator, take(drawn.theta, [first]), { from: first }), {
      wish: "an observation must depend on its draw and its stream only",
      state: "differs when simulated alone",
      first,
    });
  }
}

/**
 * Whether another value of a parameter changes an observation: another z of it, as that is possible
 * whatever the others are, and moves with it those whose distribution depends on it.
 */
function matters<Name extends string, X extends Fields>(
  { prior, simulator }: JointModel<Name, X>,
  { key, from, z, observations }: Simulated<Name, X>,
  parameter: number,
): boolean {
  const dim = prior.names.length;
  const other = z.map((value, at) => at % dim === parameter ? z[(at + dim) % z.length] : value);
  const changed = simulate(key, simulator, prior.fromNormal(other), { from });
  return difference(observations, changed) !== undefined;
}

/** Refuses a parameter of which no value tried changes any observation. */
function checkEveryParameterMatters<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  first: Simulated<Name, X>,
): void {
  let idle = model.prior.names.map((_, parameter) => parameter);
  let drawn = first;
  for (;;) {
    idle = idle.filter((parameter) => !matters(model, drawn, parameter));
    if (idle.length === 0) return;
    if (drawn.from + DRAWS >= CHANGES) break;
    drawn = simulateDraws(key, model, drawn.from + DRAWS);
  }
  throw new RangeError(
    `Cannot ${ACTION} as every parameter must move the observation: ${
      model.prior.names[idle[0]]
    } does not, in ${CHANGES} changes, such as for ${drawText(row(first.theta, 0))}`,
  );
}

/**
 * Refuses a model whose prior is none, whose simulator fails, makes what is no number, is not
 * deterministic given its stream, or does not depend on some parameter.
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
 * const distribution = normal({ mean: 0, sd: 1 });
 * const forgetful = model({
 *   name: "forgetful",
 *   prior: chain({ mu: distribution, nu: distribution }),
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
  checkPrior(fold(key, "prior"), model.prior);
  const first = simulateDraws(key, model, 0);
  checkValues(first);
  checkDeterministic(model, first);
  checkRows(model, first);
  checkAlone(model, first);
  checkEveryParameterMatters(key, model, first);
}
