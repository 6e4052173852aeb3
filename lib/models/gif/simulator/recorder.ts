/**
 * How a membrane voltage is recorded: with an error, an Ornstein–Uhlenbeck process, and masked about
 * spikes.
 *
 * @module
 */
import type { Rng } from "../../../core/random.ts";
import type { Row } from "../../../model/batch.ts";
import type { NeuronFields } from "../../neuron/fields.ts";
import { ornsteinUhlenbeck } from "../../neuron/ornstein_uhlenbeck.ts";
import { type GifConfig, gridOf } from "../config.ts";
import { maskVoltage } from "../mask.ts";

/** A function that turns the voltage of a row, in mV, into a recording of it, in place. */
export function recorder(config: GifConfig): (rng: Rng, row: Row<NeuronFields>) => void {
  const grid = gridOf(config);
  const { kept, fresh } = ornsteinUhlenbeck(config.error_tau, config.dt);
  const renewed = config.error_sd * fresh;
  return (rng, { voltage, spikes }) => {
    let error = config.error_sd * rng.normal();
    for (let k = 0; k < grid.steps; k++) {
      voltage[k] += error;
      error = kept * error + renewed * rng.normal();
    }
    if (config.white_sd > 0) {
      for (let k = 0; k < grid.steps; k++) voltage[k] += config.white_sd * rng.normal();
    }
    maskVoltage(voltage, spikes, grid);
  };
}
