/**
 * A model of one's own: a prior, fields, and a function from one draw of the parameters to one
 * observation. What the function returns is checked, and a fault is named with the draw that shows
 * it.
 *
 * @module
 */
import { drawText, nearest } from "../core/check.ts";
import type { Theta } from "../core/draws.ts";
import type { Rng } from "../core/random.ts";
import type { Prior } from "../distributions/prior.ts";
import { type FieldRow, type Row } from "./batch.ts";
import { type Field, type Fields, fieldSize, type SetField } from "./field.ts";
import type { JointModel, Simulator } from "./simulator.ts";

/** The value of a field as a function returns it: numbers, or for a set one list an element. */
export type FieldValue<F extends Field> = F extends SetField ? ArrayLike<number | ArrayLike<number>>
  : ArrayLike<number>;

/** The values of all fields, by name. */
export type FieldValues<X extends Fields> = { readonly [Name in keyof X]: FieldValue<X[Name]> };

/** What a model consists of. */
export interface ModelParts<Name extends string, X extends Fields, C extends Fields> {
  /** What the model is called in files and messages. */
  readonly name: string;
  /** Of the parameters, by name. */
  readonly prior: Prior<Name>;
  /** What the simulator makes. */
  readonly observables: X;
  /** What is given and not inferred, such as a stimulus, and how it varies in training. */
  readonly conditions?: {
    /** What is given. */
    readonly fields: C;
    /** The conditions of one simulation. */
    sample(rng: Rng): FieldValues<C>;
  };
  /**
   * One observation.
   *
   * @param rng All randomness of the simulation.
   * @param given The conditions, as they were sampled or recorded: a copy, and of a set all places.
   */
  simulate(rng: Rng, theta: Theta<Name>, given: Row<C>): FieldValues<X>;
}

/** A model with a name. */
export interface Model<Name extends string = string, X extends Fields = Fields>
  extends JointModel<Name, X> {
  /** What it is called in files and messages. */
  readonly name: string;
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || ArrayBuffer.isView(value);

/** Writes numbers, each of which must be finite in single precision, or an event. */
function writeNumbers(
  field: Field,
  into: Float32Array,
  values: ArrayLike<number>,
  name: string,
  refuse: (wish: string, state: string) => never,
): void {
  if (!isList(values)) refuse(`${name} must be a list of numbers`, `it is ${values}`);
  if (values.length !== into.length) {
    refuse(`${name} must have ${into.length} values`, `it has ${values.length}`);
  }
  const binary = field.kind === "series" && field.binary;
  for (let i = 0; i < into.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== "number" || !Number.isFinite(Math.fround(value))) {
      refuse(`${name} must be finite in single precision`, `value ${i} is ${value}`);
    }
    if (binary && value !== 0 && value !== 1) {
      refuse(`${name} must be 0 or 1`, `value ${i} is ${value}`);
    }
    into[i] = value;
  }
}

/** Writes a value into its field. */
function writeField(
  field: Field,
  row: FieldRow<Field>,
  value: FieldValue<SetField>,
  name: string,
  refuse: (wish: string, state: string) => never,
): void {
  if (row instanceof Float32Array) {
    return writeNumbers(field, row, value as ArrayLike<number>, name, refuse);
  }
  if (!isList(value)) refuse(`${name} must be a list`, `it is ${value}`);
  const { most, of } = field as SetField;
  if (value.length > most) {
    refuse(`${name} must have at most ${most} elements`, `it has ${value.length}`);
  }
  const size = fieldSize(of);
  row.values.fill(0);
  row.size = value.length;
  for (let i = 0; i < value.length; i++) {
    const one = value[i];
    const place = row.values.subarray(i * size, (i + 1) * size);
    writeNumbers(of, place, typeof one === "number" ? [one] : one, `${name}[${i}]`, refuse);
  }
}

/**
 * Writes the values of fields by name into a row: all of them, and no other.
 *
 * @param refuse Throws the error, given what is wrong.
 */
export function writeFields<X extends Fields>(
  fields: X,
  row: Row<Fields>,
  values: FieldValues<Fields>,
  refuse: (wish: string, state: string) => never,
): void {
  const names = Object.keys(fields);
  const given = Object.keys(values ?? {});
  const missing = names.find((name) => !given.includes(name));
  if (missing !== undefined) refuse(`it must return ${names.join(", ")}`, `${missing} is missing`);
  const other = given.find((name) => !names.includes(name));
  if (other !== undefined) {
    refuse(
      `it must return ${names.join(", ")}`,
      `"${other}" is none, did you mean "${nearest(other, names)}"?`,
    );
  }
  for (const name of names) writeField(fields[name], row[name], values[name], name, refuse);
}

/** Copies of some fields of an observation: what a function does to them stays in it. */
function copiesOf<C extends Fields>(row: Row<Fields>, names: readonly string[]): Row<C> {
  const entries = names.map((name): [string, FieldRow<Field>] => {
    const field: FieldRow<Field> = row[name];
    if (field instanceof Float32Array) return [name, field.slice()];
    return [name, { values: field.values.slice(), size: field.size }];
  });
  return Object.fromEntries(entries) as Row<C>;
}

/**
 * The model of these parts.
 *
 * @throws {RangeError} If there is no observable, or a name is there twice, as an observable and a
 * condition.
 *
 * @example Usage
 * ```ts
 * import { model } from "./model.ts";
 * import { vector } from "./field.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const shifted = model({
 *   name: "shifted",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * assertEquals(simulateJoint(key(1), shifted, 3).observations.values.x.length, 3);
 * ```
 */
export function model<
  Name extends string,
  X extends Fields,
  C extends Fields = Readonly<Record<never, Field>>,
>(
  { name, prior, observables, conditions, simulate }: ModelParts<Name, X, C>,
): Model<Name, X & C> {
  const given = conditions?.fields ?? {};
  const names = Object.keys(given);
  if (Object.keys(observables).length === 0) {
    throw new RangeError(`Cannot make model ${name} as it must have observables: there are none`);
  }
  const twice = Object.keys(observables).find((field) => Object.hasOwn(given, field));
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot make model ${name} as every field must have a name of its own: "${twice}" is an ` +
        "observable and a condition",
    );
  }
  const refuse = (action: string, theta?: Theta<Name>) => (wish: string, state: string): never => {
    const draw = theta ? `, for ${drawText(theta)}` : "";
    throw new RangeError(`Cannot ${action} ${name} as ${wish}: ${state}${draw}`);
  };
  const simulator: Simulator<Name, X & C> = {
    parameters: prior.names,
    fields: { ...observables, ...given } as X & C,
    ...(conditions && {
      conditions: {
        names,
        sample: (rng: Rng, row: Row<X & C>) =>
          writeFields(given, row, conditions.sample(rng), refuse("sample the conditions of")),
      },
    }),
    simulate: (rng, theta, row) => {
      const values = simulate(rng, theta, copiesOf<C>(row, names));
      writeFields(observables, row, values, refuse("simulate", theta));
    },
  };
  return { name, prior, simulator };
}
