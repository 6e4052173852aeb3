/**
 * Data sets from the joint distribution p(theta, x): parameters drawn from the prior, and an
 * observation simulated with each. Row i depends on the key and i only, whatever is drawn before or
 * beside it.
 *
 * @module
 */
import { type Fields, fieldSize } from "./field.ts";
import { integer, ofLength } from "../core/check.ts";
import { inOrder } from "../core/columns.ts";
import { type Draws, row } from "../core/draws.ts";
import type { Prior } from "../distributions/prior.ts";
import { fold, type Key, normalRows, stream } from "../core/random.ts";
import { type Batch, blankBatch, copyField, rowOf } from "./batch.ts";
import { checkBatch, checkFields } from "./check_batch.ts";
import type { JointModel, Simulator } from "./simulator.ts";

/** Parameters and the observations made with them, row by row. */
export interface Dataset<Name extends string = string, X extends Fields = Fields> {
  /** In physical units, [count, dim]. */
  readonly theta: Draws<Name>;
  /**
   * The prior's standard normal coordinates of theta, [count, dim]; they distinguish the rows of an
   * atom.
   */
  readonly z: Float64Array;
  /** Observation i was made with row i of theta. */
  readonly observations: Batch<X>;
}

/** How a run may be cut, and where it goes. */
export interface SimulateOptions<X extends Fields> {
  /** The number of the first row, so that a long run can be cut. */
  readonly from?: number;
  /** Observations that are written over, instead of new ones. Nothing of them is left. */
  readonly into?: Batch<X>;
  /** Observations with the conditions to simulate under: one for all rows, or one a row. */
  readonly given?: Batch<X>;
}

/**
 * The conditions of row `from` + i from the stream of `fold(fold(key, "conditions"), from + i)`.
 */
function drawConditions<X extends Fields>(
  key: Key,
  { conditions }: Pick<Simulator<string, X>, "conditions">,
  { from, count }: { readonly from: number; readonly count: number },
  into: Batch<X>,
): void {
  if (!conditions) return;
  const own = fold(key, "conditions");
  for (let i = 0; i < count; i++) conditions.sample(stream(fold(own, from + i)), rowOf(into, i));
}

/** What a batch holds of these fields. */
function partOf<X extends Fields>(
  { fields, count, values, sizes }: Batch<X>,
  names: readonly string[],
): Batch {
  const of = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      names.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]]),
    );
  return { fields: of(fields), count, values: of(values), ...(sizes && { sizes: of(sizes) }) };
}

/**
 * Copies the conditions of observation i of `given`, or of its only one, to observation i of
 * `into`.
 */
function copyConditions<X extends Fields>(
  { conditions }: Pick<Simulator<string, X>, "conditions">,
  given: Batch<X>,
  into: Batch<X>,
): void {
  if (!conditions) return;
  const { names } = conditions;
  checkBatch("simulate under conditions", partOf(into, names).fields, partOf(given, names));
  if (given.count !== 1) ofLength("simulate", "given", { length: given.count }, into.count);
  for (let i = 0; i < into.count; i++) {
    const [from, to] = [rowOf(given, given.count === 1 ? 0 : i), rowOf(into, i)];
    for (const name of names) copyField(from[name], to[name]);
  }
}

/** Sets fields to 0, and sets to none. */
function clear({ fields, values, sizes }: Batch, names: readonly string[]): void {
  for (const name of names) {
    values[name].fill(0);
    if (fields[name].kind === "set") sizes?.[name].fill(0);
  }
}

/** Refuses a batch that is not of these fields, or has not so many observations. */
function checkInto<X extends Fields>(fields: X, count: number, into: Batch<X>): void {
  checkFields("simulate into batch", fields, into.fields);
  for (const [name, field] of Object.entries(fields)) {
    ofLength("simulate", `into.values.${name}`, into.values[name], count * fieldSize(field));
    if (field.kind !== "set") continue;
    ofLength("simulate", `into.sizes.${name}`, into.sizes?.[name] ?? [], count);
  }
  ofLength("simulate", "into", { length: into.count }, count);
}

/**
 * One observation for each row of theta.
 *
 * @throws {RangeError} If theta has not the simulator's parameters, the simulator refuses a row,
 * `into` has another count or other fields, or `given` has not the simulator's conditions, or
 * neither one observation nor as many as theta has rows.
 *
 * @example Usage
 * ```ts
 * import { simulate } from "./dataset.ts";
 * import { vector } from "./field.ts";
 * import { model } from "./model.ts";
 * import { drawsOf } from "../core/draws.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * const theta = drawsOf(["mu"], [{ mu: 0 }, { mu: 1 }]);
 * assertEquals(simulate(key(1), mine.simulator, theta).count, 2);
 * ```
 */
export function simulate<Name extends string, X extends Fields>(
  key: Key,
  simulator: Simulator<Name, X>,
  draws: Draws<Name>,
  { from = 0, into = blankBatch(simulator.fields, draws.count), given }: SimulateOptions<X> = {},
): Batch<X> {
  const theta = inOrder("simulate", draws, simulator.parameters);
  checkInto(simulator.fields, theta.count, into);
  const known = given && simulator.conditions?.names.map(String) || [];
  clear(into, Object.keys(simulator.fields).filter((name) => !known.includes(name)));
  if (given) copyConditions(simulator, given, into);
  else drawConditions(key, simulator, { from, count: theta.count }, into);
  if (simulator.simulateRows) {
    simulator.simulateRows(key, from, theta, into);
    return into;
  }
  for (let i = 0; i < theta.count; i++) {
    simulator.simulate(stream(fold(key, from + i)), row(theta, i), rowOf(into, i));
  }
  return into;
}

/** The parameters of the rows numbered `from` … `to` − 1 of {@linkcode simulateJoint}. */
export function drawPrior<Name extends string>(
  key: Key,
  prior: Prior<Name>,
  range: { readonly from?: number; readonly to: number },
): Pick<Dataset<Name>, "theta" | "z"> {
  const z = normalRows(fold(key, "prior"), prior.names.length, range);
  return { theta: prior.fromNormal(z), z };
}

/**
 * Draws `count` rows of the joint distribution, numbered from `from` on.
 *
 * @throws {RangeError} If count or from are not whole numbers, or {@linkcode simulate} refuses
 * them.
 *
 * @example Usage
 * ```ts
 * import { simulateJoint } from "./dataset.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const all = simulateJoint(key(45), model, 10);
 * const last = simulateJoint(key(45), model, 2, { from: 8 });
 * assertEquals(last.theta.values, all.theta.values.slice(8 * 6));
 * ```
 */
export function simulateJoint<Name extends string, X extends Fields>(
  key: Key,
  { prior, simulator }: JointModel<Name, X>,
  count: number,
  { from = 0, ...options }: SimulateOptions<X> = {},
): Dataset<Name, X> {
  integer("simulate data set", "count", count, 1);
  integer("simulate data set", "from", from, 0);
  const { theta, z } = drawPrior(key, prior, { from, to: from + count });
  const observations = simulate(fold(key, "simulator"), simulator, theta, { from, ...options });
  return { theta, z, observations };
}

/** Observations held in memory at a time: a set of any size needs no more. */
const CHUNK = 32;

/**
 * The rows numbered `from` … `to` − 1 of {@linkcode simulateJoint}, in batches, in order. Each
 * batch overwrites the one before, so that memory doesn't grow with their number.
 *
 * @example Usage
 * ```ts
 * import { simulateJoint, simulateBatches } from "./dataset.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const { theta } = simulateJoint(key(45), model, 40);
 * const batches = [...simulateBatches(key(45), model, { from: 0, to: 40 })];
 * assertEquals(batches.flatMap((batch) => [...batch.theta.values]), [...theta.values]);
 * ```
 */
export function* simulateBatches<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<Dataset<Name, X>> {
  let into: Batch<X> | undefined;
  for (let next = from; next < to; next += CHUNK) {
    const count = Math.min(CHUNK, to - next);
    if (into?.count !== count) into = blankBatch(model.simulator.fields, count);
    yield simulateJoint(key, model, count, { from: next, into });
  }
}
