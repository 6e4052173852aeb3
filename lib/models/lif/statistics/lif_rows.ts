/**
 * The statistics of many leaky integrate-and-fire recordings in a row, in WebAssembly SIMD: what
 * {@linkcode lifStatisticsWriter} gives, bit for bit. Built from `assembly/` by `deno task
 * assembly`.
 *
 * @module
 */
import { callByName } from "../../../core/call_by_name.ts";
import type { LifFields } from "../simulator/lif.ts";
import type { LifStatisticsPlan } from "./lif_writer.ts";
import { inOwnMemory } from "../../neuron/own_memory.ts";
import bytes from "./lif.wasm" with { type: "bytes" };
import type { SummaryVariables } from "../../../model/summary_variables.ts";

/** The parameters of `summarise` in assembly/lif.ts, in their order. */
const SUMMARISE = "steps refractory voltage spikes room out";

// Where the plan's lists, of at most 32 numbers, and the recordings lie, as in assembly/lif.ts.
const LISTS = [64, 192, 320, 448, 576];
const VOLTAGE = 1024;

/** Whether this engine has WebAssembly SIMD; where it doesn't, rows are summarised one by one. */
export const hasLifStatisticsRows: boolean = WebAssembly.validate(bytes);
let compiled: WebAssembly.Module | undefined;

/** The module for one plan, in a memory of its own; `width` is the number of statistics. */
export function lifStatisticsRows(
  { steps, refractory, edges, leads, lags, windows }: LifStatisticsPlan,
  width: number,
): NonNullable<SummaryVariables<LifFields>["writeRows"]> {
  const spikes = VOLTAGE + 16 * Math.ceil(steps / 4);
  const out = spikes + 4 * steps;
  const room = 16 * Math.ceil((out + 4 * width) / 16);
  const size = room + 4 * 8 * (steps + 4) + 2 * 4 * (steps + 1);
  compiled ??= new WebAssembly.Module(bytes);
  const { memory, exports } = inOwnMemory(compiled, size, { lif: { log: Math.log } });
  const summarise = callByName(exports.summarise, SUMMARISE);

  const lists = [edges, leads.map(([from]) => from), leads.map(([, to]) => to), lags, windows];
  const plan = new Int32Array(memory.buffer, 0, VOLTAGE / 4);
  plan.set([edges.length - 1, leads.length, lags.length, windows.length]);
  lists.forEach((list, i) => plan.set(list, LISTS[i] / 4));
  const voltages = new Float32Array(memory.buffer, VOLTAGE, steps);
  const spikeTrain = new Float32Array(memory.buffer, spikes, steps);
  const statistics = new Float32Array(memory.buffer, out, width);

  return ({ values, count }, into, offset) => {
    for (let row = 0; row < count; row++) {
      voltages.set(values.voltage.subarray(row * steps, (row + 1) * steps));
      spikeTrain.set(values.spikes.subarray(row * steps, (row + 1) * steps));
      summarise({ steps, refractory, voltage: VOLTAGE, spikes, room, out });
      into.set(statistics, offset + row * width);
    }
  };
}
