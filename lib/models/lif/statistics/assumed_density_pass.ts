/**
 * {@linkcode assumedDensity}'s pass over a recording in WebAssembly SIMD: the same expansion but
 * for rounding and for the normal tail, which is read from a table. Built from
 * `assembly/assumed_density.ts` by `deno task assembly`.
 *
 * @module
 */
import { callByName } from "../../../core/call_by_name.ts";
import { DIM, LOG_G, LOG_TAU, V_INF, V_INIT, V_RESET, V_TH } from "../columns.ts";
import { type MembraneConfig, refractorySteps, stepCount } from "../simulator/lif.ts";
import { depolarisation } from "../steady_voltage.ts";
import { type Expand, LEAST_NOISE } from "./assumed_density.ts";
import { inOwnMemory } from "../../neuron/own_memory.ts";
import bytes from "./assumed_density.wasm" with { type: "bytes" };
import { normalTail, tail } from "./normal_tail.ts";

/** The parameters of `expand` in assembly/assumed_density.ts, in their order. */
const EXPAND =
  "steps refractory threshold reset init drift rate stepVariance noiseVariance reference resistance " +
  "voltage spikes current out";

/** The table's cells cover [−6, 6]; it lies at 0, the module's own sums behind it. */
const TABLE = { near: 6, cells: 12 * 64 };
// The value, the score [6] and the information [21], and the recording.
const OUT = 49664, VOLTAGE = 50176;

/** Whether this engine has WebAssembly SIMD. */
export const hasAssumedDensityPass: boolean = WebAssembly.validate(bytes);
let compiled: WebAssembly.Module | undefined;

/**
 * Hermite's cubics of log Φ(z) and of the inverse Mills ratio m(z), side by side, [cells, 4, 2], in
 * the share of the cell: their slopes are m and −m (m + z).
 */
function writeTails(table: Float64Array): void {
  const width = 2 * TABLE.near / TABLE.cells;
  const at = (z: number) => {
    const value = normalTail(z), mills = tail.mills;
    return { values: [value, mills], slopes: [mills * width, -mills * (mills + z) * width] };
  };
  for (let cell = 0; cell < TABLE.cells; cell++) {
    const lower = at(cell * width - TABLE.near), upper = at((cell + 1) * width - TABLE.near);
    for (let i = 0; i < 2; i++) {
      const rise = upper.values[i] - lower.values[i];
      const [left, right] = [lower.slopes[i], upper.slopes[i]];
      const cubic = [lower.values[i], left, 3 * rise - 2 * left - right, left + right - 2 * rise];
      cubic.forEach((coefficient, power) => table[8 * cell + 2 * power + i] = coefficient);
    }
  }
}

/**
 * {@linkcode assumedDensity} in a module and a memory of its own, for recordings that are no longer
 * than the experiment.
 */
export function assumedDensityPass(config: MembraneConfig): Expand {
  const { dt, I_std } = config;
  const steps = stepCount(config);
  const refractory = refractorySteps(config);
  const noiseVariance = Math.max(config.obs_noise_std, LEAST_NOISE) ** 2;
  const spikesAt = VOLTAGE + 4 * steps;
  const currentAt = spikesAt + 4 * steps;
  const size = currentAt + 4 * steps;
  compiled ??= new WebAssembly.Module(bytes);
  const { memory, exports } = inOwnMemory(compiled, size, {
    assumed_density: { exp: Math.exp, log: Math.log },
  });
  const pass = callByName(exports.expand, EXPAND);
  writeTails(new Float64Array(memory.buffer, 0, 8 * TABLE.cells));
  const voltages = new Float32Array(memory.buffer, VOLTAGE, steps);
  const spikeTrain = new Float32Array(memory.buffer, spikesAt, steps);
  const currents = new Float32Array(memory.buffer, currentAt, steps);
  const value = new Float64Array(memory.buffer, OUT, 1);
  const score = new Float64Array(memory.buffer, OUT + 8, DIM);
  const information = new Float64Array(memory.buffer, OUT + 8 * (1 + DIM), 21);

  const experiment = {
    refractory,
    noiseVariance,
    voltage: VOLTAGE,
    spikes: spikesAt,
    current: currentAt,
    out: OUT,
  };
  return ({ voltage, spikes, current, reference = 0 }, point, out) => {
    voltages.set(voltage);
    spikeTrain.set(spikes);
    if (current) currents.set(current);
    else currents.fill(reference);
    const rate = dt / Math.exp(point[LOG_TAU]);
    const g_L = Math.exp(point[LOG_G]);
    const stepVariance = (rate * Math.max(I_std, LEAST_NOISE) / g_L) ** 2;
    pass({
      ...experiment,
      steps: voltage.length,
      reference,
      resistance: depolarisation(1, g_L),
      threshold: point[V_TH],
      reset: point[V_RESET],
      init: point[V_INIT],
      drift: point[V_INF],
      rate,
      stepVariance,
    });
    out.value = value[0];
    out.score.set(score);
    out.information.set(information);
  };
}
