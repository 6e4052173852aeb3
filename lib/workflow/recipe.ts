/**
 * A recipe: every choice of a study in one value. The numbers are configuration, written into each
 * checkpoint; the parts are functions.
 *
 * @module
 */
import { nearest } from "../core/check.ts";
import type { Coordinates, Moments } from "../model/coordinates.ts";
import type { Architecture } from "../flows/npe.ts";
import type { TrainConfig } from "../training/train_config.ts";
import type { PriorConfig } from "../models/lif/prior/lif.ts";
import type { Prior } from "../distributions/prior.ts";
import type { LifFields, LifParameter, SimConfig } from "../models/lif/simulator/lif.ts";
import type { SummaryVariables } from "../model/summary_variables.ts";

/** Every number of a study. */
export interface Configuration {
  readonly sim: SimConfig;
  readonly prior: PriorConfig;
  readonly train: TrainConfig;
}

/** The numbers of an experiment, and of what is believed before it. */
export type Experiment = Pick<Configuration, "sim" | "prior">;

/** A study of the leaky integrate-and-fire neuron, ready to be trained. */
export interface Recipe {
  readonly name: string;
  /** Whether it is guided by an approximate likelihood; if not, it is likelihood-free. */
  readonly guided: boolean;
  readonly configuration: Configuration;
  /** What the network is fed with. */
  variables(configuration: Experiment): SummaryVariables<LifFields>;
  /** What the flow learns. */
  coordinates(
    prior: Prior<LifParameter>,
    moments: Moments,
    experiment: Experiment,
  ): Coordinates<LifParameter>;
  readonly architecture: Architecture;
}

/** Changes to a recipe's numbers. */
export type Overrides = { readonly [Room in keyof Configuration]?: Partial<Configuration[Room]> };

const ROOMS = ["sim", "prior", "train"] as const satisfies readonly (keyof Configuration)[];

/**
 * Refuses overrides of a room that no configuration has, as they would change nothing.
 *
 * @throws {TypeError} If there is such a room.
 */
export function checkRooms(overrides: Overrides = {}): void {
  const unknown = Object.keys(overrides).find((room) => !ROOMS.some((known) => known === room));
  if (unknown === undefined) return;
  throw new TypeError(
    `Cannot make recipe: unknown part "${unknown}" of its numbers, did you mean "${
      nearest(unknown, ROOMS)
    }"?`,
  );
}

/** All numbers by "room.name". */
function numbers(configuration: Configuration): [string, number][] {
  return Object.entries<object>({ ...configuration }).flatMap(([room, fields]) =>
    Object.entries<number>({ ...fields }).map(([name, value]): [string, number] => [
      `${room}.${name}`,
      value,
    ])
  );
}

/** A number in which two configurations differ. */
export interface Difference {
  /** As "train.epochs". */
  readonly name: string;
  readonly wanted: number;
  /** Undefined if it is not there. */
  readonly found: number | undefined;
}

/** The numbers in which two configurations differ. */
export function differingNumbers(wanted: Configuration, found: Configuration): Difference[] {
  const theirs = new Map(numbers(found));
  return numbers(wanted)
    .map(([name, value]) => ({ name, wanted: value, found: theirs.get(name) }))
    .filter(({ wanted, found }) => wanted !== found);
}

/** The fields in which two configurations differ, as "train.epochs: 50, not 10": wanted, found. */
export function differences(wanted: Configuration, found: Configuration): string[] {
  return differingNumbers(wanted, found)
    .map(({ name, wanted, found }) => `${name}: ${wanted}, not ${found}`);
}
