/**
 * Many runs of the leaky integrate-and-fire neuron at once: four rows side by side in WebAssembly
 * SIMD, from their random streams to the finished traces, in memory that doesn't grow with their
 * number. Built from `assembly/` by `deno task assembly`.
 *
 * @module
 */
import { callByName } from "../../../core/call_by_name.ts";
import type { Key } from "../../../core/random.ts";
import { bufferedNumbers, LANES, startRows } from "../../neuron/simulated_rows.ts";
import { DIM } from "../columns.ts";
import bytes from "./lif.wasm" with { type: "bytes" };

/** What is the same in all rows. Times are in steps, but for dt. */
export interface LifRowsConfig {
  readonly steps: number;
  readonly refractory: number;
  readonly dt: number;
  readonly I_mean: number;
  readonly I_std: number;
  readonly obs_noise_std: number;
  readonly v_clip: number;
}

/** Simulates rows `from`, `from` + 1, … under the key, one for each row of theta, [count, 6]. */
export type LifRows = (
  key: Key,
  from: number,
  theta: Float64Array,
  out: { readonly voltage: Float32Array; readonly spikes: Float32Array },
) => void;

/** The parameters of `simulate` in assembly/lif.ts, in their order. */
const SIMULATE = "hi lo row steps refractory numbers deviates voltage spikes";

// The addresses of assembly/memory.ts.
const CONFIG = 10320;
const THETA = 10368;
const BITS = 10560;

/** Whether this engine has WebAssembly SIMD; where it doesn't, rows are simulated one by one. */
export const hasLifRows: boolean = WebAssembly.validate(bytes);
let compiled: WebAssembly.Module | undefined;

/** The module for one experiment, in a memory of its own. */
export function lifRows(config: LifRowsConfig): LifRows {
  const { steps, refractory } = config;
  const numbers = bufferedNumbers(2 * steps);
  const deviates = BITS + 4 * LANES * numbers;
  const voltage = deviates + 8 * LANES * 2 * steps;
  const spikes = voltage + 4 * LANES * steps;
  const size = spikes + 4 * LANES * steps;
  compiled ??= new WebAssembly.Module(bytes);
  const { memory, exports } = startRows(compiled, size);
  const simulate = callByName(exports.simulate, SIMULATE);

  const { I_mean, I_std, obs_noise_std, v_clip, dt } = config;
  new Float64Array(memory.buffer, CONFIG).set([I_mean, I_std, obs_noise_std, v_clip, dt, 1]);
  const lanes = new Float64Array(memory.buffer, THETA, DIM * LANES);
  const voltages = new Float32Array(memory.buffer, voltage, LANES * steps);
  const spikeTrains = new Float32Array(memory.buffer, spikes, LANES * steps);

  return ({ hi, lo }, from, theta, out) => {
    const count = theta.length / DIM;
    for (let row = 0; row < count; row += LANES) {
      const used = Math.min(LANES, count - row);
      for (let lane = 0; lane < LANES; lane++) {
        const source = row + Math.min(lane, used - 1);
        for (let j = 0; j < DIM; j++) lanes[j * LANES + lane] = theta[source * DIM + j];
      }
      simulate({
        hi,
        lo,
        row: from + row,
        steps,
        refractory,
        numbers,
        deviates,
        voltage,
        spikes,
      });
      const whole = used === LANES;
      out.voltage.set(whole ? voltages : voltages.subarray(0, used * steps), row * steps);
      out.spikes.set(whole ? spikeTrains : spikeTrains.subarray(0, used * steps), row * steps);
    }
  };
}
