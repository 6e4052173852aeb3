/**
 * What an answer assumes, in words: the experiment and the prior that a network was trained on.
 *
 * @module
 */
import type { PriorConfig } from "./prior/lif.ts";
import { refractorySteps, type SimConfig, stepCount } from "./simulator/lif.ts";

/** The injected current, which is not part of a recording. */
export function currentText({ I_mean, I_std }: SimConfig): string {
  return I_std === 0
    ? `constant current of ${I_mean} pA`
    : `white current of ${I_mean} ± ${I_std} pA, drawn anew each time step`;
}

/** The experiment in one line. */
export function experimentText(sim: SimConfig): string {
  const held = refractorySteps(sim);
  return [
    currentText(sim),
    `refractory time ${sim.tref} ms`,
    sim.obs_noise_std === 0 ? "no observation noise" : `observation noise ${sim.obs_noise_std} mV`,
    `${stepCount(sim)} samples, ${sim.T} ms in steps of ${sim.dt} ms`,
    "a spike is marked on the sample that shows the voltage already reset, " +
    `the first of ${held + 1} held there`,
  ].join("; ");
}

/** The model and its parameters, a line each with unit and prior. */
export function parametersText(prior: PriorConfig): string {
  const normal = (name: "V_th" | "E_L" | "V_init" | "V_reset", high: string) =>
    `normal, mean ${prior[`${name}_mean`]}, sd ${prior[`${name}_sd`]}, ` +
    `from ${prior[`${name}_low`]} to ${high}`;
  const logNormal = (name: "tau_m" | "g_L") =>
    `log-normal, median ${prior[`${name}_median`]}, log sd ${prior[`${name}_log_sd`]}, ` +
    `clipped to ${prior[`${name}_low`]} to ${prior[`${name}_high`]}`;
  const below = (name: string, high: number) => `the lower of ${high} and ${name} - ${prior.gap}`;
  const rows = [
    ["V_th (mV)", "threshold", normal("V_th", String(prior.V_th_high))],
    ["tau_m (ms)", "membrane time constant", logNormal("tau_m")],
    ["g_L (nS)", "leak conductance", logNormal("g_L")],
    ["V_reset (mV)", "reset voltage", normal("V_reset", below("V_init", prior.V_reset_high))],
    ["V_init (mV)", "voltage at the start", normal("V_init", below("E_L", prior.V_init_high))],
    ["E_L (mV)", "resting potential", normal("E_L", String(prior.E_L_high))],
  ];
  return rows.map(([name, what, distribution]) =>
    `  ${name.padEnd(13)} ${what.padEnd(23)} ${distribution}`
  )
    .join("\n");
}

/** The model's equation, with what is fixed in it. */
export const MODEL_TEXT = "tau_m dV/dt = -(V - E_L) + I/g_L, and V is reset to V_reset at V_th";
