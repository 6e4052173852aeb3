/**
 * Several sweeps of the neuron as a family of kits: its numbers are those of the experiment and of
 * the prior.
 *
 * @module
 */
import type { Kinds } from "../../../model/kinds.ts";
import type { Kit, KitFamily, Numbers } from "../../../workflow/kit.ts";
import { MODEL_TEXT, parametersText } from "../experiment.ts";
import { chosenParts, type KitChoices, pick } from "../kit.ts";
import {
  lifBounds,
  lifPrior,
  PRIOR_DEFAULTS,
  type PriorConfig,
  priorConfig,
} from "../prior/lif.ts";
import { type LifParameter, stepCount } from "../simulator/lif.ts";
import {
  type SweepFields,
  SWEEPS_DEFAULTS,
  type SweepsConfig,
  sweepsConfig,
} from "../sweeps/config.ts";
import { sweepsProblem } from "../sweeps/likelihood.ts";
import { SWEEP_DISCREPANCIES, SWEEP_QUANTITIES, sweepSummaries } from "../sweeps/quantities.ts";
import { readSweeps } from "../sweeps/reader.ts";
import { lifSweeps } from "../sweeps/simulator.ts";

/** The numbers of an experiment of several sweeps, and of the prior. */
export interface SweepsExperiment {
  /** What is fixed in it. */
  readonly sim: SweepsConfig;
  /** The numbers of the prior. */
  readonly prior: PriorConfig;
}

/** All numbers, with the values that they have if not given. */
const SWEEPS_NUMBERS: Numbers = Object.freeze({ ...SWEEPS_DEFAULTS, ...PRIOR_DEFAULTS });

/** Observations are told apart by their number of sweeps. */
export const SWEEP_KINDS: Kinds<SweepFields> = Object.freeze<Kinds<SweepFields>>({
  names: ["1 to 4 sweeps", "5 sweeps or more"],
  of: ({ sizes }) => Array.from(sizes?.voltage ?? [], (count) => count < 5 ? 0 : 1),
});

/** The experiment in one line. */
function sweepsText(sim: SweepsConfig): string {
  return [
    `1 to ${sim.sweeps} sweeps in any order, of up to ${stepCount(sim)} samples, ${sim.T} ms in ` +
    `steps of ${sim.dt} ms`,
    `each under its known current, with a white current of ${sim.I_std} pA about it, drawn anew ` +
    "each time step",
    `refractory time ${sim.tref} ms`,
    `observation noise ${sim.obs_noise_std} mV`,
    "every sweep starts at V_init",
  ].join("; ");
}

/**
 * The family of kits of these choices.
 *
 * @example Usage
 * ```ts
 * import { sweepsFamily } from "./sweeps_family.ts";
 * import { sweepsGuide } from "../sweeps/guide.ts";
 * import { couplingFlow } from "../../../flows/coupling_flow.ts";
 * import { mlpSummary } from "../../../networks/mlp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const family = sweepsFamily({
 *   name: "small",
 *   guide: ({ sim, prior }) => sweepsGuide(sim, prior),
 *   network: () => (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 8, widths: [16] }),
 *   architecture: (summary) => ({ summary, estimator: couplingFlow() }),
 *   train: { epochs: 10 },
 * });
 * const { model } = family.kit({ ...family.numbers, sweeps: 4 });
 * assertEquals(model.simulator.fields.voltage.most, 4);
 * ```
 */
export function sweepsFamily(
  choices: KitChoices<SweepsExperiment, SweepFields>,
): KitFamily<LifParameter, SweepFields> {
  return {
    numbers: SWEEPS_NUMBERS,
    kit(numbers): Kit<LifParameter, SweepFields> {
      const experiment = {
        sim: sweepsConfig(pick(SWEEPS_DEFAULTS, numbers)),
        prior: priorConfig(pick(PRIOR_DEFAULTS, numbers)),
      };
      const { sim, prior: priorNumbers } = experiment;
      const prior = lifPrior(priorNumbers);
      return {
        ...chosenParts(choices, experiment),
        model: { prior, simulator: lifSweeps(sim) },
        exact: (observation) => sweepsProblem(prior, sim, observation),
        diagnostics: {
          kinds: SWEEP_KINDS,
          quantities: SWEEP_QUANTITIES,
          discrepancies: SWEEP_DISCREPANCIES,
          summarise: sweepSummaries,
        },
        readFiles: (files) => readSweeps(files, experiment),
        text: {
          model: MODEL_TEXT,
          experiment: sweepsText(sim),
          parameters: parametersText(priorNumbers),
        },
        bounds: lifBounds(priorNumbers),
      };
    },
  };
}
