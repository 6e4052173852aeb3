/**
 * Many runs of the adaptive exponential integrate-and-fire neuron at once: four rows side by side in
 * WebAssembly SIMD, from their random streams to the finished traces, in memory that doesn't grow with
 * their number. Built from `assembly/` by `deno task assembly`.
 *
 * @module
 */
import { callByName } from "../../../core/call_by_name.ts";
import type { Key } from "../../../core/random.ts";
import { ornsteinUhlenbeck } from "../../neuron/ornstein_uhlenbeck.ts";
import { bufferedNumbers, LANES, startRows } from "../../neuron/simulated_rows.ts";
import bytes from "./adex.wasm" with { type: "bytes" };
import { type AdexConfig, sampleCount, substepCount } from "./config.ts";
import { LARGEST, ROUNDING } from "./exponential.ts";
import { type AdexCoefficients, COEFFICIENTS } from "./integrate.ts";

/**
 * Simulates rows `from`, `from` + 1, … under the key, one for each neuron, under the currents that are
 * in `out`.
 */
export type AdexRows = (
  key: Key,
  from: number,
  neurons: readonly AdexCoefficients[],
  out: {
    readonly voltage: Float32Array;
    readonly spikes: Float32Array;
    readonly current: Float32Array;
  },
) => void;

/** The parameters of `simulate` in assembly/adex.ts, in their order. */
const SIMULATE = "hi lo row samples steps numbers deviates current voltage spikes";

// The addresses of assembly/memory.ts.
const CONFIG = 10320;
const BIAS = 10440;
const NEURONS = 10448;
const BITS = 10832;

/** Whether this engine has WebAssembly SIMD; where it doesn't, rows are simulated one by one. */
export const hasAdexRows: boolean = WebAssembly.validate(bytes);
let compiled: WebAssembly.Module | undefined;

/** The module for one experiment, in a memory of its own. */
export function adexRows(config: AdexConfig): AdexRows {
  const samples = sampleCount(config);
  const numbers = bufferedNumbers(2 * samples);
  const deviates = BITS + 4 * LANES * numbers;
  const current = deviates + 8 * LANES * 2 * samples;
  const voltage = current + 4 * LANES * samples;
  const spikes = voltage + 4 * LANES * samples;
  compiled ??= new WebAssembly.Module(bytes);
  const { memory, exports } = startRows(compiled, spikes + 4 * LANES * samples);
  const simulate = callByName(exports.simulate, SIMULATE);

  const { kept, fresh } = ornsteinUhlenbeck(config.tau_noise, config.dt);
  new Float64Array(memory.buffer, CONFIG).set([
    ...[config.V_peak, config.obs_noise_std, kept, fresh],
    ...[LARGEST, Math.LOG2E, ROUNDING, Math.LN2],
    ...[1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040],
  ]);
  new BigInt64Array(memory.buffer, BIAS).set([1023n]);
  const lanes = new Float64Array(memory.buffer, NEURONS, COEFFICIENTS.length * LANES);
  const series = (at: number) => new Float32Array(memory.buffer, at, LANES * samples);
  const [currents, voltages, spikeTrains] = [current, voltage, spikes].map(series);

  return ({ hi, lo }, from, neurons, out) => {
    for (let row = 0; row < neurons.length; row += LANES) {
      const used = Math.min(LANES, neurons.length - row);
      for (let lane = 0; lane < LANES; lane++) {
        const source = row + Math.min(lane, used - 1);
        COEFFICIENTS.forEach((name, j) => lanes[j * LANES + lane] = neurons[source][name]);
        const known = out.current.subarray(source * samples, (source + 1) * samples);
        currents.set(known, lane * samples);
      }
      simulate({
        ...{ hi, lo, row: from + row, samples, steps: substepCount(config), numbers },
        ...{ deviates, current, voltage, spikes },
      });
      out.voltage.set(voltages.subarray(0, used * samples), row * samples);
      out.spikes.set(spikeTrains.subarray(0, used * samples), row * samples);
    }
  };
}
