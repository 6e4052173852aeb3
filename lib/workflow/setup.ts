/**
 * A setup: a kit with every number decided. It is all that a network depends on; a checkpoint holds
 * its numbers, and a worker makes it again from its module.
 *
 * @module
 */
import type { Fields } from "../model/field.ts";
import { type TrainConfig, trainConfig } from "../training/train_config.ts";
import { type Kit, type KitSource, makeKit, type Numbers } from "./kit.ts";
import { STANDARD_TRAIN } from "./standard.ts";

/** Where a kit's source stands. */
export interface KitModule {
  /** What is imported: its default export is the source. */
  readonly url: string;
  /** How a checkpoint names it; by itself it imports nothing. */
  readonly name: string;
}

/** A kit, its numbers, and how it is trained. */
export interface Setup<Name extends string = string, X extends Fields = Fields> {
  /** The model, and what is known of it. */
  readonly kit: Kit<Name, X>;
  /** Those that the kit was made with. */
  readonly numbers: Numbers;
  /** How it is trained. */
  readonly train: TrainConfig;
  /** What numbers and train are if not given. */
  readonly standard: { readonly numbers: Numbers; readonly train: TrainConfig };
  /** Where workers find the kit; without it, training runs in one thread. */
  readonly module?: KitModule;
}

/** What can be decided of a setup. */
export interface SetupOptions {
  /** Those of a family that are not to have their standard value. */
  readonly numbers?: Numbers;
  /** Where training differs from the kit's. */
  readonly train?: Partial<TrainConfig>;
  /** Where workers find the kit. */
  readonly module?: KitModule;
}

/**
 * The setup of a model, a kit or a family of kits.
 *
 * @throws {TypeError} If the source is none, or a number is unknown.
 * @throws {RangeError} If the numbers make no model, or can't be trained with.
 *
 * @example Usage
 * ```ts
 * import { setup } from "./setup.ts";
 * import defaultKit from "../models/lif/kits/default.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { numbers, train } = setup(defaultKit, { numbers: { T: 400 }, train: { epochs: 3 } });
 * assertEquals([numbers.T, numbers.dt, train.epochs], [400, 0.2, 3]);
 * ```
 */
export function setup<Name extends string, X extends Fields>(
  source: KitSource<Name, X>,
  { numbers, train, module }: SetupOptions = {},
): Setup<Name, X> {
  const made = makeKit(source, numbers, module?.name);
  const standard = trainConfig({ ...STANDARD_TRAIN, ...made.kit.train });
  const twice = Object.keys(made.standard).find((name) => Object.hasOwn(standard, name));
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot set up ${made.kit.name} as its numbers must have other names than those of training: ` +
        `it has ${twice}`,
    );
  }
  return {
    kit: made.kit,
    numbers: made.numbers,
    train: trainConfig(train, standard),
    standard: { numbers: made.standard, train: standard },
    ...(module && { module }),
  };
}

/** A number in which two setups differ. */
export interface Difference {
  readonly name: string;
  readonly wanted: number | undefined;
  /** Undefined if it is not there. */
  readonly found: number | undefined;
}

/** What of a setup is numbers. */
export type SetupNumbers = Pick<Setup, "numbers" | "train">;

/** The numbers in which two setups differ. */
export function differingNumbers(wanted: SetupNumbers, found: SetupNumbers): Difference[] {
  const all = ({ numbers, train }: SetupNumbers) =>
    new Map<string, number>([...Object.entries(numbers), ...Object.entries<number>({ ...train })]);
  const [ours, theirs] = [all(wanted), all(found)];
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .map((name) => ({ name, wanted: ours.get(name), found: theirs.get(name) }))
    .filter(({ wanted, found }) => wanted !== found);
}

/** The same, as "epochs: 50, not 10": wanted, found. */
export function differences(wanted: SetupNumbers, found: SetupNumbers): string[] {
  return differingNumbers(wanted, found)
    .map(({ name, wanted, found }) => `${name}: ${wanted}, not ${found}`);
}
