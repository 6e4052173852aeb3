/**
 * {@linkcode gifExpand}'s pass over a recording in WebAssembly SIMD: the same expansion but for
 * rounding. Built from `assembly/expand.ts` by `deno task assembly`.
 *
 * @module
 */
import { callByName } from "../../../core/call_by_name.ts";
import { inOwnMemory } from "../../neuron/own_memory.ts";
import { type GifConfig, gridOf } from "../config.ts";
import { DIM } from "../parameters.ts";
import { type GifExpand, gifWalkConstants } from "./gif_expansion.ts";
import type { GifTrace } from "./gif_trace.ts";
import bytes from "./gif_expansion.wasm" with { type: "bytes" };

/** The parameters of `expand` in assembly/expand.ts, in their order. */
const EXPAND =
  "steps refractory curved logStep keep keepByC keepByLeak keepWFast keepWSlow meanFast " +
  "meanSlow meanByTau growB keepFast keepSlow growC voltage spikes current kept precision gains out";

/** Theta lies at 0; the value, the gradient [12] and the information [12, 12] here. */
const OUT = 1024;
/** The recording lies from here on. */
const RECORDING = OUT + 8 * (1 + DIM + DIM * DIM);

/** Whether this engine has WebAssembly SIMD. */
export const hasGifExpansionPass: boolean = WebAssembly.validate(bytes);
let compiled: WebAssembly.Module | undefined;

/**
 * {@linkcode gifExpand} in a module and a memory of its own, which holds one recording at a time.
 *
 * @returns A function that takes a recording in, and gives its expansion until the next is taken.
 */
export function gifExpansionPass(config: GifConfig): (trace: GifTrace) => GifExpand {
  const { steps, refractory } = gridOf(config);
  const kept = RECORDING, precision = kept + 8 * steps, gains = precision + 8 * steps;
  const voltage = gains + 8 * steps, spikes = voltage + 4 * steps, current = spikes + 4 * steps;
  compiled ??= new WebAssembly.Module(bytes);
  const { memory: { buffer }, exports } = inOwnMemory(compiled, current + 4 * steps, {
    expand: { exp: Math.exp, log: Math.log },
  });
  const pass = callByName(exports.expand, EXPAND);
  const places = { voltage, spikes, current, kept, precision, gains, out: OUT };
  const point = new Float64Array(buffer, 0, DIM);
  const value = new Float64Array(buffer, OUT, 1);
  const gradient = new Float64Array(buffer, OUT + 8, DIM);
  const information = new Float64Array(buffer, OUT + 8 * (1 + DIM), DIM * DIM);
  const constants = gifWalkConstants(config);
  return (trace) => {
    for (const name of ["voltage", "spikes", "current"] as const) {
      new Float32Array(buffer, places[name], steps).set(trace[name]);
    }
    new Float64Array(buffer, kept, steps).set(trace.kept);
    new Float64Array(buffer, precision, steps).set(trace.precision);
    new Float64Array(buffer, gains, steps).set(trace.gain);
    return (theta, out, curved = true) => {
      point.set(theta);
      pass({ steps, refractory, curved: curved ? 1 : 0, ...constants(theta), ...places });
      out.value = trace.logScale + value[0];
      out.gradient.set(gradient);
      out.information.set(information);
    };
  };
}
