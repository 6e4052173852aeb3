/**
 * A kit: a model and optional parts. Only the model is needed; each further part makes
 * inference, its checks or its answers better.
 *
 * @module
 */
import { nearest } from "../core/check.ts";
import type { Architecture } from "../flows/npe.ts";
import type { Batch } from "../model/batch.ts";
import type { Fields } from "../model/field.ts";
import type { Guide } from "../model/guide.ts";
import type { DiagnosticParts } from "../diagnostics/checks/parts.ts";
import type { DrawnCheck } from "../figures/diagnosis.ts";
import type { Model } from "../model/model.ts";
import type { JointModel } from "../model/simulator.ts";
import type { SummaryVariables } from "../model/summary_variables.ts";
import type { Moments, Transform } from "../model/transform.ts";
import type { ExactProblem } from "../posterior/refine.ts";
import type { TrainConfig } from "../training/train_config.ts";

/** An observation from a file. */
export interface ReadObservation<X extends Fields = Fields> {
  /** A batch of one. */
  readonly observation: Batch<X>;
  /** What of the file was not used, a sentence each. */
  readonly notes: readonly string[];
}

/** A file that a user named. */
export interface NamedFile {
  /** Its path, for errors. */
  readonly name: string;
  /** What it holds. */
  readonly bytes: Uint8Array;
}

/** The description of a model, for help and answers. */
export interface KitText {
  /** What is simulated, such as its equation. */
  readonly model: string;
  /** Under which conditions a network is trained: what an answer assumes. */
  readonly experiment: string;
  /** The parameters with their units and priors, a line each. */
  readonly parameters: string;
}

/** The parts of a model that diagnostics use, with checks that can be drawn. */
export interface KitDiagnostics<Name extends string = string, X extends Fields = Fields>
  extends DiagnosticParts<Name, X> {
  /** The model's own predictive checks. */
  readonly checks?: readonly DrawnCheck<Name, X>[];
}

/** A model and what is known of it. */
export interface Kit<Name extends string = string, X extends Fields = Fields> {
  /** What it is called in files and messages. */
  readonly name: string;
  /** Prior and simulator. */
  readonly model: JointModel<Name, X>;
  /**
   * What the network is fed with, beside a guide's features; without both, the fields themselves.
   */
  readonly summaries?: SummaryVariables<X>;
  /** A first approximation of the posterior; without, inference is likelihood-free. */
  readonly guide?: Guide<X>;
  /**
   * What the flow learns in, if there is no guide: by default the prior's standard normal
   * coordinates.
   */
  transform?(moments: Moments): Transform;
  /** Summary network and estimator; by default those that suit the fields. */
  readonly architecture?: Architecture;
  /** How it is trained, where not as by default. */
  readonly train?: Partial<TrainConfig>;
  /** The exact posterior of one observation, where there is a likelihood. */
  exact?(observation: Batch<X>): ExactProblem<Name>;
  /** Parts for the diagnostics; what is missing is made from the fields. */
  readonly diagnostics?: KitDiagnostics<Name, X>;
  /** Reads one observation from the bytes of a file. */
  read?(bytes: Uint8Array): ReadObservation<X>;
  /** Reads one observation from one file or several, each a part of it; goes before `read`. */
  readFiles?(files: readonly NamedFile[]): ReadObservation<X>;
  /** The description of the model in answers. */
  readonly text?: KitText;
  /** Of a choice among models, their names in the order of their numbers. */
  readonly labels?: readonly string[];
  /** A file of observations with their exact posteriors, in safetensors, where there is one. */
  readonly references?: URL;
  /** Between which values the prior allows each parameter, whatever the others are. */
  readonly bounds?: Readonly<Record<Name, readonly [number, number]>>;
}

/** Numbers that a kit depends on, by name. */
export type Numbers = Readonly<Record<string, number>>;

/** Kits that differ in numbers, such as those of an experiment. */
export interface KitFamily<Name extends string = string, X extends Fields = Fields> {
  /** All numbers, with the values that they have if not given. */
  readonly numbers: Numbers;
  /**
   * The kit of these numbers, all of them.
   *
   * @throws {RangeError} If they make no model.
   */
  kit(numbers: Numbers): Kit<Name, X>;
}

/** What a module exports by default to be trained: a model, a kit, or a family of kits. */
export type KitSource<Name extends string = string, X extends Fields = Fields> =
  | Model<Name, X>
  | Kit<Name, X>
  | KitFamily<Name, X>;

/** A kit and the numbers that it was made with. */
export interface MadeKit<Name extends string = string, X extends Fields = Fields> {
  readonly kit: Kit<Name, X>;
  readonly numbers: Numbers;
  /** What the numbers are if not given. */
  readonly standard: Numbers;
}

/** Refuses numbers that a kit does not depend on, and those that are not finite. */
function checkNumbers(name: string, standard: Numbers, numbers: Numbers): void {
  const known = Object.keys(standard);
  for (const [key, value] of Object.entries(numbers)) {
    if (!known.includes(key)) {
      const state = known.length > 0
        ? `its numbers are ${known.join(", ")}: "${key}" is none of them, did you mean ` +
          `"${nearest(key, known)}"?`
        : `it depends on no numbers: "${key}" is given`;
      throw new TypeError(`Cannot set up ${name} as ${state}`);
    }
    if (!(typeof value === "number" && Number.isFinite(value))) {
      throw new RangeError(
        `Cannot set up ${name} as ${key} must be a finite number: it is ${value}`,
      );
    }
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether it has a name, and a model of a prior and a simulator. */
function isKit(value: unknown): boolean {
  if (!isObject(value) || !("name" in value && "model" in value)) return false;
  const { name, model } = value;
  return typeof name === "string" && isObject(model) && "prior" in model && "simulator" in model;
}

/** What was found instead, in words. */
function found(value: unknown): string {
  if (typeof value === "function") return "it is a function";
  if (!isObject(value)) return `it is ${value}`;
  return `it has ${Object.keys(value).join(", ") || "nothing in it"}`;
}

/**
 * The kit of a source.
 *
 * @param numbers Those that are not to have their standard value.
 * @param what Names the source in an error.
 * @throws {TypeError} If the source is none, or a number is unknown.
 * @throws {RangeError} If the numbers make no model.
 */
export function makeKit<Name extends string, X extends Fields>(
  source: KitSource<Name, X>,
  numbers: Numbers = {},
  what = "model",
): MadeKit<Name, X> {
  const refuse = (state: string): never => {
    throw new TypeError(
      `Cannot set up ${what} as its default export must be a model, such as model({ … }) makes, a kit, ` +
        `or a family of kits: ${state}`,
    );
  };
  if (!isObject(source)) return refuse(found(source));
  if ("kit" in source) {
    if (typeof source.kit !== "function" || !isObject(source.numbers)) {
      return refuse("its kit is no function, or it has no numbers");
    }
    const all = Object.freeze({ ...source.numbers, ...numbers });
    checkNumbers(what, source.numbers, all);
    const kit = source.kit(all);
    if (!isKit(kit)) return refuse(`the kit of its numbers is none, ${found(kit)}`);
    return { kit, numbers: all, standard: source.numbers };
  }
  const kit = "model" in source ? source : { name: source.name, model: source };
  if (!isKit(kit)) return refuse(found(source));
  checkNumbers(what, {}, numbers);
  return { kit, numbers: {}, standard: {} };
}
