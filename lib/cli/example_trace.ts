/**
 * The example in `data/`: a recording of the default kit's experiment, whose parameters are known.
 *
 * @module
 */
import { sampleTimes } from "../models/neuron/fields.ts";
import { simulate } from "../model/dataset.ts";
import { drawsOf, type Theta } from "../core/draws.ts";
import { key } from "../core/random.ts";
import { lif, LIF_PARAMETERS, type LifParameter } from "../models/lif/simulator/lif.ts";
import { encodeTraceCsv } from "../models/neuron/reader/trace_csv.ts";

/** The neuron that was recorded. */
export const EXAMPLE_THETA: Theta<LifParameter> = Object.freeze({
  V_th: -54,
  tau_m: 9,
  g_L: 9,
  V_reset: -74,
  V_init: -71,
  E_L: -69,
});

/** The recording as CSV, the same whenever it is made. */
export function exampleCsv(): string {
  const simulator = lif();
  const theta = drawsOf(LIF_PARAMETERS, [EXAMPLE_THETA]);
  const trace = simulate(key(45), simulator, theta);
  return encodeTraceCsv({ times: sampleTimes(trace), ...trace.values });
}
