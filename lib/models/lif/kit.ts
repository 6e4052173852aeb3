/**
 * The neuron as a family of kits: its numbers are those of the experiment and of the prior.
 *
 * @module
 */
import type { Architecture, BuildSummary } from "../../flows/npe.ts";
import type { Fields } from "../../model/field.ts";
import type { Guide } from "../../model/guide.ts";
import type { SummaryVariables } from "../../model/summary_variables.ts";
import type { TrainConfig } from "../../training/train_config.ts";
import type { Kit, KitFamily, Numbers } from "../../workflow/kit.ts";
import { lifDiagnosticParts } from "./checks/lif_parts.ts";
import { experimentText, MODEL_TEXT, parametersText } from "./experiment.ts";
import { lifProblem } from "./likelihood/lif_problem.ts";
import { lifBounds, lifPrior, PRIOR_DEFAULTS, type PriorConfig, priorConfig } from "./prior/lif.ts";
import { readRecording } from "./reader.ts";
import {
  lif,
  type LifFields,
  type LifParameter,
  SIM_DEFAULTS,
  type SimConfig,
  simConfig,
} from "./simulator/lif.ts";

/** The numbers of an experiment, and of the prior. */
export interface Experiment {
  /** What is fixed in it. */
  readonly sim: SimConfig;
  /** The numbers of the prior. */
  readonly prior: PriorConfig;
}

/** All numbers of the original study's experiment and prior. */
export const LIF_NUMBERS: Numbers = Object.freeze({ ...SIM_DEFAULTS, ...PRIOR_DEFAULTS });

/**
 * Fifty observations of the standard numbers, and their exact posteriors by an independent program.
 */
const REFERENCES = new URL("../../../data/lif_reference_50.safetensors", import.meta.url);

/** Some numbers out of all: those that have a default. */
export function pick<C extends object>(defaults: C, numbers: Numbers): C {
  const entries = Object.keys(defaults).map((name) => [name, numbers[name]]);
  return Object.fromEntries(entries) as C;
}

/**
 * The experiment of these numbers.
 *
 * @throws {RangeError} If one is out of range.
 */
export function experimentOf(numbers: Numbers): Experiment {
  return {
    sim: simConfig(pick(SIM_DEFAULTS, numbers)),
    prior: priorConfig(pick(PRIOR_DEFAULTS, numbers)),
  };
}

/** What a kit of an experiment chooses. */
export interface KitChoices<Of, X extends Fields> {
  /** What the kit is called in files and messages. */
  readonly name: string;
  /** What the network is fed with, beside the features of a guide. */
  summaries?(experiment: Of): SummaryVariables<X>;
  /** A first approximation of the posterior. */
  guide?(experiment: Of): Guide<X>;
  /** Makes the summary network. */
  network(experiment: Of): BuildSummary;
  /** Networks around the summary network. */
  architecture(summary: BuildSummary): Architecture;
  /** How it is trained. */
  readonly train: Partial<TrainConfig>;
}

/** The parts of a kit that are chosen, for an experiment. */
export function chosenParts<Of, X extends Fields>(
  { name, summaries, guide, network, architecture, train }: KitChoices<Of, X>,
  experiment: Of,
): Pick<Kit<LifParameter, X>, "name" | "summaries" | "guide" | "architecture" | "train"> {
  return {
    name,
    ...(summaries && { summaries: summaries(experiment) }),
    ...(guide && { guide: guide(experiment) }),
    architecture: architecture(network(experiment)),
    train,
  };
}

/** What a kit of the neuron chooses. */
export interface LifChoices extends KitChoices<Experiment, LifFields> {
  /**
   * What the flow learns in, if there is no guide, and not the prior's standard normal coordinates.
   */
  readonly transform?: Kit<LifParameter, LifFields>["transform"];
}

/**
 * The family of kits of these choices.
 *
 * @example Usage
 * ```ts
 * import { lifFamily } from "./kit.ts";
 * import { lifStatistics } from "./statistics/lif.ts";
 * import { couplingFlow } from "../../flows/coupling_flow.ts";
 * import { mlpSummary } from "../../networks/mlp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const family = lifFamily({
 *   name: "statistics",
 *   summaries: ({ sim }) => lifStatistics(sim),
 *   network: () => (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 32, widths: [64] }),
 *   architecture: (summary) => ({ summary, estimator: couplingFlow() }),
 *   train: { epochs: 10 },
 * });
 * const { model } = family.kit({ ...family.numbers, T: 100 });
 * assertEquals(model.simulator.fields.voltage.length, 500);
 * ```
 */
export function lifFamily(choices: LifChoices): KitFamily<LifParameter, LifFields> {
  return {
    numbers: LIF_NUMBERS,
    kit(numbers): Kit<LifParameter, LifFields> {
      const experiment = experimentOf(numbers);
      const { sim, prior: priorNumbers } = experiment;
      const prior = lifPrior(priorNumbers);
      const { transform } = choices;
      const isStandard = Object.entries(LIF_NUMBERS).every(([name, n]) => numbers[name] === n);
      return {
        ...chosenParts(choices, experiment),
        model: { prior, simulator: lif(sim) },
        ...(transform && { transform }),
        exact: (observation) => lifProblem(prior, sim, observation),
        diagnostics: lifDiagnosticParts(sim),
        read: (bytes) => readRecording(bytes, experiment),
        text: {
          model: MODEL_TEXT,
          experiment: experimentText(sim),
          parameters: parametersText(priorNumbers),
        },
        bounds: lifBounds(priorNumbers),
        ...(isStandard && { references: REFERENCES }),
      };
    },
  };
}
